/** The loop and the lane joined: what one page of a phone kept, another one brings to its end. */
import { expect, test } from 'vitest'
import { id, ME } from '../testing/build'
import { MemoryStore } from '../testing/memory-store'
import { Server } from '../testing/server'
import { written } from '../engine/protocol'
import type { Upload } from '../engine/uploads'
import { atWork } from './at-work'

const PHOTO: Upload = { sha256: 'a'.repeat(64), size: 4, mime: 'image/jpeg', workOrder: 'wo-1', state: 'fresh', offset: 0, failures: 0, notBefore: 0, takenAt: 0, presentAt: null }
const NOTE = written({
  opId: id(1),
  kind: 'note.add',
  actor: ME.id,
  at: { wall: 0, boot: '', mono: 0, tz: '', off_ms: 0, unc_ms: 0 },
  workOrder: 'wo-1',
  seen: '',
  base: {},
  args: { id: id(1), text: 'below the photo', at: new Date(0).toISOString() },
})

async function aPage(store: MemoryStore, mayTravel = () => true) {
  const server = new Server()
  const arrived: string[] = []
  const wire = {
    enrol: () => Promise.resolve({ is: 'answer' as const, body: server.enrol() }),
    exchange: (body: string) => Promise.resolve(server.exchange(body, 0)),
    dropbox: () => Promise.reject(new Error('nothing is poisonous')),
    part: (_: unknown, upload: Upload) => {
      arrived.push(upload.sha256)
      return Promise.resolve({ status: 200, offset: upload.size, retryAfterMs: null, tookMs: 1 })
    },
  }
  const world = { now: () => 0, luck: () => 0.5, after: () => () => undefined }
  const cutter = () => ({ signal: { aborted: false }, abort: () => undefined })
  const work = atWork({ store, wire, world, build: 'test', loaded: await store.load(), cutter, mayTravel, changed: () => undefined, moved: () => undefined })
  work.running.tell({ is: 'leader', leader: true })
  return { work, arrived }
}

const settled = async () => {
  for (let n = 0; n < 60; n++) await Promise.resolve()
}

test('bytes that another page kept before it was closed are carried by the page that leads', async () => {
  const store = new MemoryStore()
  const { work, arrived } = await aPage(store)
  await settled()
  await store.enqueue([{ opId: id(1), raw: NOTE }], [{ upload: PHOTO, parts: [new ArrayBuffer(4)] }]) // and it says nothing of it
  work.triggered('manual')
  await settled()
  expect(work.running.sync().queue.map((one) => one.verdict)).toEqual(['applied'])
  expect(arrived).toEqual([PHOTO.sha256])
})

test('what could not be read when another page spoke is read before the next word to the server', async () => {
  const store = new MemoryStore()
  const { work, arrived } = await aPage(store)
  await settled()
  const load = store.load.bind(store)
  store.load = () => Promise.reject(new DOMException('simulated', 'AbortError'))
  await store.enqueue([{ opId: id(1), raw: NOTE }], [{ upload: PHOTO, parts: [new ArrayBuffer(4)] }])
  await expect(work.heard()).rejects.toThrow('simulated')
  store.load = load
  work.triggered('manual')
  await settled()
  expect(work.running.sync().queue.map((one) => one.verdict)).toEqual(['applied'])
  expect(arrived).toEqual([PHOTO.sha256])
})

test('where bytes may not travel updates go all the same, and the photos as soon as they may', async () => {
  const store = new MemoryStore()
  let may = false
  const { work, arrived } = await aPage(store, () => may)
  await settled()
  await work.keep([{ opId: id(1), raw: NOTE }], [{ upload: PHOTO, parts: [new ArrayBuffer(4)] }])
  work.triggered('manual')
  await settled()
  expect(work.running.sync().queue.map((one) => one.verdict)).toEqual(['applied'])
  expect(arrived).toEqual([])
  may = true
  work.lane.kick()
  await settled()
  expect(arrived).toEqual([PHOTO.sha256])
})
