/** A phone that was reported lost: its picture is gone at the next contact, its work is handed over, and nothing of the person is lost. */
import 'fake-indexeddb/auto'
import { expect, test, vi } from 'vitest'
import { DROPBOX } from '../engine/outbox'
import { written } from '../engine/protocol'
import { run } from '../engine/run'
import { NO_DEVICE, type Patch } from '../engine/sync'
import type { Upload } from '../engine/uploads'
import { id, ME, shownOnPhone } from '../testing/build'
import { lost, REVOKED } from './lost'
import { openStore } from './store'

const upload = (sha256: string, state: Upload['state']): Upload => ({ sha256, size: 4, mime: 'image/jpeg', workOrder: 'wo-1', state, offset: 0, failures: 0, notBefore: 0, takenAt: 0, presentAt: null })
const noteOf = (n: number) => ({ opId: id(n), raw: written({ opId: id(n), kind: 'note.add', actor: ME.id, at: { wall: 0, boot: '', mono: 0, tz: '', off_ms: 0, unc_ms: 0 }, workOrder: 'wo-1', seen: '', base: {}, args: { id: id(n), text: 'x', at: '2026-11-02T05:00:00Z' } }) })
const until = (told: () => unknown) => vi.waitFor(async () => expect(await told()).toBe(true), { timeout: 10_000 })
let count = 0
let asked = 0

/** A phone with a picture, two photos and three updates that nobody has, whose session has ended. */
async function aPhone() {
  const store = await openStore(`lost-${++count}`, () => {})
  const row = { t: 'work_order' as const, id: 'wo-1', wo: 'wo-1', ver: 1, d: shownOnPhone({}) }
  const patch: Patch = { deviceId: '', fromCursor: null, device: { ...NO_DEVICE, id: 'd', epoch: 'e', cursor: 'c' }, page: { clear: false, puts: [row], dels: [], revoked: [] }, said: [], now: 0, requeueAfter: null, waiting: 0, fork: false, forget: [] }
  await store.apply(patch)
  await store.enqueue([1, 2, 3].map(noteOf), [upload('sent', 'present'), upload('unsent', 'fresh')].map((one) => ({ upload: one, parts: [new ArrayBuffer(4)] })))
  const { device, queue, book } = await store.load()
  const refused = () => Promise.resolve({ is: 'refused' as const, status: 401, code: 'unauthenticated', retryAfterMs: null })
  const wire = { enrol: refused, exchange: refused, dropbox: refused, part: () => Promise.reject(new Error('none')) }
  const world = { now: () => 1000, luck: () => 0, after: () => () => undefined }
  const running = run({ store, wire, world, build: 'test', stored: { device, queue, book }, changed: () => {}, read: () => {}, moved: () => {}, cutter: () => ({ signal: { aborted: false }, abort: () => {} }) })
  running.tell({ is: 'leader', leader: true })
  await until(() => running.sync().needsLogin)
  return { store, running, watch: lost(running, store) }
}

/** A house that says whether the phone still stands; `takes` of what it leaves. */
function aHouse(revoked: boolean, takes: number): string[] {
  const left: string[] = []
  vi.stubGlobal('fetch', (path: string, { body }: { body: string }) => {
    if (path.endsWith('/standing')) return (asked++, Promise.resolve(Response.json({ revoked })))
    if (left.length >= takes) return Promise.reject(new TypeError('Failed to fetch'))
    left.push(body)
    return Promise.resolve(Response.json({ id: `drop ${left.length}` }, { status: 202 }))
  })
  return left
}

test('what the server had shown is gone, what only this phone has stays, and unsent work is handed over', async () => {
  const left = aHouse(true, 99)
  const { store, running, watch } = await aPhone()
  watch.look(0)
  await until(async () => (await store.load()).queue.filter((one) => one.reason === DROPBOX).length === 3)
  const after = await store.load()
  expect([after.book.size, after.device.cursor, running.sync().book.size]).toEqual([0, null, 0])
  expect([await store.bytes('sent', 0, 4), (await store.bytes('unsent', 0, 4))?.byteLength]).toEqual([null, 4])
  expect(left).toEqual([1, 2, 3].map((n) => noteOf(n).raw))
  expect(after.queue.map((one) => [one.verdict, one.reason])).toEqual(Array(3).fill(['held', DROPBOX]))
  expect(running.sync().error).toBe(REVOKED)
})

test('what could not be handed over goes the next time, and the picture is gone already', async () => {
  const first = aHouse(true, 1)
  const { store, watch } = await aPhone()
  watch.look(0)
  watch.look(10)
  await until(async () => (await store.load()).queue.filter((one) => one.reason === DROPBOX).length === 1)
  expect([first.length, (await store.load()).book.size]).toEqual([1, 0])
  const second = aHouse(true, 99)
  watch.look(61_000)
  await until(async () => (await store.load()).queue.filter((one) => one.reason === DROPBOX).length === 3)
  expect(second).toEqual([2, 3].map((n) => noteOf(n).raw))
})

test('a phone whose session merely ended keeps everything', async () => {
  asked = 0
  const left = aHouse(false, 99)
  const { store, watch } = await aPhone()
  watch.look(0)
  await until(() => asked === 1)
  const { book, queue } = await store.load()
  expect([book.size, queue.filter((one) => one.verdict === null).length, left]).toEqual([1, 3, []])
})

test('whoever signs in on it again begins with a new name, and what was handed over is not sent twice', async () => {
  aHouse(true, 99)
  const { store, running, watch } = await aPhone()
  watch.look(0)
  await until(async () => (await store.load()).queue.filter((one) => one.reason === DROPBOX).length === 3)
  running.tell({ is: 'signed_in' })
  await until(async () => (await store.load()).device.id === null)
  const { device, queue } = await store.load()
  expect([device.id, device.forkOf, queue.map((one) => one.cseq)]).toEqual([null, 'd', [0, 0, 0]])
})
