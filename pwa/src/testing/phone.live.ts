/**
 * The real engine, store and wire against the real server. Part of the run only when DOORSTEP_URL names one, with
 * DOORSTEP_LOGIN, DOORSTEP_PASSWORD and perhaps DOORSTEP_PHOTO (a JPEG in base64).
 */
import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { type Running, run } from '../engine/run'
import { viewer } from '../engine/view'
import { world } from '../platform/browser'
import { sha256, uuid7 } from '../platform/hash'
import { openStore } from '../platform/store'
import { type Lane, lane } from '../platform/uploader'
import { wire } from '../platform/wire'
import { type Args, type Kind, written } from '../engine/protocol'
import { expected } from '../engine/receipt'
import type { Receipt } from '../wire/types.gen'
import { api } from '../wire/request'
import { signIn } from '../wire/session'

const { DOORSTEP_URL: base, DOORSTEP_LOGIN: login = '', DOORSTEP_PASSWORD: password = '', DOORSTEP_PHOTO: photo } = process.env

const until = async (what: string, done: () => boolean) => {
  for (let n = 0; n < 400; n++) {
    if (done()) return
    await new Promise((later) => setTimeout(later, 50))
  }
  throw new Error(`waited in vain for ${what}`)
}

test('a note and a photo made offline arrive, are shown by the server, and the receipt agrees', async () => {
  const real = globalThis.fetch
  const kept = new Map<string, string>()
  Object.assign(globalThis, {
    fetch: (path: string, init: RequestInit) => real(base + path, { ...init, headers: { ...init.headers, Origin: base ?? '' } }),
    navigator: { userAgent: 'test' },
    localStorage: { getItem: () => null, setItem: (k: string, v: string) => kept.set(k, v), removeItem: (k: string) => kept.delete(k) },
  })
  const { me } = await signIn(login, password)
  const store = await openStore(`live:${uuid7()}`, () => {})
  const { device, queue, book } = await store.load()
  const ways = wire('live-test')
  const cutter = () => new AbortController()
  let lanes: Lane | null = null
  const page: Running = run({
    store,
    wire: ways,
    world,
    build: 'live-test',
    stored: { device, queue, book },
    changed: () => lanes?.kick(),
    read: (all) => lanes?.load(all),
    moved: () => {},
    cutter,
  })
  const quiet = () => !page.sync().queue.some((one) => one.verdict === null)
  lanes = lane({ store, wire: ways, world, allowed: () => quiet() && page.sync().device.id !== null, epoch: () => page.sync().device.epoch, changed: () => {} })
  const shown = viewer(me)
  const views = () => shown(page.sync(), lanes?.uploads() ?? new Map()).orders
  page.tell({ is: 'leader', leader: true })
  await until('the first picture', () => page.sync().device.cursor !== null && !page.sync().pullWanted && views().length > 0)
  const [first] = views()
  if (!first) throw new Error('no work for this technician')
  const workOrder = first.shown.order.id
  const act = async <K extends Kind>(kind: K, args: Args[K], chunks: Parameters<typeof store.enqueue>[1] = []) => {
    const at = { wall: Date.now(), boot: '', mono: 0, tz: '', off_ms: 0, unc_ms: 0 }
    const opId = uuid7()
    const raw = written({ opId, kind, actor: me.id, at, workOrder, seen: page.sync().device.cursor ?? '', base: {}, args })
    page.tell({ is: 'enqueued', ops: await store.enqueue([{ opId, raw }], chunks) })
  }
  const now = new Date().toISOString()
  const noteId = uuid7()
  await act('note.add', { id: noteId, text: '离线写的备注 "A"', at: now })
  expect(views()[0]?.shown.order.notes.some((note) => note.id === noteId)).toBe(true)
  const bytes = Uint8Array.from(atob(photo ?? ''), (letter) => letter.charCodeAt(0)).buffer
  const sha = await sha256(bytes)
  const upload = {
    sha256: sha,
    size: bytes.byteLength,
    mime: 'image/jpeg',
    workOrder,
    state: 'fresh' as const,
    offset: 0,
    failures: 0,
    notBefore: 0,
    takenAt: Date.now(),
    presentAt: null,
  }
  if (bytes.byteLength) {
    const args = { id: uuid7(), slot: 'before' as const, sha256: sha, size: bytes.byteLength, mime: 'image/jpeg', taken_at: now, width: 0, height: 0, warnings: [] }
    await act('photo.add', args, [{ upload, parts: [bytes] }])
    lanes.add(upload)
  }
  await until('the verdicts', quiet)
  page.trigger('manual')
  if (bytes.byteLength) {
    await until('the bytes', () => lanes?.uploads().get(sha)?.state === 'present')
    page.trigger('manual')
    await until('the photo', () => views().some((view) => view.photos.some((one) => one.sha256 === sha && one.server?.present)))
  }
  const told = await api<Receipt>('GET', `/sync/receipt?device_id=${page.sync().device.id}`)
  expect(told.digest).toBe(expected(page.sync().queue, page.sync().device.forgotten, told.last_cseq))
  expect(page.sync().error).toBeNull()
  page.stop()
  lanes.stop()
  store.close()
}, 60_000)
