/** The phone as screens use it, without any network: durable at once, the same after a restart. */
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Patch } from '../engine/sync'
import { NO_DEVICE } from '../engine/sync'
import { id, ME, shownOnPhone } from '../testing/build'
import { anOffice } from '../testing/unsealed'
import { sha256 } from './hash'
import { nameOf } from './idb'
import { openPhone, type Phone } from './phone'
import { openStore } from './store'

let phone: Phone
let count = 0
let me = ME

beforeEach(async () => {
  const page = new EventTarget()
  const document = Object.assign(new EventTarget(), { visibilityState: 'hidden' })
  const listening = { addEventListener: page.addEventListener.bind(page), removeEventListener: page.removeEventListener.bind(page) }
  const fetch = () => Promise.reject(new TypeError('Failed to fetch'))
  Object.assign(globalThis, { document, fetch, navigator: { userAgent: 'test' }, __BUILD__: 'test', ...listening })
  me = { ...ME, id: `tech-${++count}` }
  await served({ technician_id: me.id })
  phone = await openPhone(me)
})
afterEach(() => phone.close())

/** What the server said before the network went away. */
async function served(order: Parameters<typeof shownOnPhone>[0]): Promise<void> {
  const store = await openStore(nameOf(me.org, me.id), () => {})
  const row = { t: 'work_order' as const, id: 'wo-1', wo: 'wo-1', ver: 1, d: shownOnPhone(order) }
  const page = { clear: false, puts: [row], dels: [], revoked: [] }
  const device = { ...NO_DEVICE, id: 'd', epoch: 'e', cursor: 'c' }
  const patch: Patch = { deviceId: '', fromCursor: null, device, page, said: [], now: 0, requeueAfter: null, waiting: 0, fork: false, forget: [] }
  await store.apply(patch)
  store.close()
}

const status = () => phone.state.get().orders[0]?.shown.order.status
const jpeg = (seed: number) => new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 900 }, (_, n) => (n * seed) % 256)])])

test('an action is shown as soon as it is stored, and waits in the outbox', async () => {
  await phone.act('visit.depart', 'wo-1', {})
  expect(status()).toBe('en_route')
  expect(phone.state.get().outbox).toMatchObject([{ kind: 'visit.depart', workOrder: 'wo-1', cseq: 1, verdict: null }])
  expect(phone.state.get().orders[0]?.pending).toBe(1)
})

test('a double tap is one operation', async () => {
  await Promise.all([phone.act('visit.depart', 'wo-1', {}, { opId: id(1) }), phone.act('visit.depart', 'wo-1', {}, { opId: id(1) })])
  expect(phone.state.get().outbox).toHaveLength(1)
})

test('a photo is stored with its operation, shown from this phone, and both survive a restart', async () => {
  const taken = await phone.photo('wo-1', 'before', jpeg(7), { takenAt: Date.parse('2026-11-02T05:00:00Z') })
  expect(taken).toMatchObject({ slot: 'before', state: 'on_phone', workOrderId: 'wo-1' })
  expect(taken.sha256).toBe(await sha256(await jpeg(7).arrayBuffer()))
  expect(await phone.photoUrl(taken.sha256)).toMatch(/^blob:/)
  await phone.close()
  phone = await openPhone(me)
  expect(phone.state.get().orders[0]?.photos).toMatchObject([{ id: taken.id, state: 'on_phone' }])
  expect(phone.state.get().photosWaiting).toEqual({ count: 1, bytes: 904 })
})

test('an action with a photo at the door is one transaction of two operations', async () => {
  const presence = { method: 'door_photo' as const, at: '2026-11-02T05:00:00Z', position: null, accuracy_m: null, proof: 'photo-1' }
  await phone.act('visit.arrive', 'wo-1', { presence }, { photos: [{ blob: jpeg(3), meta: { id: id(5) } }] })
  expect(phone.state.get().outbox.map((item) => item.kind)).toEqual(['photo.add', 'visit.arrive'])
  expect([status(), phone.state.get().orders[0]?.photos[0]?.id]).toEqual(['arrived', id(5)])
})

test('orders that nothing touched are the same value, so that their screens do not draw again', async () => {
  const before = phone.state.get().orders[0]
  await phone.act('report.add', '', { id: id(9), premises: 'YQL-03-2-1201', words: '楼道灯不亮', at: '2026-11-02T05:00:00Z' })
  expect(phone.state.get().orders[0]).toBe(before)
})

test('a declined offer leaves the list, its operation stays in the outbox', async () => {
  await phone.act('visit.hand_back', 'wo-1', { reason: '缺件' })
  expect(phone.state.get().orders).toEqual([])
  expect(phone.state.get().outbox).toHaveLength(1)
})

test('unsent work leaves as a file with its photos that only the office can open', async () => {
  const office = await anOffice()
  vi.stubGlobal('localStorage', { getItem: () => JSON.stringify(office.key) })
  await phone.photo('wo-1', 'after', jpeg(5))
  const file = await phone.exportQueue()
  expect(await file.text()).not.toContain('photo.add')
  const text = await office.opened(file)
  const end = text.indexOf(10)
  const head = JSON.parse(new TextDecoder().decode(text.slice(0, end)))
  expect(head).toMatchObject({ doorstep: 1, actor: me.id, device_id: 'd', ops: [{ cseq: 1 }], blobs: [{ size: 904 }] })
  expect(text.slice(end + 1)).toEqual(new Uint8Array(await jpeg(5).arrayBuffer()))
})

test('what no server would ever take is refused before it is stored', async () => {
  const text = 'x'.repeat(400_000)
  await expect(phone.act('note.add', 'wo-1', { id: id(1), text, at: '2026-11-02T05:00:00Z' })).rejects.toThrow(RangeError)
  expect(phone.state.get().outbox).toEqual([])
})
