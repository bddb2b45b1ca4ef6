/**
 * Wall clocks of a place: what its clocks show at a moment, and the moment at which they show it.
 *
 * Units   epoch milliseconds; wall time as `YYYY-MM-DDTHH:mm`, the form of `datetime-local`. No zone: the device's.
 * Pure    yes.
 */
import type { Moment } from './moments'

const MINUTE = 60_000

/** What the clocks of the zone show. */
export function wallClock(at: Moment, zone?: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(zone ? { timeZone: zone } : {}),
  }).formatToParts(new Date(at))
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? ''
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`
}

/** When the clocks of the zone show this; NaN for what is no time. Twice, because the first guess may lie beyond a change of clocks. */
export function momentOf(wall: string, zone?: string): number {
  const wanted = Date.parse(`${wall}Z`)
  let at = wanted
  for (let n = 0; n < 2 && !Number.isNaN(at); n++) at += wanted - Date.parse(`${wallClock(at, zone)}Z`)
  return Math.round(at / MINUTE) * MINUTE
}

/** The day `days` after the one it is in the zone now, as `YYYY-MM-DD`. */
export const dayAfter = (now: Moment, days: number, zone?: string): string =>
  new Date(Date.parse(`${wallClock(now, zone).slice(0, 10)}T00:00Z`) + days * 1440 * MINUTE).toISOString().slice(0, 10)
