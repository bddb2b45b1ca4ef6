import { expect, test } from 'vitest'
import { NOT_DECIDED } from '../../../engine/details'
import { STANDARD } from '../../../engine/spending'
import { shownOnPhone } from '../../../testing/build'
import { partsWait, type Kept } from '../../../platform/allowance'
import type { PhoneState } from '../../../engine/model'
import { beyond, spending, weekLeft } from './limit'

const NOW = Date.parse('2026-11-24T02:00:00Z')
const one = (id: string, parts_fen: number, granted = 0) => ({
  order: { ...shownOnPhone().order, id, fees: { ...shownOnPhone().order.fees, parts_fen }, approvals: granted ? [{ ...NOT_DECIDED, id: 'a', fen: granted, words: '', photo: null, asked_at: '', asked_by: '', asked_name: '', state: 'granted' as const }] : [] },
  authority: STANDARD,
})
const given = (left_fen: number, counted: Record<string, number> = {}, until = '2026-11-26T02:00:00Z'): Kept => ({ allowance: { device_id: 'd', left_fen, order_fen: 20_000, until }, counted })

test('the week is what the allowance says, less what was used since it was given', () => {
  expect(weekLeft(one('a', 5_000), [one('b', 2_000)], given(30_000, { a: 5_000 }), NOW)).toBe(28_000)
  expect(weekLeft(one('a', 5_000), [], given(3_000), NOW)).toBe(0)
  expect(weekLeft(one('a', 5_000, 5_000), [], given(3_000), NOW)).toBe(3_000) // what was granted is nobody's allowance
})

test('a lapsed allowance allows nothing; before the first one the phone counts what it knows', () => {
  expect(weekLeft(one('a', 0), [], given(30_000, {}, '2026-11-24T02:00:00Z'), NOW)).toBeNull()
  expect(beyond(spending(one('a', 0), [], given(30_000, {}, '2026-11-24T01:00:00Z'), NOW), 100)).toBe(100)
  expect(weekLeft(one('a', 12_000), [one('b', 8_000)], null, NOW)).toBe(40_000)
})

test('198 of 200 yuan are used: 15 more go 13 beyond it, of the order and not of the week', () => {
  const spent = spending(one('a', 19_800), [], given(50_000, { a: 19_800 }), NOW)
  expect(spent).toMatchObject({ limit: 20_000, left: 200, week: 50_000 })
  expect(beyond(spent, 1_500)).toBe(1_300)
  expect(beyond(spent, 200)).toBe(0)
  expect(beyond(spending(one('b', 0), [], given(900), NOW), 1_500)).toBe(600) // the week is nearer than the order
})

test('while a part waits on this phone no new allowance is asked for, or it would be given twice', () => {
  const waits = (kind: string, state: string) => partsWait({ outbox: [{ kind, state }] } as unknown as PhoneState)
  expect([waits('part.add', 'waiting'), waits('part.quantity', 'sent'), waits('part.add', 'confirmed'), waits('note.add', 'waiting')]).toEqual([true, true, false, false])
})
