/**
 * How long to wait after failures.
 *
 * Units    milliseconds; `luck` in [0, 1) comes from the caller.
 * Pure     yes.
 */
const CEILING = 5 * 60_000

/** Full jitter under a doubling ceiling, after `failures` in a row. */
export function pause(failures: number, luck: number): number {
  return luck * Math.min(CEILING, 1000 * 2 ** failures)
}
