/** The phone's picture against the server's sum: asked for rarely, read anew where it differs, told to the office; work is not touched. */
import { expect, test } from 'vitest'
import { id } from '../testing/build'
import type { Change, ExchangeAnswer } from '../wire/types.gen'
import { compared, EVERY_MS, pictured, sumDue } from './picture'
import { begin, type Device, type Effect, NO_DEVICE, step, type Sync } from './sync'

const MINUTE = 60_000
const row: Change = { t: 'photo', id: 'p1', wo: 'wo-1', ver: 3, op: 'put', d: {} }
const op = { cseq: 1, raw: '{}', op: { op_id: id(1), kind: 'note.add', work_order: 'wo-1' }, bytes: 2, verdict: null, reason: '', answeredAt: null }
const fresh = (): Sync => ({ ...begin('test'), device: { ...NO_DEVICE, id: 'd', epoch: 'e', cursor: 'c' }, leader: true, queue: [op] as never })

/** The bodies of the exchanges among some effects. */
const bodies = (effects: readonly Effect[]) => effects.flatMap((one) => (one.do === 'exchange' ? [JSON.parse(one.body) as { pull: { cursor: string | null; digest: boolean }; differed: number; ops: unknown[] }] : []))

function answered(sync: Sync, now: number, digest: string | null, changes: readonly Change[] = [row], more = false): [Sync, Effect[]] {
  const pull = { cursor: `c${now}`, more, reset: sync.device.cursor === null, changes: [...changes], digest }
  const body: ExchangeAnswer = { epoch: 'e', now, dev: { last_cseq: 0, settled_cseq: 0, expected: null, fork: false, receipt: '' }, results: [], pull, limits: { ops: 200, bytes: 1, retry_after_ms: 0 }, upgrade: '' }
  const [kept, first] = step({ ...sync, flight: null }, { is: 'answer', body, sentAt: now, cursor: sync.device.cursor, now, luck: 0 })
  const [next, second] = step(kept, { is: 'stored', now, luck: 0 })
  return [next, [...first, ...second]]
}

test('the sum is that of the server: kind, id and version of every row', () => {
  const book = new Map([['photo/p1', { t: 'photo', id: 'p1', wo: 'wo-1', ver: 3, d: {} }]]) as never
  expect(pictured(book)).toBe('c5fed53d0c4e2c7d')
  expect(pictured(new Map())).toBe('0000000000000000')
  const two = (ver: number) => new Map(['01a86b67-ae50-7d75-8d2b-96a428430c36', '01a86b68-de4e-7694-8c32-87c7c35b18bd'].map((name) => [name, { t: 'op_outcome', id: name, ver }])) as never
  expect([pictured(two(0)), pictured(two(1))]).toEqual(['bb7555999f0f75ab', 'd6a47fde89ba145b']) // the version last, both were one sum
})

test('a picture that is the same is looked at again after ten minutes, and at the end of the shift', () => {
  const [first, sent] = step(fresh(), { is: 'tick', now: MINUTE * 60, luck: 0 })
  expect(bodies(sent)[0]?.pull.digest).toBe(true)
  const same = pictured(new Map([['photo/p1', { ...row }]]) as never)
  const [next, effects] = answered(first, MINUTE * 60, same)
  expect([next.device.cursor, next.device.differed, bodies(effects)[0]?.pull.digest]).toEqual([`c${MINUTE * 60}`, 0, false])
  const asks = (why: 'timer' | 'shift', now: number) => bodies(step({ ...next, flight: null }, { is: 'trigger', why, now, luck: 0 })[1])[0]?.pull.digest
  expect([asks('timer', MINUTE * 69), asks('timer', MINUTE * 70), asks('shift', MINUTE * 61)]).toEqual([false, true, true])
})

test('a picture that differs is read anew from nothing; work and journal stay, and the next exchange says so', () => {
  const [next, effects] = answered(fresh(), MINUTE * 60, 'ffffffffffffffff')
  const patch = effects.flatMap((one) => (one.do === 'store' ? [one.patch] : []))[0]
  expect([patch?.device.cursor, patch?.forget, patch?.requeueAfter]).toEqual([null, [], null])
  expect(effects).toContainEqual({ do: 'log', what: 'picture differed' })
  expect(bodies(effects)[0]).toMatchObject({ pull: { cursor: null, digest: false }, differed: 1, ops: [{ cseq: 1 }] })
  const [healed] = answered(next, MINUTE * 61, null)
  expect([healed.book.size, healed.queue.length, healed.device.cursor]).toEqual([1, 1, `c${MINUTE * 61}`])
})

test('in the middle of a catch-up nothing is compared', () => {
  const [next] = answered(fresh(), MINUTE * 60, null, [row], true)
  expect(next.device.summed).toBeUndefined()
})

test('a difference that stays is looked at ever more rarely, and a good picture forgives it', () => {
  let device: Device = { ...NO_DEVICE, cursor: 'c' }
  const pauses = []
  for (let n = 0; n < 12; n++) {
    device = { ...device, ...compared(device, new Map(), 'other', 0) }
    let pause = EVERY_MS
    while (!sumDue(device, pause)) pause *= 2
    pauses.push(pause / EVERY_MS)
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 256, 256, 256])
  expect(compared(device, new Map(), '0000000000000000', 5)).toEqual({ summed: 5, differed: 12, odd: 0 })
})
