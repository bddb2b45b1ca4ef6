/**
 * The loop against a server and a network that do everything a server and a network may do: no operation is lost,
 * none counts twice, none waits for ever, and what the phone shows is what the server holds.
 */
import { describe, expect, test } from 'vitest'
import { id, ME } from '../testing/build'
import { Lab } from '../testing/lab'
import { MemoryStore } from '../testing/memory-store'
import { summed } from './receipt'
import { begin, type Effect, NO_DEVICE, step, type Sync } from './sync'
import { unsettled, viewer } from './view'

const microtasks = async () => {
  for (let n = 0; n < 12; n++) await Promise.resolve()
}
const HOUR = 3_600_000

function lab(seed: number): { lab: Lab; store: MemoryStore } {
  const store = new MemoryStore()
  return { lab: new Lab(seed, store, microtasks), store }
}

const notesOf = (one: Lab) => {
  const page = one.page
  if (!page) return []
  return viewer(ME)(page.sync(), new Map()).orders[0]?.shown.order.notes.map((note) => note.id) ?? []
}

async function day(seed: number): Promise<void> {
  const { lab: one, store } = lab(seed)
  await one.open()
  await one.pass(5000)
  one.trouble = { lostRequest: 0.3, lostReply: 0.3 }
  let shown: string[] = []
  for (let step = 0; step < 40; step++) {
    const dice = one.chance()
    if (dice < 0.55) await one.note()
    else if (dice < 0.65) one.server.save()
    else if (dice < 0.7) one.server.restore()
    else if (dice < 0.8) await one.open()
    else one.page?.trigger('online')
    await one.pass(one.chance() * 30_000)
    const now = notesOf(one)
    expect(now, `seed ${seed}: a note that was shown stays shown`).toEqual(expect.arrayContaining(shown))
    shown = now
  }
  one.trouble = { lostRequest: 0, lostReply: 0 }
  await one.pass(HOUR)
  const made = Array.from({ length: one.made }, (_, n) => id(n + 1))
  expect(one.server.state.notes.map((note) => note.id), `seed ${seed}: each once, in order`).toEqual(made)
  expect(store.queue.filter((op) => op.verdict === null), `seed ${seed}: nothing waits`).toEqual([])
  expect(notesOf(one), `seed ${seed}: shown as held`).toEqual(made)
}

describe('lost requests, lost replies, killed pages, servers restored from backup', () => {
  test.each([1, 2, 3, 4])('fifty seeded days (%i)', { timeout: 60_000 }, async (block) => {
    for (let seed = block * 100; seed < block * 100 + 50; seed++) await day(seed)
  })
})

test('work made before the phone was ever enrolled is sent after it', async () => {
  const { lab: one } = lab(7)
  one.trouble = { lostRequest: 1, lostReply: 0 }
  await one.open()
  for (let n = 0; n < 5; n++) await one.note()
  await one.pass(10_000)
  one.trouble = { lostRequest: 0, lostReply: 0 }
  one.page?.trigger('online')
  await one.pass(10_000)
  expect(one.server.state.notes).toHaveLength(5)
})

test('one operation on which the server fails goes to the drop-box and the rest arrives', async () => {
  const { lab: one, store } = lab(9)
  await one.open()
  await one.pass(2000)
  one.server.poison.add(id(2))
  for (let n = 0; n < 4; n++) await one.note()
  await one.pass(2 * HOUR)
  expect(one.server.boxed).toHaveLength(1)
  expect(one.server.state.notes.map((note) => note.id)).toEqual([id(1), id(3), id(4)])
  expect(store.queue.find((op) => op.op.op_id === id(2))).toMatchObject({ verdict: 'held', reason: 'dropbox' })
})

test('a refused session stops sending and keeps the queue; a new one sends it', async () => {
  const { lab: one, store } = lab(11)
  await one.open()
  await one.pass(2000)
  const exchange = one.wire.exchange
  one.wire.exchange = () => Promise.resolve({ is: 'refused', status: 401, code: 'token_expired', retryAfterMs: null })
  await one.note()
  await one.pass(HOUR)
  expect(one.page?.sync().needsLogin).toBe(true)
  expect(store.queue.filter((op) => op.verdict === null)).toHaveLength(1)
  one.wire.exchange = exchange
  one.page?.tell({ is: 'signed_in' })
  await one.pass(5000)
  expect(one.server.state.notes).toHaveLength(1)
})

test('a request that never returns is given up by the watchdog', async () => {
  const { lab: one, store } = lab(13)
  await one.open()
  await one.pass(2000)
  const exchange = one.wire.exchange
  one.wire.exchange = () => new Promise(() => {})
  await one.note()
  await one.pass(60_000)
  one.wire.exchange = exchange
  await one.pass(200_000)
  expect(store.logged).toContain('watchdog')
  expect(one.server.state.notes).toHaveLength(1)
})

