/** What the phone shows before the server answers. */
import { expect, test } from 'vitest'
import { anOperation, ME, shownOnPhone } from '../testing/build'
import type { Status } from '../wire/types.gen'
import { skipped, standpoint } from './lifecycle'
import type { Args, Kind } from './protocol'
import { replay, type Scene } from './reducer'

const scene = (status: Status = 'accepted'): Scene => ({
  shown: shownOnPhone({ status }),
  taken: [],
  retracted: new Set(),
  signature: null,
})
const done = <K extends Kind>(from: Scene, kind: K, args: Args[K], at?: string) =>
  replay(from, anOperation(1, kind, args, at ? { at } : {}).op, ME)
const statusOf = (one: Scene) => one.shown.order.status
const presence = { method: 'owner_code' as const, at: '2026-11-02T04:00:00Z', position: null, accuracy_m: null, proof: '1234' }
const hold = { reason: 'waiting_parts' as const, until: '2026-11-03T04:00:00Z', note: '' }

test('a visit walks through its stages', () => {
  let now = scene('offered')
  now = done(now, 'offer.accept', {})
  now = done(now, 'visit.depart', {})
  now = done(now, 'visit.arrive', { presence })
  now = done(now, 'visit.start', {})
  now = done(now, 'visit.hold', hold)
  expect(now.shown.order.hold?.reason).toBe('waiting_parts')
  now = done(now, 'visit.resume', {})
  expect(now.shown.order.hold).toBeNull()
  now = done(now, 'visit.finish', { cause: 'AGE', action: 'REPLACE' })
  expect([statusOf(now), now.shown.order.cause]).toEqual(['work_done', 'AGE'])
  expect(statusOf(done(now, 'visit.undo', { reason: '' }))).toBe('in_progress')
})

test('a late word about an earlier stage changes nothing', () => {
  expect(statusOf(done(scene('in_progress'), 'visit.arrive', { presence }))).toBe('in_progress')
  expect(standpoint('in_progress', 'arrived')).toBe('behind')
})

test('stages that were never reported are jumped over and flagged', () => {
  const now = done(scene('accepted'), 'visit.finish', { cause: 'AGE', action: 'REPLACE' })
  expect(statusOf(now)).toBe('work_done')
  expect(now.shown.order.flags).toEqual(['arrival_not_proved', 'steps_skipped'])
  expect(skipped('accepted', 'finish')).toEqual(['arrive', 'start'])
})

test('somebody else moved the order: this phone moves it no more, its notes stay', () => {
  const taken: Scene = { ...scene(), shown: shownOnPhone({ technician_id: 'other' }) }
  expect(done(taken, 'visit.depart', {})).toBe(taken)
  const noted = done(taken, 'note.add', { id: 'n', text: '已关总阀', at: '2026-11-02T04:00:00Z' })
  expect(noted.shown.order.notes.map((note) => note.by_name)).toEqual([ME.code])
})

test('a cancelled order takes evidence and stays cancelled', () => {
  const now = done(scene('cancelled'), 'note.add', { id: 'n', text: '已到', at: '2026-11-02T04:00:00Z' })
  expect([statusOf(now), now.shown.order.notes.length]).toEqual(['cancelled', 1])
  expect(statusOf(done(now, 'visit.finish', { cause: 'AGE', action: 'REPLACE' }))).toBe('cancelled')
})

test('a declined offer and a handed back order lose their technician', () => {
  expect(done(scene('offered'), 'offer.decline', { reason: 'too_far' }).shown.order.technician_id).toBeNull()
  expect(statusOf(done(scene('arrived'), 'visit.hand_back', { reason: '缺件' }))).toBe('triaged')
})

test('a line changed after signing makes the signature stale, and it can be signed again', () => {
  const sign = { method: 'in_person' as const, signer: '王', signature_id: 's', strokes: [[1, 2]], aspect: 0.5, reason: '' }
  const at = '2026-11-02T05:00:00Z'
  let now = done(scene('work_done'), 'sign_off.capture', { ...sign, digest: 'd'.repeat(64), sheet: '{}', at })
  expect([statusOf(now), now.signature?.signer]).toEqual(['signed', '王'])
  const part = { id: 'p', material: 'M', name: '角阀', unit: '个', quantity_milli: 1000, unit_price_fen: 3500 }
  now = done(now, 'part.add', part)
  expect([now.shown.order.sign_off?.stale, now.shown.order.fees.parts_fen]).toEqual([true, 3500])
  now = done(now, 'sign_off.capture', { ...sign, digest: 'e'.repeat(64), sheet: '{}', at })
  expect(now.shown.order.sign_off?.stale).toBe(false)
})

const photo = (id: string, slot: 'after' | 'during') => ({
  id, slot, sha256: id, size: 1, mime: 'image/jpeg', taken_at: '2026-11-02T05:00:00Z', width: 1, height: 1, warnings: [],
})
const signedScene = (status: Status = 'signed'): Scene => {
  const at = '2026-11-02T05:00:00Z'
  const sign_off = { method: 'in_person' as const, digest: 'd'.repeat(64), at, signature_id: 's', signer: '王', reason: '', stale: false }
  return { ...scene(), shown: shownOnPhone({ status, sign_off }), photos: [{ id: 'a', slot: 'after' }] }
}

test('a photo that comes onto the signed sheet or leaves it makes the signature stale', () => {
  const stale = (one: Scene) => one.shown.order.sign_off?.stale
  expect(stale(done(signedScene(), 'photo.add', photo('b', 'after')))).toBe(true)
  expect(stale(done(signedScene(), 'photo.add', photo('b', 'during')))).toBe(false)
  expect(stale(done(signedScene(), 'photo.retract', { id: 'a', reason: '' }))).toBe(true)
  expect(done(signedScene('completed'), 'photo.retract', { id: 'a', reason: '' }).retracted.size).toBe(0)
})

test('a phone cannot sign a link in the name of the owner', () => {
  const args = { method: 'link' as const, signer: '王', signature_id: 's', strokes: [], aspect: 1, reason: '', digest: 'd'.repeat(64), sheet: '{}', at: '2026-11-02T05:00:00Z' }
  expect(statusOf(done(scene('work_done'), 'sign_off.capture', args))).toBe('work_done')
})

test('a tick stands although the server answered with a later clock', () => {
  const shown = shownOnPhone({ checklist: [{ step: 'VALVE', done: false, value: '', at: '2030-01-01T00:00:00Z' }] })
  const now = done({ ...scene(), shown }, 'check.set', { step: 'VALVE', done: true, value: '', at: '2026-11-02T04:00:00Z' })
  expect(now.shown.order.checklist[0]?.done).toBe(true)
})

test('an operation of a newer build, found in the queue by an older one, changes nothing and breaks nothing', () => {
  const now = scene('accepted')
  const { op } = anOperation(1, 'visit.depart', {})
  expect(replay(now, { ...op, kind: 'visit.sing' } as unknown as typeof op, ME)).toBe(now)
})
