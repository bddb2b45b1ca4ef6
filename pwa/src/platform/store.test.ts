/** The phone's memory on a real IndexedDB interface: one action one transaction, numbers without holes, bytes as given. */
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { anOperation, id, ME, seeded } from '../testing/build'
import { Lab } from '../testing/lab'
import { begin } from '../engine/sync'
import { unsettled, viewer } from '../engine/view'
import type { Upload } from '../engine/uploads'
import { sha256 } from './hash'
import { CHUNK, nameOf } from './idb'
import { openStore, type PhoneStore } from './store'

let store: PhoneStore
let count = 0
beforeEach(async () => {
  store = await openStore(`test:${++count}`, () => {})
})
afterEach(() => store.close())

const note = (n: number) => {
  const { op, raw } = anOperation(n, 'note.add', { id: id(n), text: `备注 ${n}`, at: '2026-11-02T04:00:00Z' })
  return { opId: op.op_id, raw }
}
const anUpload = (sha: string, size: number): Upload => ({
  sha256: sha,
  size,
  mime: 'image/jpeg',
  workOrder: 'wo-1',
  state: 'fresh',
  offset: 0,
  failures: 0,
  notBefore: 0,
  takenAt: 0,
  presentAt: null,
})

test('operations are numbered in the order of their actions, and a double tap is one', async () => {
  await Promise.all([1, 2, 3].map((n) => store.enqueue([note(n)], [])))
  expect(await store.enqueue([note(2)], [])).toEqual([])
  const { queue } = await store.load()
  expect(queue.map((one) => one.cseq)).toEqual([1, 2, 3])
  expect(queue.map((one) => one.raw)).toEqual([1, 2, 3].map((n) => note(n).raw))
})

test('the text of an operation comes back byte for byte', async () => {
  const raw = note(1).raw.replace('备注', '漏水 \\" \u2028 🚰')
  await store.enqueue([{ opId: id(1), raw }], [])
  expect((await store.load()).queue[0]?.raw).toBe(raw)
})

test('bytes come back from any place to any place, over the borders of their parts', async () => {
  const bytes = new Uint8Array(CHUNK * 2 + 777).map((_, n) => (n * 31) % 251)
  const sha = await sha256(bytes.buffer)
  const parts = [0, 1, 2].map((n) => bytes.slice(n * CHUNK, (n + 1) * CHUNK).buffer)
  await store.enqueue([note(1)], [{ upload: anUpload(sha, bytes.length), parts }])
  for (const [from, to] of [[0, bytes.length], [CHUNK - 5, CHUNK + 5], [CHUNK, CHUNK * 2], [CHUNK * 2 + 1, bytes.length]] as const) {
    expect(await sha256((await store.bytes(sha, from, to)) ?? '')).toBe(await sha256(bytes.slice(from, to).buffer))
  }
  await store.releaseBytes(sha)
  expect(await store.bytes(sha, 0, 10)).toBeNull()
})

test('an action whose bytes cannot be stored leaves no operation behind', async () => {
  const broken = { upload: anUpload('b', 3), parts: [Symbol('not storable') as unknown as ArrayBuffer] }
  await expect(store.enqueue([note(1)], [broken])).rejects.toThrow()
  const { queue, uploads } = await store.load()
  expect([queue, uploads]).toEqual([[], []])
})

test('a page of the feed for a cursor that moved on meanwhile is not applied, its verdicts are', async () => {
  await store.enqueue([note(1)], [])
  const { device } = await store.load()
  const known = { ...device, id: 'd', cursor: 'c1' }
  const blank = { deviceId: '', fromCursor: null, device: known, page: null, said: [], now: 1, requeueAfter: null, waiting: 1, fork: false, forget: [] }
  expect(await store.apply(blank)).toBe(true)
  const said = [{ opId: id(1), verdict: 'applied' as const, reason: '' }]
  const late = { ...blank, deviceId: 'd', fromCursor: 'c0', device: { ...known, cursor: 'c9', settled: 9 }, said }
  expect(await store.apply(late)).toBe(false)
  const now = await store.load()
  expect([now.device.cursor, now.device.settled]).toEqual(['c1', 0]) // settled belongs to the page that shows it
  expect(now.queue[0]?.verdict).toBe('applied')
})

