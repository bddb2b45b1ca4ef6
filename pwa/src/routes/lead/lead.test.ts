import { describe, expect, test } from 'vitest'
import { at } from '../../testing/office'
import type { OrderDetail, Photo, ReviewItem } from '../../wire/types.gen'
import { awaits, findings, grouped, moved, onSite, pairs, pinAt, under, WHOLE, zoomed } from './model'

const photo = (id: string, slot: string, minutes: number, given: Partial<Photo> = {}): Photo => ({ id, org_id: 'o', work_order_id: 'w', slot, sha256: id, taken_at: at(minutes), by: 't', by_role: 'technician', position: null, accuracy_m: null, present: true, quality: null, flags: [], retracted_at: null, version: 1, shot: '', ...given })
const detail = (order: object = {}): OrderDetail => ({ order: { flags: [], presence: { method: 'fence', at: at(-50) }, clocks: { arrived_at: at(-49), fixed_at: at(-8) }, sign_off: null, ...order }, fault: { before_photos: 1, after_photos: 1 }, timeline: [] }) as unknown as OrderDetail

describe('the evidence', () => {
  test('pairs before and after in the order they were taken; withdrawn ones are gone', () => {
    const shown = pairs([photo('b2', 'before', -40), photo('a1', 'after', -9), photo('b1', 'before', -45), photo('x', 'after', -8, { retracted_at: at(-7) })])
    expect(shown.map((pair) => [pair.before?.id, pair.after?.id])).toEqual([['b1', 'a1'], ['b2', undefined]])
  })

  test('what the machine noticed is said once, what is missing too', () => {
    const seen = photo('a', 'after', -9, { flags: ['seen_before'], quality: { warnings: ['dark'] } as never })
    expect(findings(detail({ flags: ['very_late', 'seen_before'] }), [seen])).toEqual(['dark', 'missing_photo', 'seen_before', 'very_late'])
    expect(findings(detail({ presence: null }), [seen, photo('b', 'before', -45)])).toContain('off_fence')
    expect(findings(detail(), [photo('b', 'before', -45), photo('a', 'after', -9)])).toEqual([])
  })

  test('work cannot be approved while bytes are still on a phone', () => {
    expect(awaits([photo('a', 'after', -9, { present: false })])).toBe(true)
    expect(awaits([photo('a', 'after', -9, { present: false, retracted_at: at(-1) })])).toBe(false)
  })

  test('time on site runs from the proof of presence to the end of the work', () => {
    expect(onSite(detail())).toBe(42 * 60_000)
    expect(onSite(detail({ clocks: { arrived_at: null, fixed_at: null } }))).toBeNull()
  })
})

describe('the lens', () => {
  test('keeps the point under the pointer where it is', () => {
    const view = zoomed(WHOLE, 2.5, 0.3, 0.8)
    expect(under(view, 0.3, 0.8).x).toBeCloseTo(0.3, 9)
    expect(under(view, 0.3, 0.8).y).toBeCloseTo(0.8, 9)
  })

  test('never leaves the picture and never goes below the whole of it', () => {
    expect(zoomed(WHOLE, 0.2, 0.5, 0.5)).toEqual(WHOLE)
    const view = moved(zoomed(WHOLE, 4, 0.5, 0.5), 9, -9)
    expect(view).toMatchObject({ x: 0, y: -3 })
    expect(zoomed(WHOLE, 1000, 0, 0).scale).toBe(8)
  })
})

test('a spot belongs to the photo: in ten-thousandths of it, and nowhere outside of it', () => {
  expect(pinAt('a', 0.4, 0.62)).toEqual({ photo: 'a', x: 4000, y: 6200, words: '' })
  expect(pinAt('a', -0.01, 0.5)).toBeNull()
  expect(pinAt('a', 0.5, 1.001)).toBeNull()
})

test('the queue: what speaks for looking, what was drawn, the rest; nothing is lost and no group is empty', () => {
  const item = (id: string, risk: number, look: boolean) => ({ id, risk, look }) as unknown as ReviewItem
  const made = grouped([item('a', 70, true), item('b', 10, true), item('c', 10, false), item('d', 40, true)])
  expect(made.map((group) => [group.name, group.items.map((one) => one.id).join('')])).toEqual([['look', 'ad'], ['sample', 'b'], ['rest', 'c']])
  expect(grouped([])).toEqual([])
})
