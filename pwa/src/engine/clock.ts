/**
 * How far this phone's clock is from the server's, after Cristian: of the last exchanges the one with the
 * shortest way tells best. Evidence for the timeline, never authority.
 *
 * Units    milliseconds; `off` is what must be added to the phone's clock, `unc` half the way.
 * Pure     yes.
 */
import type { Moment } from '../wire/types.gen'

export interface Sample {
  readonly off: number
  readonly unc: number
}

const KEPT = 8
export const UNKNOWN: Sample = { off: 0, unc: 0 }

export function observed(samples: readonly Sample[], sentAt: number, gotAt: number, server: number): Sample[] {
  const way = Math.max(0, gotAt - sentAt)
  return [...samples, { off: Math.round(server - (sentAt + way / 2)), unc: Math.ceil(way / 2) }].slice(-KEPT)
}

export function best(samples: readonly Sample[]): Sample {
  return samples.reduce((a, b) => (b.unc < a.unc ? b : a), samples[0] ?? UNKNOWN)
}

/** The moment an operation was made, as ISO text, corrected by what is known of the clock. */
export function corrected(at: Moment): string {
  return new Date(at.wall + at.off_ms).toISOString()
}

/** A clock that was set back makes moments of the past lie ahead: they count as long ago. */
export const elapsed = (then: number, now: number): number => Math.abs(now - then)

/** A moment to wait for; one that lies too far ahead is none. */
export const ahead = (then: number, now: number, most: number): number => (then <= now + most ? then : 0)
