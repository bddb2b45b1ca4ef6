/**
 * Numbers, money, moments and distances as people say them, in the page's language.
 *
 * Units   money in the currency's minor unit, quantities in thousandths, metres, bytes; moments are ISO text or epoch ms.
 */
import { tag, type Language } from './index'
import { calendarDay, clock, dates, say, when, zoned, type Moment } from './moments'

export { clock, when, type Moment }

const DAY = 86_400_000
const HOUR = 3_600_000
const MINUTE = 60_000
const made = new Map<string, Intl.NumberFormat>()

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${tag()}${JSON.stringify(options)}`
  const kept = made.get(key) ?? new Intl.NumberFormat(tag(), options)
  made.set(key, kept)
  return kept
}

/** ¥69.00: minor units to a price; currencies without minor units (JPY) included. */
export function money(minor: number, currency = 'CNY'): string {
  const format = numbers({ style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

/** 1500 thousandths of a metre: 1.5. */
export const quantity = (milli: number): string => numbers({ maximumFractionDigits: 3 }).format(milli / 1000)

export const percent = (part: number): string => numbers({ style: 'percent', maximumFractionDigits: 0 }).format(part)

/** 接口、擦干后 · the joint, after drying. */
export const listed = (words: readonly string[]): string => words.join(say('、', ', '))

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`
  const [size, unit] = count < 1_000_000 ? [count / 1000, 'KB'] : count < 1e9 ? [count / 1e6, 'MB'] : [count / 1e9, 'GB']
  return `${numbers({ maximumFractionDigits: size < 10 ? 1 : 0 }).format(size)} ${unit}`
}

export function distance(metres: number): string {
  const round = metres < 100 ? Math.round(metres) : Math.round(metres / 10) * 10
  if (metres < 950) return say(`${round} 米`, `${round} m`)
  const km = numbers({ maximumFractionDigits: 1 }).format(metres / 1000)
  return say(`${km} 公里`, `${km} km`)
}

export const date = (at: Moment, zone?: string): string =>
  dates({ year: 'numeric', month: 'short', day: 'numeric', ...zoned(zone) }).format(new Date(at))

/** Today 9:00–11:00, as an appointment is said. */
export function between(start: Moment, end: Moment, now: number, zone?: string): string {
  const same = calendarDay(start, zone) === calendarDay(end, zone)
  return `${when(start, now, zone)}–${same ? clock(end, zone) : when(end, now, zone)}`
}

/** The exact moment with its zone, for those who touch a relative one. */
export const exact = (at: Moment, zone?: string): string =>
  dates({ dateStyle: 'full', timeStyle: 'long', ...zoned(zone) } as Intl.DateTimeFormatOptions).format(new Date(at))

/** 25 分钟 · 2 小时 5 分 · 3 天: how long, never more than two units. */
export function span(ms: number): string {
  const left = Math.max(0, ms)
  if (left < MINUTE) return say(`${Math.floor(left / 1000)} 秒`, `${Math.floor(left / 1000)} s`)
  if (left < HOUR) return say(`${Math.floor(left / MINUTE)} 分钟`, `${Math.floor(left / MINUTE)} min`)
  if (left < DAY) {
    const hours = Math.floor(left / HOUR)
    const minutes = Math.floor((left % HOUR) / MINUTE)
    const rest = minutes === 0 ? '' : say(` ${minutes} 分`, ` ${minutes} min`)
    return say(`${hours} 小时${rest}`, `${hours} h${rest}`)
  }
  const days = Math.floor(left / DAY)
  return say(`${days} 天`, `${days} ${days === 1 ? 'day' : 'days'}`)
}

/** 04:09 or 1:04:09: what is left, where every second counts. */
export function countdown(ms: number): string {
  const left = Math.max(0, Math.ceil(ms / 1000))
  const two = (n: number): string => String(n).padStart(2, '0')
  const hours = Math.floor(left / 3600)
  const rest = `${two(Math.floor((left % 3600) / 60))}:${two(left % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

/** 5 分钟前 · in 25 min. */
export function ago(at: Moment, now: number): string {
  const ms = now - new Date(at).getTime()
  if (Math.abs(ms) < MINUTE) return say('刚刚', 'just now')
  return ms > 0 ? say(`${span(ms)}前`, `${span(ms)} ago`) : say(`${span(-ms)}后`, `in ${span(-ms)}`)
}

export type { Language }
