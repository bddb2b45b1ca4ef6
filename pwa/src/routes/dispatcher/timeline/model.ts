/**
 * The day in pixels, in words, and by keyboard.
 *
 * Units    moments as ISO text or epoch ms; pixels from the left edge of the hours.
 * Pure     yes.
 */
import type { Agenda, BoardRow, DayChange, Consequence, DayRow, WhatIf } from '../../../wire/types.gen'

export type Block = DayRow['blocks'][number]
export type Shown = 'busy' | 'everyone' | 'trouble'

export const HOUR_PX = 104
const HOUR = 3_600_000

const ms = (at: string): number => new Date(at).getTime()

export interface Scale {
  readonly since: number
  readonly until: number
  readonly width: number
  readonly x: (at: string | number) => number
  readonly hours: readonly number[]
}

/** The hours of the picture, beginning at a full one. */
export function scaleOf(agenda: Pick<Agenda, 'since' | 'until'>, hourPx: number = HOUR_PX): Scale {
  const since = Math.floor(ms(agenda.since) / HOUR) * HOUR
  const until = Math.ceil(ms(agenda.until) / HOUR) * HOUR
  const width = ((until - since) / HOUR) * hourPx
  const x = (at: string | number): number => Math.max(0, Math.min(width, (((typeof at === 'number' ? at : ms(at)) - since) / HOUR) * hourPx))
  const hours = Array.from({ length: Math.round((until - since) / HOUR) }, (_, n) => since + n * HOUR)
  return { since, until, width, x, hours }
}

export const troubled = (row: DayRow): boolean => row.blocks.some((block) => !block.done && block.marks.length > 0)

/** The rows to show: those who work or have work first, and always whoever holds what is selected. */
export function shownRows(rows: readonly DayRow[], community: string, shown: Shown, selected: string | null): DayRow[] {
  return rows.filter(
    (row) =>
      (community === '' || row.communities.includes(community)) &&
      (shown === 'everyone' || (shown === 'trouble' ? troubled(row) : row.blocks.length > 0 || row.state !== 'off') || row.blocks.some((block) => block.work_order_id === selected)),
  )
}

const WAITS: ReadonlySet<string> = new Set(['reported', 'triaged', 'rework'])

/** Orders that nobody has, the most urgent first. */
export function waitingOf(orders: Iterable<BoardRow>, community: string): BoardRow[] {
  return [...orders]
    .filter((row) => WAITS.has(row.status) && row.technician_id === null && (community === '' || row.community === community))
    .sort((a, b) => a.priority.localeCompare(b.priority) || a.reported_at.localeCompare(b.reported_at))
}

/** What a mark says: its key among the words, and its facts. */
export function markOf(mark: string): { readonly key: string; readonly code: string; readonly day: string } {
  const [name = '', code = '', at = ''] = mark.split(':')
  const key = name === 'cert_expired' ? 'cert' : name === 'cert_review_overdue' ? 'review' : name === 'cert_missing' ? 'missing' : name
  return { key, code, day: at }
}

export type Fit = 'good' | 'late' | 'ruled' | 'law'

/** How well an order would sit in somebody's day, for the tint of his row. */
export function fitOf(one: Consequence): Fit {
  if (one.legal) return 'law'
  if (one.against.length > 0) return 'ruled'
  return one.block.late_s > 0 || one.own.delays.some((delay) => delay.by_s > 0 && delay.late_s > 0) ? 'late' : 'good'
}

/** By how much all ways together grow, in metres. */
export const metresMore = (one: Consequence, holder: DayChange | null): number => one.own.metres + (holder?.metres ?? 0)

/** The visits that would come later, the latest first. */
export const later = (change: DayChange) => change.delays.filter((delay) => delay.by_s > 0).sort((a, b) => b.by_s - a.by_s)

export const consequenceFor = (whatIf: WhatIf | null, technician: string | null): Consequence | null =>
  whatIf?.items.find((one) => one.technician_id === technician) ?? null

/** A drop that was quicker than its consequences. */
export interface Quick {
  readonly order: string
  readonly technician: string
}

/** What such a drop comes to: it waits (undefined) or lands; null when it is off, because another order was chosen meanwhile or nothing can be said of it. */
export function landing(quick: Quick, selected: string | null, asked: { readonly data: WhatIf | null; readonly problem: unknown }): Consequence | null | undefined {
  if (quick.order !== selected || asked.problem !== null) return null
  if (asked.data === null) return undefined
  return asked.data.work_order_id === quick.order ? consequenceFor(asked.data, quick.technician) : null
}

/** The block that an arrow selects: along its row, or the nearest in time of the next row that has any. */
export function step(rows: readonly DayRow[], selected: string | null, by: 'left' | 'right' | 'up' | 'down'): string | null {
  const at = rows.findIndex((row) => row.blocks.some((block) => block.work_order_id === selected))
  const row = rows[at]
  if (row === undefined) return rows.find((one) => one.blocks.length > 0)?.blocks[0]?.work_order_id ?? null
  const n = row.blocks.findIndex((block) => block.work_order_id === selected)
  if (by === 'left' || by === 'right') return row.blocks[n + (by === 'left' ? -1 : 1)]?.work_order_id ?? selected
  const way = by === 'up' ? -1 : 1
  const start = ms(row.blocks[n]?.start ?? '')
  for (let next = at + way; next >= 0 && next < rows.length; next += way) {
    const blocks = rows[next]?.blocks ?? []
    if (blocks.length === 0) continue
    return [...blocks].sort((a, b) => Math.abs(ms(a.start) - start) - Math.abs(ms(b.start) - start))[0]?.work_order_id ?? selected
  }
  return selected
}

/** The next row under the hand; the row that the order comes from is passed over. */
export function target(rows: readonly DayRow[], from: string | null, now: string | null, by: 1 | -1): string | null {
  const others = rows.filter((row) => row.technician_id !== from)
  if (others.length === 0) return null
  const at = others.findIndex((row) => row.technician_id === now)
  if (at >= 0) return others[Math.max(0, Math.min(others.length - 1, at + by))]?.technician_id ?? null
  const start = rows.findIndex((row) => row.technician_id === from)
  const near = by === 1 ? rows.slice(start + 1)[0] : rows.slice(0, Math.max(0, start)).pop()
  return (near ?? others[0])?.technician_id ?? null
}

/** Blocks that overlap stand below each other: which line each takes, and how many lines there are. */
export function lanes(blocks: readonly Block[]): { readonly lane: readonly number[]; readonly count: number } {
  const ends: number[] = []
  const lane = blocks.map((block) => {
    const start = ms(block.start)
    const free = ends.findIndex((end) => end <= start)
    const mine = free < 0 ? ends.length : free
    ends[mine] = ms(block.finish)
    return mine
  })
  return { lane, count: Math.max(1, ends.length) }
}
