/**
 * What the rules still ask of whoever is sent, when he accepts and when he begins; the twin of `dispatch/fitness.py`:
 * `cert_missing:<code>`, `cert_expired:<code>:<day>`, `cert_review_overdue:<code>:<day>`, `crew:<n>`, `permit:<code>`,
 * `quiet:<until>`.
 *
 * Units    moments as milliseconds; days are UTC dates.
 * Pure     yes; `now` is the corrected moment.
 */
import type { Certificate, PhoneOrder, WorkOrder } from '../wire/types.gen'

export const OVERRIDE_FLAG = 'emergency_override'

/** Certificates that whoever is sent does not hold now. Only the duty manager may answer for that. */
export function unlawful({ order, fault, certificates }: PhoneOrder, now: number): string[] {
  if (order.flags.includes(OVERRIDE_FLAG)) return []
  return fault.certificates.flatMap((code) => {
    const held = (certificates ?? []).filter((one) => one.code === code)
    const faults = held.map((one) => faultOf(one, now))
    return faults.includes('') ? [] : [faults[0] ?? `cert_missing:${code}`]
  })
}

function faultOf(one: Certificate, now: number): string {
  if (passed(one.valid_until, now)) return `cert_expired:${one.code}:${day(one.valid_until)}`
  if (passed(one.review_due, now)) return `cert_review_overdue:${one.code}:${day(one.review_due)}`
  return ''
}

const passed = (due: string | null, now: number): boolean => due !== null && Date.parse(due) <= now
const day = (at: string | null): string => (at ?? '').slice(0, 10)

/** What forbids the work to begin: the law, the crew, permits, quiet hours. */
export function unfit(shown: PhoneOrder, now: number): string[] {
  const { order } = shown
  if (order.flags.includes(OVERRIDE_FLAG)) return []
  return [...unlawful(shown, now), ...missingCrew(shown), ...missingPermits(shown, now), ...quietNow(shown, now)]
}

function missingCrew({ order, fault }: PhoneOrder): string[] {
  const short = fault.crew - 1 - (order.crew ?? []).filter((mate) => mate.state === 'accepted').length
  return short > 0 ? [`crew:${short}`] : []
}

function missingPermits({ order, fault }: PhoneOrder, now: number): string[] {
  const valid = (order.permits ?? []).filter((one) => Date.parse(one.valid_from) <= now && now < Date.parse(one.valid_until))
  return (fault.permits ?? []).filter((code) => !valid.some((one) => one.code === code)).map((code) => `permit:${code}`)
}

/** Quiet hours of the community or the household, unless it is urgent or they asked for this hour themselves. */
function quietNow({ order, place }: PhoneOrder, now: number): string[] {
  if (order.priority === 'P0' || order.priority === 'P1' || booked(order, now)) return []
  const local = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: place.time_zone }).format(now)
  const until = (place.quiet_hours ?? []).find(([start, end]) => (start < end ? start <= local && local < end : local >= start || local < end))
  return until ? [`quiet:${until[1]}`] : []
}

function booked({ window_start, window_end }: WorkOrder, now: number): boolean {
  return window_start !== null && window_end !== null && Date.parse(window_start) <= now && now <= Date.parse(window_end)
}
