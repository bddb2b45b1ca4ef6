/** What the outbox promises: order, both limits, nothing forgotten too early, nothing decided twice. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anOperation, id } from '../testing/build'
import type { Verdict } from '../wire/types.gen'
import { acknowledged, answer, DROPBOX, forgettable, KEEP, nextBatch, type Queued, rewind, ROOM } from './outbox'
import { renumber } from '../testing/memory-store'
import { pause } from './pause'

const make = (n: number, bytes = 100): Queued[] =>
  Array.from({ length: n }, (_, at) => ({ ...anOperation(at + 1, 'visit.depart', {}), bytes }))
const say = (n: number, verdict: Verdict) => ({ opId: id(n), verdict, reason: '' })
const numbers = (ops: readonly Queued[]) => ops.map((op) => op.cseq).join()

test('a batch keeps the order made and both limits, and an oversize operation goes alone', () => {
  expect(nextBatch(make(500))).toHaveLength(200)
  expect(nextBatch(make(5, 400_000))).toHaveLength(2)
  expect(numbers(nextBatch(make(3, 9_000_000)))).toBe('1')
  expect(numbers(nextBatch(answer(make(3), [say(2, 'parked')], 0)))).toBe('1,3')
})

test('a final verdict stands, a held one may change, a stranger is ignored', () => {
  const first = answer(make(2), [say(1, 'applied'), say(2, 'held')], 5)
  const later = answer(first, [say(1, 'parked'), say(2, 'merged'), say(9, 'applied')], 9)
  expect(later.map((op) => [op.verdict, op.answeredAt])).toEqual([['applied', 5], ['merged', 9]])
})

test('nothing is forgotten before it is settled and two weeks old', () => {
  const queue = answer(make(3), [say(1, 'applied'), say(2, 'applied')], 0)
  expect(forgettable(queue, 3, KEEP - 1)).toEqual([])
  expect(numbers(forgettable(queue, 1, KEEP))).toBe('1')
  expect(numbers(forgettable(queue, 3, KEEP))).toBe('1,2')
})

test('twenty megabytes are kept at most: the oldest that are settled go first, whatever their age', () => {
  const large = answer(make(6, ROOM / 4), [1, 2, 3, 4, 5].map((n) => say(n, 'applied')), 0)
  expect(numbers(forgettable(large, 5, 1))).toBe('1')
  expect(numbers(forgettable(large, 4, 1))).toBe('')
  const huge = answer(make(6, ROOM / 2), [1, 2, 3, 4, 5].map((n) => say(n, 'applied')), 0)
  expect(numbers(forgettable(huge, 5, 1))).toBe('1,2,3')
})

test('a server that remembers up to 2 is owed 3 again, and only 3', () => {
  const done = answer(make(3), [1, 2, 3].map((n) => say(n, 'applied')), 0)
  expect(numbers(nextBatch(rewind(done, 2)))).toBe('3')
})

test('what lies in the drop-box is never sent again, under any identity', () => {
  const boxed = answer(make(3), [{ opId: id(2), verdict: 'held', reason: DROPBOX }], 0)
  expect(numbers(nextBatch(rewind(boxed, 0)))).toBe('1,3')
  expect(numbers(nextBatch(renumber(boxed)))).toBe('1,2')
})

test('pauses grow, stay under five minutes and are spread', () => {
  expect([pause(0, 0.5), pause(3, 0.5), pause(30, 0.5)]).toEqual([500, 4000, 150_000])
})

const verdicts = fc.constantFrom<Verdict>('applied', 'merged', 'superseded', 'parked', 'held')
const words = fc.array(fc.record({ n: fc.integer({ min: 1, max: 12 }), verdict: verdicts }), { maxLength: 30 })

test('an answer that comes twice changes nothing the second time, whatever came in between', () => {
  fc.assert(
    fc.property(words, words, (first, between) => {
      const said = first.map(({ n, verdict }) => say(n, verdict)).filter((one) => one.verdict !== 'held')
      const once = answer(make(12), said, 1)
      const twice = answer(answer(once, between.map(({ n, verdict }) => say(n, verdict)), 2), said, 3)
      for (const op of once) if (op.verdict !== null) expect(twice.find((one) => one.cseq === op.cseq)?.verdict).toBe(op.verdict)
    }),
  )
})

test('everything up to the acknowledged number is answered, and the next one is not', () => {
  fc.assert(
    fc.property(words, (said) => {
      const queue = answer(make(12), said.map(({ n, verdict }) => say(n, verdict)), 1)
      const top = acknowledged(queue, 0)
      expect(queue.filter((op) => op.cseq <= top).every((op) => op.verdict !== null)).toBe(true)
      expect(queue.find((op) => op.cseq === top + 1)?.verdict ?? null).toBe(null)
    }),
  )
})

test('a new identity numbers without holes and keeps every text', () => {
  fc.assert(
    fc.property(words, (said) => {
      const queue = answer(make(12), said.map(({ n, verdict }) => say(n, verdict)), 1)
      const again = renumber(queue)
      expect(again.map((op) => op.raw)).toEqual(queue.map((op) => op.raw))
      expect(again.map((op) => op.cseq)).toEqual(queue.map((_, at) => at + 1))
    }),
  )
})