test('a refusal that comes after the watchdog says nothing of the request under way', async () => {
  const { lab: one } = lab(14)
  await one.open()
  await one.pass(2000)
  const refuse: (() => void)[] = []
  one.wire.exchange = () => new Promise((done) => refuse.push(() => done({ is: 'refused', status: 413, code: 'batch_too_large', retryAfterMs: null })))
  await one.note()
  await one.pass(130_000)
  expect(refuse).toHaveLength(2)
  refuse[0]?.()
  await one.pass(100)
  one.page?.tell({ is: 'refused', status: 429, code: 'too_many_requests', retryAfterMs: 5000, late: true }) // but who asks for time is given it
  expect(one.page?.sync().asked).toBeGreaterThan(one.now)
  expect([one.page?.sync().poison, one.page?.sync().flight?.cseqs]).toEqual([null, [1]])
  refuse[1]?.()
  await one.pass(100)
  expect(one.page?.sync().poison?.times).toBe(5)
})

test('a store that was cloned to another phone gets an identity of its own', async () => {
  const { lab: one, store } = lab(15)
  await one.open()
  await one.pass(2000)
  await one.note()
  await one.pass(5000)
  const device = store.device.id
  // The twin sent two operations under the same numbers; this phone knows nothing of them.
  one.server.state.devices.set(device ?? '', 3)
  await one.note()
  await one.pass(20_000)
  expect(store.device.id).not.toBe(device)
  expect(one.server.state.notes.map((note) => note.id)).toEqual([id(1), id(2)])
})

test('a parked operation is shown as parked and leaves the picture once the server has shown its own', async () => {
  const { lab: one } = lab(17)
  await one.open()
  await one.pass(2000)
  one.server.parks.add(id(1))
  await one.note()
  expect(notesOf(one)).toEqual([id(1)])
  await one.pass(5000)
  const page = one.page
  const [view] = page ? viewer(ME)(page.sync(), new Map()).orders : []
  expect(view?.parked.map((item) => item.opId)).toEqual([id(1)])
  expect(view?.shown.order.notes).toEqual([])
})

test('a whole shift of operations goes in few requests', async () => {
  const { lab: one } = lab(19)
  await one.open()
  await one.pass(2000)
  let requests = 0
  const exchange = one.wire.exchange
  one.wire.exchange = (body, signal) => {
    requests += 1
    return exchange(body, signal)
  }
  for (let n = 0; n < 450; n++) await one.note()
  await one.pass(10_000)
  expect(one.server.state.notes).toHaveLength(450)
  expect(requests).toBeLessThanOrEqual(4)
})

test('a hint that comes while an exchange is under way is followed by another exchange', () => {
  const at = { now: 1000, luck: 0.5 }
  const told = { changes: [], cursor: 'c', digest: null, more: false, reset: false }
  const body = { epoch: 'e', now: 1000, dev: { last_cseq: 0, settled_cseq: 0, expected: null, fork: false, receipt: '' }, results: [], pull: told, limits: { ops: 200, bytes: 262_144, retry_after_ms: 0 }, upgrade: '' }
  const enrolled = { ...begin('build'), device: { ...NO_DEVICE, id: 'device', epoch: 'e' } }
  const exchanges = (effects: readonly Effect[]) => effects.filter((one) => one.do === 'exchange').length
  for (const hinted of [true, false]) {
    const [flying, first] = step(enrolled, { ...at, is: 'leader', leader: true })
    const [now] = hinted ? step(flying, { ...at, is: 'trigger', why: 'hint' }) : [flying]
    const [kept] = step(now, { ...at, is: 'answer', body, sentAt: 900, cursor: null })
    const [, next] = step(kept, { ...at, is: 'stored' })
    expect([exchanges(first), exchanges(next)]).toEqual([1, hinted ? 1 : 0])
  }
})

test('a captive portal that answers everything with JSON enrols nobody and takes nothing over', async () => {
  const { lab: one, store } = lab(12)
  const { enrol, dropbox } = one.wire
  const portal = () => Promise.resolve({ is: 'answer', body: { login: 'hotel' } } as never)
  Object.assign(one.wire, { enrol: portal, dropbox: portal })
  await one.open()
  await one.note()
  await one.pass(60_000)
  expect(store.device.id).toBeNull()
  Object.assign(one.wire, { enrol })
  one.server.poison.add(id(1))
  await one.pass(2 * HOUR)
  expect(store.queue.map((op) => op.verdict)).toEqual([null])
  Object.assign(one.wire, { dropbox })
  await one.pass(2 * HOUR)
  expect(one.server.boxed).toHaveLength(1)
})

