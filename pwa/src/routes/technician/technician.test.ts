import { beforeEach, describe, expect, test, vi } from 'vitest'
import { NOT_DECIDED } from '../../engine/details'
import type { OutboxItem, PhoneState, PhoneView } from '../../engine/model'
import { STANDARD } from '../../engine/spending'
import { ME, shownOnPhone } from '../../testing/build'
import { speak } from '../../text'
import type { Status, WorkOrder } from '../../wire/types.gen'
import { from, later, leak, ME_ID, offered, picture, view } from '../design/stories/orders'
import { quickUntil } from './job/holds'
import { spending } from './job/limit'
import { nextStep } from './job/next'
import { assetCode, standingAt } from './job/presence'
import { whyMe } from './offer/reasons'
import { connection } from './shell/connection'
import { report } from './sync/diagnostics'
import { MUCH, partsOf, restartedAt, TOLD_MS, tooMuch } from './sync/groups'
import { dayOf } from './today/groups'

const NOW = Date.parse('2026-11-24T02:00:00Z')
const at = from(NOW)

const job = (status: Status, order: Partial<WorkOrder> = {}, photos: PhoneView['photos'] = []): PhoneView => view(leak(at, { status, ...order }), photos)
const done = (...steps: string[]): WorkOrder['checklist'] => steps.map((step) => ({ step, done: true, at: at(0), value: '1' }))
const befores = [picture('a', 'before', at(0)), picture('b', 'before', at(0))]
const afters = [picture('c', 'after', at(0)), picture('d', 'after', at(0))]

describe('the one step of a job', () => {
  test('walks from acceptance to the signature', () => {
    expect(nextStep(job('offered')).do).toBe('accept')
    expect(nextStep(job('accepted')).do).toBe('depart')
    expect(nextStep(job('en_route')).do).toBe('arrive')
    expect(nextStep(job('arrived', { checklist: done('shoe_covers', 'valve') }, befores)).do).toBe('start')
    expect(nextStep(job('in_progress', { checklist: done('shoe_covers', 'valve', 'pressure', 'clean') }, [...befores, ...afters])).do).toBe('finish')
    expect(nextStep(job('work_done')).do).toBe('sign')
    expect(nextStep(job('signed')).do).toBe('none')
    expect(nextStep(job('on_hold')).do).toBe('resume')
    expect(nextStep(job('rework')).do).toBe('rework')
  })

  test('leads to what is missing instead of refusing', () => {
    expect(nextStep(job('arrived'))).toMatchObject({ do: 'checks', before: true, n: 2, first: 'shoe_covers' })
    expect(nextStep(job('arrived', { checklist: done('shoe_covers', 'valve') }, befores.slice(1)))).toEqual({ do: 'photos', slot: 'before', n: 1 })
    expect(nextStep(job('in_progress', { checklist: done('shoe_covers', 'valve') }, befores))).toEqual({ do: 'photos', slot: 'after', n: 2 })
    expect(nextStep(job('in_progress', { checklist: done('shoe_covers', 'valve') }, [...befores, ...afters]))).toMatchObject({ do: 'checks', before: false, n: 2 })
  })

  test('does not count a photo whose bytes were lost', () => {
    const lost = befores.map((photo, n) => (n === 0 ? { ...photo, state: 'ghost' as const } : photo))
    expect(nextStep(job('arrived', { checklist: done('shoe_covers', 'valve') }, lost))).toEqual({ do: 'photos', slot: 'before', n: 1 })
  })

  test('asks for a new signature when the sheet changed', () => {
    const stale = { method: 'in_person' as const, digest: '', at: at(0), signature_id: 's', signer: '张', reason: '', stale: true }
    expect(nextStep(job('in_review', { sign_off: stale })).do).toBe('resign')
  })
})

describe('the day', () => {
  test('puts offers apart, what is in hand first, holds last', () => {
    const day = dayOf([...later(at).map((one) => view(one)), view(offered(at)), job('in_progress')], ME_ID, NOW)
    expect(day.offers.map((one) => one.shown.order.id)).toEqual(['1931'])
    expect(day.next?.shown.order.id).toBe('1907')
    expect(day.rest.at(-1)?.shown.order.status).toBe('on_hold')
  })
  test('shows nothing that belongs to somebody else', () => {
    expect(dayOf([job('accepted', { technician_id: 'other' })], ME_ID, NOW).next).toBeNull()
  })
  test('forgets what was done before yesterday', () => {
    expect(dayOf([job('closed', { updated_at: at(-3000) })], ME_ID, NOW).done).toEqual([])
  })
})

describe('the strip', () => {
  beforeEach(() => speak('en'))
  const item = (state: OutboxItem['state']): OutboxItem => ({ opId: '1', kind: 'note.add', workOrder: '1', cseq: 1, state, verdict: null, reason: '', at: NOW, resolution: null, note: '', moved: false, bytesLeft: 0 })
  const state = (phase: PhoneState['sync']['phase'], outbox: readonly OutboxItem[] = [], photos = 0) => ({ outbox, photosWaiting: { count: photos, bytes: photos * 300_000 }, sync: { phase, done: 2, total: 7, lastOk: NOW, error: null } })

  test('says the connection and the queue in words', () => {
    expect(connection(state('offline', [item('waiting'), item('sending'), item('waiting')])).text).toBe('Offline · 3 updates waiting')
    expect(connection(state('syncing')).text).toBe('Syncing 2 of 7')
    expect(connection(state('idle')).text).toMatch(/^All sent \d\d:\d\d$/)
  })
  test('never says all is sent while something waits', () => {
    expect(connection(state('idle', [item('waiting')])).text).toBe('1 update waiting')
    expect(connection(state('idle', [], 2)).text).toBe('2 photos waiting')
    expect(connection(state('idle', [item('parked')])).text).toBe('1 with the office')
  })
})

