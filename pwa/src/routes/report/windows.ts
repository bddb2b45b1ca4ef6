/**
 * The windows an owner can choose from: mornings, afternoons and evenings of the coming days.
 *
 * Units   local time of the community whose zone is given.
 * Pure    `now` is an argument.
 */
import { dayAfter, momentOf } from '../../text/zones'

export interface Window {
  readonly start: Date
  readonly end: Date
}

const PARTS = [['09', '12'], ['14', '18'], ['18', '20']] as const
const NOTICE_MS = 60 * 60_000

/** The next `count` windows that begin at least an hour from now. */
export function windowsFrom(now: Date, zone: string | undefined, count = 7): Window[] {
  const found: Window[] = []
  for (let day = 0; day < 7 && found.length < count; day++)
    for (const [from, to] of PARTS) {
      const at = (hour: string) => new Date(momentOf(`${dayAfter(now, day, zone)}T${hour}:00`, zone))
      const start = at(from)
      if (start.getTime() - now.getTime() >= NOTICE_MS && found.length < count) found.push({ start, end: at(to) })
    }
  return found
}
