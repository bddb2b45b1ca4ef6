/** A proposal beside today: what counts as better, which moves come first, which days change. */
import { describe, expect, it } from 'vitest'
import { byWeight, changedDays, figures, type DayPlan, type Move } from './model'

const totals = (metres: number, late: number) => ({ cost_s: 0, travel_s: 60, metres, late, late_s: 0, unassigned: 0 })
const move = (number: string, why: string, gain_s: number): Move => ({ work_order_id: number, number, version: 1, before: null, before_code: '', after: 't', after_code: 'T', start_before: null, start_after: '2026-11-02T02:00:00Z', gain_s, why })
const day = (code: string, ...orders: string[]): DayPlan => ({ technician_id: code, code, legs: orders.map((id) => ({ work_order_id: id, number: id, start: '2026-11-02T02:00:00Z', finish: '2026-11-02T03:00:00Z', travel_s: 0, late_s: 0, metres: 0, cost_s: 0 })), travel_s: 0, late_s: 0 })

describe('a proposal', () => {
  it('is better where it is less, worse where it is more, and neither where nothing changed', () => {
    const by = new Map(figures({ before: totals(1000, 2), after: totals(900, 3) }).map((one) => [one.key, one.better]))
    expect([by.get('km'), by.get('late'), by.get('time')]).toEqual([true, false, null])
  })

  it('tells first of work that nobody had, then of promises kept, then by worth', () => {
    const moves = byWeight([move('n1', 'nearer', 900), move('n2', 'nearer', 100), move('r', 'rescued', 1), move('u', 'unassigned', 0)])
    expect(moves.map((one) => one.number)).toEqual(['u', 'r', 'n1', 'n2'])
  })

  it('shows only the days that become other days', () => {
    const pairs = changedDays({ days_before: [day('A', '1', '2'), day('B', '3')], days_after: [day('A', '1'), day('B', '3'), day('C', '2')] })
    expect(pairs.map((pair) => pair.code)).toEqual(['A', 'C'])
    expect(pairs[1]?.before).toBeNull()
  })
})
