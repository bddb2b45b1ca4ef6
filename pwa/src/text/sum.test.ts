import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fenOf, typed } from './sum'

test('a sum is read as it is typed, and nothing else is a sum', () => {
  expect([' 15 ', '15.5', '15.05', '0.01', '999999.99'].map(fenOf)).toEqual([1500, 1550, 1505, 1, 99_999_999])
  for (const none of ['', '0', '0.00', '-3', '1.234', '1e3', '12 元', '1,000', '1000000']) expect(fenOf(none)).toBeNull()
})

test('what is typed from a sum is that sum again', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 99_999_999 }), (fen) => {
    expect(fenOf(typed(fen))).toBe(fen)
  }))
})
