/**
 * The windows an owner can choose from: mornings, afternoons and evenings of the coming days.
 *
 * Units   local time of the phone that asks.
 * Pure    `now` is an argument.
 */
export interface Window {
  readonly start: Date
  readonly end: Date
}

const PARTS = [[9, 12], [14, 18], [18, 20]] as const
const NOTICE_MS = 60 * 60_000

/** The next `count` windows that begin at least an hour from now. */
export function windowsFrom(now: Date, count = 7): Window[] {
  const found: Window[] = []
  for (let day = 0; day < 7 && found.length < count; day++)
    for (const [from, to] of PARTS) {
      const at = (hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + day, hour)
      const start = at(from)
      if (start.getTime() - now.getTime() >= NOTICE_MS && found.length < count) found.push({ start, end: at(to) })
    }
  return found
}