test('what a page wrote that could not say so any more is noticed at the next transaction', async () => {
  const { device } = await store.load()
  const blank = { deviceId: '', fromCursor: null, device, page: null, said: [], now: 1, requeueAfter: null, waiting: 0, fork: false, forget: [] }
  expect(await store.apply(blank)).toBe(true)
  await store.enqueue([note(1)], [])
  expect(await store.apply(blank)).toBe(false)
  expect(await store.apply({ ...blank, waiting: 1 })).toBe(true)
})

test('what another page has stored since keeps its sum: a picture that was found to differ is read anew by whoever comes next', async () => {
  const { device } = await store.load()
  const blank = { deviceId: '', fromCursor: null, device: { ...device, id: 'd', cursor: 'c1', summed: 5 }, page: null, said: [], now: 1, requeueAfter: null, waiting: 0, fork: false, forget: [] }
  await store.apply(blank)
  await store.apply({ ...blank, deviceId: 'd', fromCursor: 'c0', device: { ...blank.device, cursor: null, summed: 9, differed: 1, odd: 1 } })
  const now = (await store.load()).device
  expect([now.cursor, now.summed, now.differed]).toEqual(['c1', 5, undefined])
})

test('a new identity owes everything again, and what this history had taken is not laid over its picture twice', async () => {
  await store.enqueue([note(1), note(2), note(3), note(4)], [])
  const { device } = await store.load()
  const known = { ...device, id: 'd', epoch: 'e', cursor: 'c', settled: 1, whole: true }
  const said = [
    { opId: id(1), verdict: 'applied' as const, reason: '' },
    { opId: id(2), verdict: 'applied' as const, reason: '' },
    { opId: id(3), verdict: 'parked' as const, reason: 'not_assignee' },
  ]
  const blank = { deviceId: '', fromCursor: null, device: known, page: null, said, now: 1, requeueAfter: null, waiting: 4, fork: false, forget: [] }
  await store.apply(blank)
  const anew = { ...known, id: null, settled: 0 }
  await store.apply({ ...blank, deviceId: 'd', fromCursor: 'c', device: anew, said: [], fork: true })
  const { queue } = await store.load()
  const shown = (seen: typeof anew) => queue.filter((op) => unsettled(op, { ...begin('test'), device: seen })).map((op) => op.cseq)
  expect(queue.map((op) => [op.cseq, op.verdict])).toEqual([1, 2, 3, 4].map((n) => [n, null]))
  expect(shown(anew)).toEqual([3, 4])
  expect(shown({ ...anew, whole: false })).toEqual([2, 3, 4]) // in the middle of catching up the second may not be in it yet
  expect(shown({ ...anew, epoch: 'another' })).toEqual([1, 2, 3, 4]) // a restored server may have lost it
})

test('each person has a memory of their own', () => {
  expect(nameOf('org', 'a')).not.toBe(nameOf('org', 'b'))
})

describe('the loop on this store', () => {
  test('twenty seeded days of loss, restore and killed pages', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const disk = await openStore(`day:${seed}`, () => {})
      const lab = new Lab(seed, disk, settled)
      const dice = seeded(seed + 1000)
      await lab.open()
      await lab.pass(3000)
      lab.trouble = { lostRequest: 0.3, lostReply: 0.3 }
      for (let step = 0; step < 14; step++) {
        const what = dice()
        if (what < 0.6) await lab.note()
        else if (what < 0.7) lab.server.save()
        else if (what < 0.8) lab.server.restore()
        else await lab.open()
        await lab.pass(dice() * 20_000)
      }
      lab.trouble = { lostRequest: 0, lostReply: 0 }
      await lab.pass(1_200_000)
      const made = Array.from({ length: lab.made }, (_, n) => id(n + 1))
      expect(lab.server.state.notes.map((one) => one.id), `seed ${seed}`).toEqual(made)
      await lab.open()
      const sync = lab.page?.sync()
      const shown = sync ? viewer(ME)(sync, new Map()).orders[0]?.shown.order.notes : []
      expect(shown?.map((one) => one.id) ?? [], `seed ${seed}`).toEqual(made)
      lab.page?.stop()
      disk.close()
    }
  }, 60_000)
})

/** The store answers in real time; virtual time waits for it. */
async function settled(): Promise<void> {
  for (let n = 0; n < 6; n++) await new Promise<void>((done) => setImmediate(done))
}
