/**
 * Moments as people say them: 14:20, today 14:20, 3 Nov 08:15. Apart from the other formats because the owner's first
 * sentence needs only these.
 */
import { language, tag } from './index'

export type Moment = string | number | Date

const DAY = 86_400_000
const made = new Map<string, Intl.DateTimeFormat>()

/** Each made once: making one costs a hundred times what using it does. */
export function dates(options: Intl.DateTimeFormatOptions, locale = tag()): Intl.DateTimeFormat {
  const key = `${locale}${JSON.stringify(options)}`
  const kept = made.get(key) ?? new Intl.DateTimeFormat(locale, options)
  made.set(key, kept)
  return kept
}

export const say = (zh: string, en: string): string => (language.get() === 'zh' ? zh : en)

/** 14:20 in the given zone. */
export const clock = (at: Moment, zone?: string): string =>
  dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zoned(zone) }).format(new Date(at))

/** 今天 14:20 · tomorrow 09:00 · 3 Nov 08:15, seen from `now`. */
export function when(at: Moment, now: number, zone?: string): string {
  const days = calendarDay(at, zone) - calendarDay(now, zone)
  const near: Readonly<Record<string, string>> = { '-1': say('昨天', 'yesterday'), 0: say('今天', 'today'), 1: say('明天', 'tomorrow') }
  const day = near[String(days)] ?? dates({ month: 'short', day: 'numeric', ...zoned(zone) }).format(new Date(at))
  return `${day} ${clock(at, zone)}`
}

export function calendarDay(at: Moment, zone?: string): number {
  const parts = dates({ year: 'numeric', month: '2-digit', day: '2-digit', ...zoned(zone) }, 'en-CA').format(new Date(at))
  return Math.round(Date.parse(`${parts}T00:00:00Z`) / DAY)
}

export const zoned = (zone: string | undefined): { timeZone?: string } => (zone === undefined || zone === '' ? {} : { timeZone: zone })
