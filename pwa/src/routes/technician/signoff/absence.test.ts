import { expect, test } from 'vitest'
import type { PhoneView } from '../../../engine/model'
import { vectors } from '../../../testing/vectors'
import { absenceReason, doors, missingForAbsence, type Try } from './absence'

interface Case {
  readonly name: string
  readonly tried: readonly Try[]
  readonly doors: readonly string[]
  readonly since: string
  readonly missing: readonly string[]
}

const cases = vectors('absence').cases as unknown as readonly Case[]

test.each(cases)('what is missing before an owner counts as absent: $name', ({ tried, doors: at, since, missing }) => {
  expect(missingForAbsence(tried, at.map(Date.parse), Date.parse(since))).toEqual(missing)
})

const seen = (...photos: { slot: string; takenAt: string; state?: string }[]) =>
  ({ shown: { order: { clocks: { fixed_at: '2026-11-02T05:00:00Z' }, updated_at: '2026-11-02T05:01:00Z' } }, photos: photos.map((one) => ({ state: 'on_phone', ...one })) }) as unknown as PhoneView

test('only photos of the door that are there count, from the end of the work on', () => {
  const found = doors(seen({ slot: 'door', takenAt: '2026-11-02T05:10:00Z' }, { slot: 'after', takenAt: '2026-11-02T05:10:00Z' }, { slot: 'door', takenAt: '2026-11-02T05:11:00Z', state: 'ghost' }))
  expect(found).toEqual({ at: [Date.parse('2026-11-02T05:10:00Z')], since: Date.parse('2026-11-02T05:00:00Z') })
})

test('the reason says what was tried, and what else there is to say', () => {
  expect(absenceReason(['敲门无人应', '电话未接'], ' 邻居说去外地了 ', '、')).toBe('敲门无人应、电话未接；邻居说去外地了')
  expect(absenceReason(['a', 'b'], 'x'.repeat(300), ', ')).toHaveLength(200)
})
