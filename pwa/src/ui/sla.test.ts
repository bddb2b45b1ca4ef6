import { describe, expect, test } from 'vitest'
import { nextClock, slaAt } from './sla'

const HOUR = 3_600_000

describe('the ring', () => {
  test('is on time, warns at three quarters, and is late after the end', () => {
    expect(slaAt({ start: 0, due: HOUR }, 0.5 * HOUR).state).toBe('ok')
    expect(slaAt({ start: 0, due: HOUR }, 0.75 * HOUR).state).toBe('soon')
    expect(slaAt({ start: 0, due: HOUR }, HOUR + 1).state).toBe('late')
  })

  test('empties evenly and never leaves 0..1', () => {
    expect(slaAt({ start: 0, due: HOUR }, 0.25 * HOUR).part).toBeCloseTo(0.75)
    for (const now of [-HOUR, 0, HOUR, 3 * HOUR]) {
      const { part } = slaAt({ start: 0, due: HOUR }, now)
      expect(part).toBeGreaterThanOrEqual(0)
      expect(part).toBeLessThanOrEqual(1)
    }
  })

  test('stands still while the clock is paused', () => {
    const paused = { start: 0, due: HOUR, pausedSince: 0.2 * HOUR }
    expect(slaAt(paused, 0.3 * HOUR)).toEqual(slaAt(paused, 50 * HOUR))
    expect(slaAt(paused, 50 * HOUR).state).toBe('paused')
  })

  test('remembers that a clock was met late', () => {
    expect(slaAt({ start: 0, due: HOUR, met: 0.9 * HOUR }, 9 * HOUR).state).toBe('done')
    expect(slaAt({ start: 0, due: HOUR, met: 1.1 * HOUR }, 9 * HOUR).state).toBe('late')
  })
})

describe('the next clock', () => {
  const none = { respond_by: null, arrive_by: null, fix_by: null, responded_at: null, arrived_at: null, fixed_at: null, paused_since: null }
  const day = (hour: number): string => new Date(hour * HOUR).toISOString()

  test('is the first that runs and is not met', () => {
    const clocks = { ...none, respond_by: day(1), arrive_by: day(2), fix_by: day(24), responded_at: day(0.5) }
    expect(nextClock(clocks, day(0))?.name).toBe('arrive')
  })

  test('is the last one when all are met', () => {
    const clocks = { ...none, arrive_by: day(2), fix_by: day(24), arrived_at: day(1), fixed_at: day(3) }
    expect(nextClock(clocks, day(0))).toMatchObject({ name: 'fix', met: 3 * HOUR })
  })

  test('is none when none runs', () => expect(nextClock(none, day(0))).toBeNull())
})
