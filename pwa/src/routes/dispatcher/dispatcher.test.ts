import { describe, expect, test } from 'vitest'
import { aRow, aTechnician, at, NOON } from '../../testing/office'
import type { Board, Candidate } from '../../wire/types.gen'
import { seen } from './age'
import { cluster, type Dot } from './cluster'
import { found, EVERYTHING, matches, readFilter, shownOrders, tally, writeFilter, type BoardFilter } from './filters'
import { parseArgs, sides, type ParkedItem } from '../office/inbox'
import { asGeoJson, fitting, readPlan, unworld, world } from './plan'
import { filled, NOTHING, openBoard, told, type Doors } from './store'
import { boxOf, homeGround } from './surface'
import { ahead, bars, breaksRule, ruledOut } from './why'

describe('the filter of the board', () => {
  test('is its address and the address is the filter', () => {
    const filter: BoardFilter = { q: '3栋 漏', community: 'YQL', stage: 'waiting', mood: 'late', priority: 'P1', technician: 't1', sort: 'newest' }
    expect(readFilter(writeFilter(filter, 'w1'))).toEqual(filter)
    expect(writeFilter(EVERYTHING, null).toString()).toBe('')
  })

  test('takes nonsense in an address for the default', () => expect(readFilter(new URLSearchParams('s=x&h=y&p=P9&sort=z'))).toEqual(EVERYTHING))

  test('finds by every word, in number, place, fault and code', () => {
    const row = aRow({ technician: 'T-PLB-03' })
    for (const q of ['yql-0001', '1201', '渗漏 3栋', 'leak', 'plb-03']) expect(matches(row, { ...EVERYTHING, q }, NOON), q).toBe(true)
    expect(matches(row, { ...EVERYTHING, q: '渗漏 9栋' }, NOON)).toBe(false)
  })

  test('leaves out what is over and counts the rest', () => {
    const rows = [aRow({ id: 'a' }), aRow({ id: 'b', status: 'closed' }), aRow({ id: 'c', status: 'in_progress', health: { clock: 'fix', due_at: at(-1), state: 'ok' } })]
    expect(shownOrders(rows, EVERYTHING, NOON).map((row) => row.id)).toEqual(['c', 'a'])
    expect(tally(rows, NOON)).toMatchObject({ all: 2, waiting: 1, underway: 1, late: 1 })
  })
})

describe('a position', () => {
  test('fades with its age and is never shown as live when it is old', () => {
    expect(seen(aTechnician(), NOON).trust).toBe('live')
    const ageing = seen(aTechnician({ position_at: at(-10) }), NOON)
    expect(ageing.trust).toBe('ageing')
    expect(ageing.opacity).toBeLessThan(1)
    expect(seen(aTechnician({ position_at: at(-21) }), NOON).trust).toBe('stale')
    expect(seen(aTechnician({ position: null }), NOON)).toMatchObject({ trust: 'unknown', at: null })
  })
})

describe('clusters', () => {
  const dot = (id: string, x: number, y: number, z = 2): Dot => ({ id, x, y, z })

  test('hold every dot exactly once, the most urgent in front', () => {
    const dots = Array.from({ length: 60 }, (_, n) => dot(`w${n}`, (n * 37) % 300, (n * 53) % 200, n % 4))
    const groups = cluster(dots, 38)
    expect(groups.flatMap((group) => group.ids).sort()).toEqual(dots.map((one) => one.id).sort())
    for (const group of groups) expect(group.key).toBe(group.ids[0])
  })

  test('do not change when the map is moved', () => {
    const dots = Array.from({ length: 40 }, (_, n) => dot(`w${n}`, (n * 29) % 260, (n * 71) % 240))
    const moved = dots.map((one) => ({ ...one, x: one.x - 133.7, y: one.y + 71.3 }))
    expect(cluster(moved, 38).map((group) => group.ids)).toEqual(cluster(dots, 38).map((group) => group.ids))
  })

  test('far ones stay apart', () => expect(cluster([dot('a', 0, 0), dot('b', 39, 0)], 38)).toHaveLength(2))
})