test('the sync centre loses no update and shows each once', () => {
  const states: OutboxItem['state'][] = ['waiting', 'sending', 'sent', 'confirmed', 'parked', 'held']
  const outbox = states.map((state, n): OutboxItem => ({ opId: String(n), kind: 'note.add', workOrder: '1', cseq: n, state, verdict: null, reason: '', at: 0, resolution: null, note: '', moved: false, bytesLeft: 0 }))
  const { attention, queue, recent } = partsOf(outbox)
  expect([...attention, ...queue, ...recent].map((one) => one.opId).sort()).toEqual(outbox.map((one) => one.opId))
})

test('a restart of sync is told of for a day, and nothing else is', () => {
  const log = [{ at: 1000, what: 'watchdog' }, { at: 2000, what: 'watchdog' }, { at: 3000, what: 'exchange: 503 busy' }]
  expect(restartedAt(log, 4000)).toBe(2000)
  expect(restartedAt(log, 2000 + TOLD_MS)).toBeNull()
  expect(restartedAt(log.slice(2), 4000)).toBeNull()
})

test('the sync log says how things stand and what happened, and nothing of anybody\'s work', () => {
  vi.stubGlobal('__BUILD__', 'b1')
  const note = 'the key is under the mat'
  const outbox: OutboxItem[] = [{ opId: '1', kind: 'note.add', workOrder: '1', cseq: 1, state: 'waiting', verdict: null, reason: '', at: 0, resolution: null, note, moved: false, bytesLeft: 0 }]
  const text = report({ me: ME, sync: { phase: 'trouble', done: 0, total: 1, lastOk: 0, error: 'busy' }, outbox, photosWaiting: { count: 2, bytes: 900 }, storage: { usage: 1, quota: 9, persisted: true }, clock: { off: 5, unc: 2 } }, [{ at: 1000, what: 'watchdog' }])
  for (const said of ['build: b1', 'error: busy', 'updates: 1 waiting', 'photos: 2 waiting, 900 bytes', '1970-01-01T00:00:01.000Z watchdog']) expect(text).toContain(said)
  expect(text).not.toContain(note)
})

test('two thousand updates or five hundred photos are too much for one phone', () => {
  expect([tooMuch(MUCH.updates, MUCH.photos), tooMuch(2001, 0), tooMuch(0, 501)]).toEqual([false, true, true])
})

test('presence is within 80 m of the door, known to 100 m', () => {
  const door = { lat: 30.5735, lng: 104.0621 }
  expect(standingAt(door, { lat: 30.5736, lng: 104.0621 }, 20).fence).toBe('in')
  expect(standingAt(door, { lat: 30.5736, lng: 104.0621 }, 140).fence).toBe('vague')
  expect(standingAt(door, { lat: 30.5835, lng: 104.0621 }, 20).fence).toBe('far')
})

test('a code on a door is read from its address or as it is', () => {
  expect(assetCode('https://doorstep.example/report/k3f9?x=1')).toBe('k3f9')
  expect(assetCode(' YQL-L07 ')).toBe('YQL-L07')
})

test('tomorrow at nine is nine where the community is, over a change of clocks too', () => {
  expect(new Date(quickUntil('tomorrow9', NOW, 'Asia/Shanghai')).toISOString()).toBe('2026-11-25T01:00:00.000Z')
  const eve = Date.parse('2026-10-24T12:00:00Z') // London leaves summer time in the night
  expect(new Date(quickUntil('tomorrow9', eve, 'Europe/London')).toISOString()).toBe('2026-10-25T09:00:00.000Z')
})

test('the spending limit is the company\'s, counts parts only, and what was granted is not counted', () => {
  const left = (parts_fen: number, granted = 0): number => {
    const fees = { labour_fen: 99_999, parts_fen, surcharge_fen: 0, currency: 'CNY' }
    const approvals = granted ? [{ ...NOT_DECIDED, state: 'granted' as const, id: 'a', fen: granted, words: '', asked_at: '', asked_by: '', asked_name: '', photo: null }] : []
    return spending({ order: { ...shownOnPhone().order, fees, approvals }, authority: STANDARD }).left
  }
  expect(left(19_800)).toBe(200)
  expect(left(21_300)).toBe(-1300)
  expect(left(21_300, 1500)).toBe(200)
})

test('every term of a score has a sentence', () => {
  for (const code of ['skill', 'travel', 'load', 'familiarity', 'slack', 'fairness', 'staleness']) {
    expect(whyMe({ code, raw: 2, unit: '', weight: 0.1, u: 1, cost_s: 0 }, { trade: 'PLB', min_level: 3 })?.title).toBeTruthy()
  }
  expect(whyMe({ code: 'new_term', raw: 2, unit: '', weight: 0.1, u: 1, cost_s: 0 }, { trade: 'PLB', min_level: 3 })).toBeNull()
})
