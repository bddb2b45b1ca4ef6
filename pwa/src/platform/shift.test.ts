/** "All work is safe" is said only when it is. */
import { expect, test } from 'vitest'
import { id } from '../testing/build'
import { DROPBOX, type Queued } from '../engine/outbox'
import { summed } from '../engine/receipt'
import { safe } from './shift'

const op = (n: number, of: Partial<Queued> = {}): Queued => ({ cseq: n, raw: '', op: { op_id: id(n) } as never, bytes: 0, verdict: 'applied', reason: '', answeredAt: 1, ...of })
const told = (...ns: number[]) => ({ digest: summed(ns.map(id)), last_cseq: ns.length })

test('when everything was answered, the sums agree and no photo is missing', () => {
  expect(safe([op(1), op(2)], '0', told(1, 2), 0)).toBe(true)
  expect(safe([op(2)], summed([id(1)]), told(1, 2), 0)).toBe(true)
})

test('not while something waits, a photo is missing, or the sums differ', () => {
  expect(safe([op(1), op(2, { verdict: null })], '0', told(1), 0)).toBe(false)
  expect(safe([op(1), op(2)], '0', told(1, 2), 1)).toBe(false)
  expect(safe([op(1), op(2)], '0', told(1, 3), 0)).toBe(false)
})

test('not by a server that went back in time and agrees with what it still knows', () => {
  expect(safe([op(1), op(2)], '0', told(1), 0)).toBe(false)
})

test('what lies in the drop-box is with the office', () => {
  expect(safe([op(1), op(2, { verdict: 'held', reason: DROPBOX })], '0', told(1), 0)).toBe(true)
})