describe('the plan', () => {
  const square = [[[104, 30], [104.01, 30], [104.01, 30.01], [104, 30]]]
  const text = JSON.stringify({ type: 'FeatureCollection', features: [
    { type: 'Feature', properties: { kind: 'building', name: '3栋' }, geometry: { type: 'Polygon', coordinates: square } },
    { type: 'Feature', properties: { kind: 'road' }, geometry: { type: 'LineString', coordinates: square[0] } },
    { type: 'Feature', properties: { kind: 'sauna' }, geometry: { type: 'Point', coordinates: [104, 30] } },
    { type: 'Feature', properties: null, geometry: null },
  ] })

  test('is read with its kinds; what it does not know is something else', () => expect(readPlan({ code: 'YQL', plan: text }).map((one) => [one.kind, one.shape, one.label])).toEqual([['building', 'area', '3栋'], ['road', 'line', ''], ['other', 'point', '']]))
  test('that cannot be read is left out', () => expect([readPlan({ code: 'A', plan: '{' }), readPlan({ code: 'A', plan: '' }), readPlan({ code: 'A', plan: '[]' })]).toEqual([[], [], []]))
  test('goes to the map as it came', () => expect(asGeoJson(readPlan({ code: 'YQL', plan: text })).features.map((one) => one.geometry.type)).toEqual(['Polygon', 'MultiLineString', 'Point']))

  test('a place on the earth and on the screen are the same place', () => {
    const place = { lat: 30.5735, lng: 104.0621 }
    const { x, y } = world(place, 16)
    expect(unworld(x, y, 16).lat).toBeCloseTo(place.lat, 9)
    expect(unworld(x, y, 16).lng).toBeCloseTo(place.lng, 9)
  })

  test('a box fits with a margin', () => {
    const box = { west: 104, south: 30, east: 104.01, north: 30.01 }
    const { zoom } = fitting(box, 800, 600)
    const [nw, se] = [world({ lat: box.north, lng: box.west }, zoom), world({ lat: box.south, lng: box.east }, zoom)]
    expect(se.x - nw.x).toBeLessThanOrEqual(800 - 2 * 48 + 1)
    expect(se.y - nw.y).toBeLessThanOrEqual(600 - 2 * 48 + 1)
  })

  test('the board opens on the town with the orders, not on the whole earth', () => {
    const places = [{ code: 'YQL', position: { lat: 30.57, lng: 104.06 } }, { code: 'WTY', position: { lat: 30.59, lng: 104.05 } }, { code: 'LDW', position: { lat: 51.5, lng: -0.02 } }]
    expect(homeGround(places, new Map([['YQL', 4]])).map((one) => one.code)).toEqual(['YQL', 'WTY'])
    expect(boxOf(places.slice(0, 1), [])).toMatchObject({ south: expect.closeTo(30.5685, 6) })
    expect(homeGround([], new Map())).toEqual([])
  })
})

describe('the live board', () => {
  const board = (...orders: Board['orders'][number][]): Board => ({ at: at(0), orders, technicians: [aTechnician()], communities: [] })

  test('an older row does not undo a newer one', () => {
    const state = told(filled(NOTHING, board(aRow({ version: 3 })), NOTHING, NOON), 'order', aRow({ version: 2, status: 'reported' }), NOON)
    expect(state.orders.get('w1')?.version).toBe(3)
  })

  test('what was said while the board was read is not lost', () => {
    const before = filled(NOTHING, board(aRow({ version: 1 })), NOTHING, NOON)
    const during = told(told(before, 'order', aRow({ version: 5 }), NOON), 'order', aRow({ id: 'new' }), NOON)
    const after = filled(during, board(aRow({ version: 2 })), before, NOON)
    expect(after.orders.get('w1')?.version).toBe(5)
    expect(after.orders.has('new')).toBe(true)
  })

  test('nobody eligible is an alert once, and goes when somebody is found', () => {
    const alert = { code: 'dispatch.nobody_eligible', facts: { reasons: { skill_missing: 3 } }, work_order_id: 'w1' }
    const start = filled(NOTHING, board(aRow()), NOTHING, NOON)
    const alarmed = told(told(start, 'alert', alert, NOON), 'alert', alert, NOON)
    expect(alarmed.alerts).toHaveLength(1)
    expect(told(alarmed, 'order', aRow({ version: 2, technician_id: 't1' }), NOON).alerts).toEqual([])
  })

  test('an event it does not know changes nothing', () => expect(told(NOTHING, 'weather', { rain: true }, NOON).orders.size).toBe(0))

  test('is read again whenever the stream opens', async () => {
    let reads = 0
    let open: (open: boolean) => void = () => undefined
    const doors: Doors = {
      read: async () => (reads++, board(aRow())),
      listen: async (_, state) => {
        open = state
      },
      now: () => NOON,
    }
    const opened = openBoard(doors)
    open(true)
    open(false)
    open(true)
    await Promise.resolve()
    expect(reads).toBe(3)
    expect(opened.state.get().connected).toBe(true)
    opened.close()
  })
})

