/** Wall clocks of places other than this device's. */
import { expect, test } from 'vitest'
import { dayAfter, momentOf, wallClock } from './zones'

test('a wall clock and its moment are each other’s inverse, over a change of clocks too', () => {
  for (const zone of ['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu'])
    for (const wall of ['2026-11-24T09:00', '2026-03-08T04:30', '2026-10-25T12:00', '2026-12-31T23:59'])
      expect(wallClock(momentOf(wall, zone), zone)).toBe(wall)
  expect(momentOf('2026-11-25T09:00', 'Asia/Shanghai')).toBe(Date.parse('2026-11-25T01:00:00Z'))
})

test('the day is the one of the place', () => {
  expect([dayAfter('2026-11-24T17:00:00Z', 0, 'Asia/Shanghai'), dayAfter('2026-12-31T17:00:00Z', 1, 'UTC')]).toEqual(['2026-11-25', '2027-01-01'])
})

test('what is no time is no moment', () => expect(momentOf('', 'UTC')).toBeNaN())