test('an answer whose page comes too late settles nothing: what it would have shown stays laid over', () => {
  const device = { ...NO_DEVICE, id: 'd', epoch: 'e', cursor: 'newer', settled: 1 }
  const before = { ...begin('test'), device, leader: true }
  const pull = { cursor: 'later', more: false, reset: false, changes: [], digest: null }
  const body = { epoch: 'e', now: 0, dev: { last_cseq: 3, settled_cseq: 3, expected: null, fork: false, receipt: '' }, results: [], pull, limits: { ops: 200, bytes: 1, retry_after_ms: 0 } }
  const late = step(before, { is: 'answer', body, sentAt: 0, cursor: 'older', now: 1, luck: 0 } as never)[0]
  expect([late.device.cursor, late.device.settled]).toEqual(['newer', 1])
  const timely = step(before, { is: 'answer', body, sentAt: 0, cursor: 'newer', now: 1, luck: 0 } as never)[0]
  expect([timely.device.cursor, timely.device.settled]).toEqual(['later', 3])
  const more = { ...body, pull: { ...pull, more: true } }
  const middle = step(before, { is: 'answer', body: more, sentAt: 0, cursor: 'newer', now: 1, luck: 0 } as never)[0]
  expect(middle.device.settled).toBe(1) // in the middle of a catch-up nothing more is settled
})

test('a clock that jumps by years makes the phone forget nothing that a restored server would have to be told again', () => {
  const op = { cseq: 1, raw: '{}', op: { op_id: id(1) }, bytes: 2, verdict: 'applied', reason: '', answeredAt: 1000 }
  const device = { ...NO_DEVICE, id: 'd', epoch: 'e', cursor: 'c', acked: 1, settled: 1 }
  const before = { ...begin('test'), device, leader: true, queue: [op] as never }
  const pull = { cursor: 'c', more: false, reset: false, changes: [], digest: null }
  const body = (now: number) => ({ epoch: 'e', now, dev: { last_cseq: 1, settled_cseq: 1, expected: null, fork: false, receipt: '' }, results: [], pull, limits: { ops: 200, bytes: 1, retry_after_ms: 0 } })
  const heard = (now: number, clock: number) => step(before, { is: 'answer', body: body(now), sentAt: clock, cursor: 'c', now: clock, luck: 0 } as never)[0]
  const years = 2 * 365 * 24 * HOUR
  expect(heard(2000, years).queue).toHaveLength(1)
  expect(heard(1000 + 14 * 24 * HOUR, 0).queue).toHaveLength(0)
})

test('a clock that is set back by years stops nothing: no pause, no poll, no watch over a request', () => {
  const years = 2 * 365 * 24 * HOUR
  const device = { ...NO_DEVICE, id: 'd', epoch: 'e', cursor: 'c', lastOk: years }
  const resting = { ...begin('test'), device, leader: true, pullWanted: false, notBefore: years }
  expect(step(resting, { is: 'tick', now: 0, luck: 0 })[1].map((one) => one.do)).toContain('exchange')
  const flying = { ...resting, flight: { what: 'exchange' as const, cseqs: [], since: years } }
  expect(step(flying, { is: 'tick', now: 0, luck: 0 })[1].map((one) => one.do)).toContain('abort')
  const op = { cseq: 1, raw: '{}', op: { op_id: id(1) }, bytes: 2, verdict: null, reason: '', answeredAt: null }
  const stuck = { ...resting, queue: [op] as never, poison: { opId: id(1), times: 5, since: years } }
  expect(step(stuck, { is: 'tick', now: 0, luck: 0 })[1].map((one) => one.do)).toContain('dropbox')
  expect(step(flying, { is: 'trigger', why: 'online', now: 0, luck: 0 })[1]).toEqual([{ do: 'wake', at: 120_000 }])
})

test('a server with another history is owed everything again, whatever its last number is and whichever it misses', () => {
  const op = { cseq: 1, raw: '{}', op: { op_id: id(1) }, bytes: 2, verdict: 'applied', reason: '', answeredAt: 1000 }
  const device = { ...NO_DEVICE, id: 'd', epoch: 'before', cursor: 'c', acked: 1, settled: 1 }
  const now = { ...begin('test'), device, leader: true, queue: [op] as never }
  const pull = { cursor: 'c2', more: false, reset: true, changes: [], digest: null }
  const heard = (epoch: string, expected: number | null = null) => {
    const body = { epoch, now: 2000, dev: { last_cseq: 2, settled_cseq: 0, expected, fork: false }, results: [], pull, limits: { ops: 200, bytes: 1, retry_after_ms: 0 } }
    return step(now, { is: 'answer', body, sentAt: 0, cursor: 'c', now: 1, luck: 0 } as never)[0].queue.map((one) => one.verdict)
  }
  expect([heard('before'), heard('after'), heard('after', 3)]).toEqual([['applied'], [null], [null]])
})

