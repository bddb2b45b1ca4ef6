/** The day by keyboard and in pixels: what an arrow chooses, what a row is tinted, what a mark says. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Consequence, DayRow, WhatIf } from '../../../wire/types.gen'
import { fitOf, landing, lanes, markOf, scaleOf, shownRows, step, target, type Block } from './model'

const at = (minutes: number): string => new Date(Date.UTC(2026, 10, 2, 2, minutes)).toISOString()

const block = (id: string, from: number, to: number, more: Partial<Block> = {}): Block => ({
  work_order_id: id, number: id, fault: 'PLB-02', zh: '漏水', en: 'Leak', label: '1201', community: 'YQL', priority: 'P1', status: 'accepted', version: 1,
  leads: true, movable: true, done: false, leave: at(from), start: at(from), finish: at(to), travel_s: 0, metres: 0, due_at: null, late_s: 0,
  window_start: null, window_end: null, quiet: null, marks: [], ...more,
})

const row = (id: string, ...blocks: Block[]): DayRow => ({
  technician_id: id, code: id, team: '', state: 'free', communities: ['YQL'], shift: [at(-60), at(600)], break_until: null, blocks, on_hold: 0, travel_s: 0, metres: 0, late_s: 0, lapsing: [],
})

describe('the day', () => {
  it('gives every visit a line of its own where visits overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 90 })), { maxLength: 12 }), (drawn) => {
        const blocks = drawn.map(([from, long], n) => block(String(n), from, from + long)).sort((a, b) => a.start.localeCompare(b.start))
        const { lane, count } = lanes(blocks)
        expect(Math.max(0, ...lane)).toBeLessThan(count)
        for (const [n, one] of blocks.entries())
          for (const [m, other] of blocks.entries())
            if (n < m && lane[n] === lane[m]) expect(one.finish <= other.start).toBe(true)
      }),
    )
  })

  it('places a later moment further right and never outside', () => {
    const scale = scaleOf({ since: at(0), until: at(600) })
    fc.assert(fc.property(fc.integer({ min: -999, max: 1999 }), fc.integer({ min: 0, max: 500 }), (m, more) => {
      const [x, later] = [scale.x(at(m)), scale.x(at(m + more))]
      expect(x).toBeGreaterThanOrEqual(0)
      expect(later).toBeLessThanOrEqual(scale.width)
      expect(later).toBeGreaterThanOrEqual(x)
    }))
  })

  it('steps along a row and to the visit nearest in time of the next row that has one', () => {
    const rows = [row('a', block('1', 0, 40), block('2', 120, 160)), row('b'), row('c', block('3', 0, 30), block('4', 110, 150))]
    expect(step(rows, '1', 'right')).toBe('2')
    expect(step(rows, '1', 'left')).toBe('1')
    expect(step(rows, '2', 'down')).toBe('4')
    expect(step(rows, '3', 'up')).toBe('1')
    expect(step(rows, null, 'down')).toBe('1')
  })

  it('never offers an order to whoever has it already', () => {
    const rows = [row('a', block('1', 0, 40)), row('b'), row('c')]
    expect(target(rows, 'a', null, 1)).toBe('b')
    expect(target(rows, 'a', 'b', 1)).toBe('c')
    expect(target(rows, 'b', 'c', -1)).toBe('a')
    expect(target([rows[0] as DayRow], 'a', null, 1)).toBeNull()
  })

  it('shows only rows with trouble when asked, and always the one that is selected', () => {
    const rows = [row('a', block('1', 0, 40, { marks: ['late'] })), row('b', block('2', 0, 40)), row('c')]
    expect(shownRows(rows, '', 'trouble', null).map((one) => one.code)).toEqual(['a'])
    expect(shownRows(rows, '', 'trouble', '2').map((one) => one.code)).toEqual(['a', 'b'])
    expect(shownRows(rows, 'BJY', 'everyone', null)).toEqual([])
  })

  it('tells the law from a rule and a rule from being late', () => {
    const own = { technician_id: 'a', code: 'a', travel_s: 0, metres: 0, late_s: 0, delays: [] }
    const one: Consequence = { technician_id: 'a', code: 'a', against: [], legal: false, block: block('1', 0, 40), own, cost_s: 1 }
    expect(fitOf(one)).toBe('good')
    expect(fitOf({ ...one, block: block('1', 0, 40, { late_s: 60 }) })).toBe('late')
    expect(fitOf({ ...one, own: { ...own, delays: [{ number: '2', by_s: 300, late_s: 60 }] } })).toBe('late')
    expect(fitOf({ ...one, against: [{ code: 'load', facts: {} }] })).toBe('ruled')
    expect(fitOf({ ...one, against: [{ code: 'cert_missing', facts: {} }], legal: true })).toBe('law')
  })

  it('lands a quick drop with the order that was dropped and with no other', () => {
    const own = { technician_id: 'a', code: 'a', travel_s: 0, metres: 0, late_s: 0, delays: [] }
    const one: Consequence = { technician_id: 'a', code: 'a', against: [], legal: false, block: block('1', 0, 40), own, cost_s: 1 }
    const said = (order: string) => ({ data: { work_order_id: order, number: order, version: 1, at: at(0), holder: null, items: [one] } satisfies WhatIf, problem: null })
    const quick = { order: '1', technician: 'a' }
    expect(landing(quick, '1', { data: null, problem: null })).toBeUndefined()
    expect(landing(quick, '1', said('1'))).toBe(one)
    expect(landing(quick, '2', said('2'))).toBeNull()
    expect(landing(quick, '2', { data: null, problem: null })).toBeNull()
    expect(landing(quick, '1', { data: null, problem: new Error('offline') })).toBeNull()
    expect(landing({ order: '1', technician: 'b' }, '1', said('1'))).toBeNull()
  })

  it('reads a mark with its certificate and its day', () => {
    expect(markOf('cert_expired:C-ELE-LV:2026-11-02')).toEqual({ key: 'cert', code: 'C-ELE-LV', day: '2026-11-02' })
    expect(markOf('late')).toEqual({ key: 'late', code: '', day: '' })
  })
})
