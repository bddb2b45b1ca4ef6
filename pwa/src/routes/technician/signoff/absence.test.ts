import { expect, test } from 'vitest'
import type { PhoneView } from '../../../engine/model'
import { absence, doorShown } from './absence'

const seen = (...photos: { slot: string; takenAt: string; state?: string }[]) =>
  ({ shown: { order: { clocks: { fixed_at: '2026-11-02T05:00:00Z' }, updated_at: '2026-11-02T05:01:00Z' } }, photos: photos.map((one) => ({ state: 'on_phone', ...one })) }) as unknown as PhoneView

test('absent is said after two tries and a photo of the door, and says what was tried', () => {
  expect(absence(['敲门无人应'], true, '', '、')).toBeNull()
  expect(absence(['敲门无人应', '电话未接'], false, '', '、')).toBeNull()
  expect(absence(['敲门无人应', '电话未接'], true, ' 邻居说去外地了 ', '、')).toBe('敲门无人应、电话未接；邻居说去外地了')
  expect(absence(['a', 'b'], true, 'x'.repeat(300), ', ')).toHaveLength(200)
})

test('the door of the arrival does not show that nobody opened after the work', () => {
  expect(doorShown(seen({ slot: 'door', takenAt: '2026-11-02T04:00:00Z' }))).toBe(false)
  expect(doorShown(seen({ slot: 'after', takenAt: '2026-11-02T05:10:00Z' }))).toBe(false)
  expect(doorShown(seen({ slot: 'door', takenAt: '2026-11-02T05:10:00Z', state: 'ghost' }))).toBe(false)
  expect(doorShown(seen({ slot: 'door', takenAt: '2026-11-02T05:10:00Z' }))).toBe(true)
})