describe('the reasons of a choice', () => {
  const candidate = (id: string, u: readonly number[]): Candidate => ({ technician_id: id, code: id, rank: 1, score: 1, cost_s: 0, eta: at(9), travel_min: 1, open_orders: 0, flags: [], terms: u.map((value, n) => ({ code: ['skill', 'travel', 'load'][n] ?? '', raw: 0, unit: 's', weight: [0.5, 0.3, 0.2][n] ?? 0, u: value, cost_s: 0 })) })

  test('the bars of a candidate together are his score', () => {
    const total = bars(candidate('a', [1, 0.5, 0])).reduce((sum, bar) => sum + bar.share, 0)
    expect(total).toBeCloseTo(0.65, 9)
  })

  test('says where the first is ahead, largest first', () => expect(ahead(candidate('a', [1, 0.9, 0.1]), candidate('b', [0.2, 0.5, 0.9]))).toEqual(['skill', 'travel']))
  test('counts why the others were ruled out', () => expect(ruledOut({ histogram: { load: 2, skill_missing: 11 } })[0]).toEqual({ code: 'skill_missing', count: 11 }))

  test('choosing somebody who was ruled out breaks a rule', () => {
    const decision = { rejections: [{ technician_id: 't1', code: 'x', reasons: [] }] } as never
    expect(breaksRule(decision, 't1')).toBe(true)
    expect(breaksRule(decision, 't2')).toBe(false)
    expect(breaksRule(null, 't1')).toBe(false)
  })
})

describe('the parked inbox', () => {
  const item = { op_id: 'o', kind: 'visit.finish', work_order_id: 'w', reason: 'reassigned', facts: {}, args: { cause: 'AGE', action: 'REPLACE' }, by: 't1', by_code: 'T-PLB-05', made_at: at(-9), received_at: at(0), late: false, current: { order: { status: 'accepted', technician_id: 't2', cause: '', action: '' } } } as unknown as ParkedItem

  test('shows what the phone said beside what stands', () => {
    const shown = Object.fromEntries(sides(item).map((side) => [side.field, [side.phone, side.office, side.same]]))
    expect(shown['status']).toEqual(['work_done', 'accepted', false])
    expect(shown['cause']).toEqual(['AGE', '—', false])
    expect(shown['technician']).toEqual(['T-PLB-05', '≠', false])
  })

  test('an order that is gone still shows what the phone said', () => expect(sides({ ...item, current: null }).map((side) => side.office)).toEqual(['—', '—', '—', '—']))

  test('amended text is read or refused with the reason', () => {
    expect(parseArgs('{"cause":"INST"}')).toEqual({ args: { cause: 'INST' } })
    expect(parseArgs('[1]')).toHaveProperty('why')
    expect(parseArgs('{')).toHaveProperty('why')
  })
})

test('from the search box arrows step through what was found and Enter takes it', () => {
  const rows = [aRow({ id: 'a' }), aRow({ id: 'b' })]
  expect([found('ArrowDown', rows, null), found('ArrowDown', rows, 'a'), found('ArrowUp', rows, 'a'), found('Enter', rows, 'gone'), found('Enter', rows, 'b'), found('x', rows, 'a'), found('Enter', [], null)]).toEqual(['a', 'b', 'a', 'a', 'b', null, null])
})