test('what a restored server proves to know is not laid over its picture, though it is owed again; without proof it is', () => {
  const op = { cseq: 1, raw: '{}', op: { op_id: id(1) }, bytes: 2, verdict: 'applied', reason: '', answeredAt: 1000 }
  const device = { ...NO_DEVICE, id: 'd', epoch: 'before', cursor: 'c', acked: 1, settled: 1 }
  const now = { ...begin('test'), device, leader: true, queue: [op] as never }
  const pull = { cursor: 'c2', more: false, reset: true, changes: [], digest: null }
  const heard = (receipt: string) => {
    const body = { epoch: 'after', now: 2000, dev: { last_cseq: 1, settled_cseq: 1, expected: null, fork: false, receipt }, results: [], pull, limits: { ops: 200, bytes: 1, retry_after_ms: 0 } }
    const next = step(now, { is: 'answer', body, sentAt: 0, cursor: 'c', now: 1, luck: 0 } as never)[0]
    return next.queue.map((one) => [one.verdict, unsettled(one, next)])
  }
  expect(heard(summed([id(1)]))).toEqual([[null, false]])
  expect(heard(summed([id(2)]))).toEqual([[null, true]]) // the number stands for something else there
  expect(heard('')).toEqual([[null, true]]) // an older server proves nothing
})

test('a phone keeps its numbers and its identity until the new ones are on the disk', () => {
  const device = { ...NO_DEVICE, id: 'd', epoch: 'e', cursor: 'c', acked: 1, settled: 1 }
  const [next, effects] = step({ ...begin('test'), device, leader: true }, { is: 'refused', status: 404, code: 'device_unknown', retryAfterMs: null, now: 1, luck: 0 })
  expect(next.device).toEqual(device)
  const stored = effects.find((one) => one.do === 'store')
  expect(stored?.do === 'store' && [stored.patch.fork, stored.patch.device.id, stored.patch.device.forkOf, stored.patch.device.settled]).toEqual([true, null, 'd', 0])
})

test('while a stream says when something moves, the phone asks seldom, and often again when it ends', () => {
  const stood = { ...begin('test'), leader: true, pullWanted: false, device: { ...NO_DEVICE, id: 'd', lastOk: 0 } }
  const wake = (state: Sync, now: number) => step(state, { is: 'tick', now, luck: 0.5 })[1]
  const followed = step(stood, { is: 'around', around: { hinted: true }, now: 0, luck: 0.5 })[0]
  expect(wake(followed, 60_000)).toEqual([{ do: 'wake', at: 660_000 }])
  expect(wake(followed, 600_000).map((one) => one.do)).toContain('exchange')
  expect(step(followed, { is: 'trigger', why: 'hint', now: 1, luck: 0.5 })[1].map((one) => one.do)).toContain('exchange')
  const alone = step(followed, { is: 'around', around: { hinted: false }, now: 70_000, luck: 0.5 })
  expect(alone[1]).toEqual([{ do: 'wake', at: 130_000 }])
  expect(wake(alone[0], 130_000).map((one) => one.do)).toContain('exchange')
})

test('what could not be stored is read again before anything more is said to the server, however often reading fails', () => {
  const at = { now: 1000, luck: 0.5 }
  const dos = (effects: readonly Effect[]) => effects.map((one) => one.do)
  const failed = { ...at, is: 'refused' as const, status: 0, code: 'storage', retryAfterMs: null }
  const op = { cseq: 1, raw: '{}', op: { op_id: id(1) }, bytes: 2, verdict: null, reason: '', answeredAt: null } as never
  const device = { ...NO_DEVICE, id: 'd', epoch: 'e', cursor: 'c' }
  const heard = { ...begin('test'), leader: true, device: { ...device, acked: 1 }, queue: [], flight: { what: 'store' as const, cseqs: [], since: 0 } }
  const [waiting, first] = step(heard, failed)
  expect(dos(first)).toEqual(['wake'])
  const [reading, second] = step(waiting, { is: 'tick', now: 60_000, luck: 0.5 })
  expect(dos(second)).toEqual(['reload', 'wake'])
  const [again] = step(reading, { ...failed, now: 60_100 })
  const [more, third] = step(again, { is: 'tick', now: 120_000, luck: 0.5 })
  expect(dos(third)).toEqual(['reload', 'wake'])
  const [read, fourth] = step(more, { ...at, now: 120_100, is: 'loaded', stored: { device, queue: [op], book: new Map() } })
  expect(dos(fourth)).toEqual(['exchange', 'wake'])
  expect(read.flight?.cseqs).toEqual([1])
})
