/** Weights in whole per cent, the narrowest rules of a place, and the incident that a call belongs to. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FaultHit, PremisesHit } from '../../../wire/edge'
import type { Incident, PolicyRow } from '../../../wire/types.gen'
import { belongsTo, gatherable, reportsOf } from '../incidents/model'
import { evened, holding, sumOf, TERMS, type Weights } from './model'

const weights = fc.tuple(...TERMS.map(() => fc.integer({ min: 0, max: 100 }))).map((drawn) => Object.fromEntries(TERMS.map((term, n) => [term, drawn[n]])) as Weights)
const row = (community_id: string, trade: string): PolicyRow => ({ community_id, trade, version: 1, active: true, policy: {} as PolicyRow['policy'], at: null, by: '', note: '' })

describe('weights', () => {
  it('come to exactly a hundred whatever was typed, and keep their order', () => {
    fc.assert(
      fc.property(weights, (drawn) => {
        const made = evened(drawn)
        expect(sumOf(made)).toBe(100)
        for (const a of TERMS) {
          expect(made[a]).toBeGreaterThanOrEqual(0)
          for (const b of TERMS) if (sumOf(drawn) > 0 && drawn[a] - drawn[b] > 5) expect(made[a]).toBeGreaterThanOrEqual(made[b] - 3)
        }
      }),
    )
  })

  it('hold where nothing narrower does', () => {
    const rows = [row('', ''), row('', 'ELE'), row('yql', ''), row('yql', 'ELE')]
    expect(holding(rows, 'yql', 'ELE')).toBe(rows[3])
    expect(holding(rows.slice(0, 3), 'yql', 'ELE')).toBe(rows[2])
    expect(holding(rows.slice(0, 2), 'yql', 'ELE')).toBe(rows[1])
    expect(holding(rows, 'bjy', 'PLB')).toBe(rows[0])
    expect(holding([], 'bjy', 'PLB')).toBeNull()
  })
})

describe('a call about something known', () => {
  const lift: Incident = { work_order_id: 'w', number: 'N1', status: 'offered', fault: 'LFT-02', community_id: 'c', zh: '', en: '', community: 'YQL', building: '3栋', label: '7号电梯', since: '', merged: 2, alike: ['a', 'b'], numbers: ['N2', 'N3'] }
  const place = (label: string, community = 'YQL') => ({ label, community }) as PremisesHit
  const fault = (code: string, area: string) => ({ code, area }) as FaultHit

  it('belongs to the incident of its building, and to what serves the whole community', () => {
    expect(belongsTo([lift], place('3栋1单元1201'), fault('LFT-02', 'common'))).toBe(lift)
    expect(belongsTo([lift], place('4栋1单元1201'), fault('LFT-02', 'common'))).toBeNull()
    expect(belongsTo([{ ...lift, building: '' }], place('4栋1单元1201'), fault('LFT-02', 'common'))).not.toBeNull()
    expect(belongsTo([{ ...lift, building: '' }], place('4栋1单元1201', 'BJY'), fault('LFT-02', 'common'))).toBeNull()
  })

  it('about a home belongs only to that home', () => {
    expect(belongsTo([lift], place('3栋1单元1201'), fault('LFT-02', 'unit'))).toBeNull()
    expect(belongsTo([lift], place('7号电梯'), fault('LFT-02', 'unit'))).toBe(lift)
  })

  it('counts every report and leaves to somebody what he has accepted', () => {
    expect(reportsOf(lift)).toBe(5)
    const orders = new Map([['a', { status: 'offered' }], ['b', { status: 'accepted' }]]) as never
    expect(gatherable(lift, orders)).toEqual(['a'])
  })
})
