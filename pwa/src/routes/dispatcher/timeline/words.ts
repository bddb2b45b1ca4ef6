/** What a move would do, as sentences. Pure but for the language. */
import { wordFor } from '../../../text'
import { certificates } from '../../../text/common'
import { y } from '../../../text/day'
import { clock, listed, span } from '../../../text/format'
import type { DayChange, Consequence } from '../../../wire/types.gen'
import { later, markOf, metresMore, type Block } from './model'

export interface Line {
  readonly tone: 'ok' | 'soon' | 'late' | 'plain'
  readonly text: string
}

const km = (metres: number): string => (Math.abs(metres) / 1000).toFixed(1)
const sign = (value: number): string => (value > 0 ? '+' : value < 0 ? '−' : '')

/** A mark of a visit in words. */
export function markWord(mark: string, block: Pick<Block, 'late_s'>): string {
  const { key, code, day } = markOf(mark)
  return y(`mark_${key}` as Parameters<typeof y>[0], { span: span(block.late_s * 1000), code: wordFor(certificates, code), day })
}

/** How somebody's way changes. */
export function wayWord(change: DayChange): string {
  if (Math.abs(change.travel_s) < 30 && Math.abs(change.metres) < 50) return y('same')
  return y('ways', { span: `${sign(change.travel_s)}${span(Math.abs(change.travel_s) * 1000)}`, km: `${sign(change.metres)}${km(change.metres)}` })
}

/** Everything that giving the order to somebody would do, the most important first. */
export function linesOf(one: Consequence, holder: DayChange | null, zone: string): Line[] {
  const { block, own } = one
  // Whom a rule keeps away is not followed through his day: what keeps him away is what matters.
  if (one.against.length > 0) return [{ tone: 'plain', text: y('visit', { start: clock(block.start, zone), finish: clock(block.finish, zone) }) }]
  const promised = block.due_at !== null
  const lines: Line[] = [{ tone: 'plain', text: y('visit', { start: clock(block.start, zone), finish: clock(block.finish, zone) }) }]
  if (block.late_s > 0) lines.push({ tone: 'late', text: y('tooLate', { span: span(block.late_s * 1000) }) })
  else if (promised) lines.push({ tone: 'ok', text: y('onTime') })
  for (const mark of block.marks.filter((name) => name !== 'late')) lines.push({ tone: 'late', text: markWord(mark, block) })
  const pushed = later(own)
  const first = pushed[0]
  if (first !== undefined) lines.push({ tone: 'soon', text: y('later', { n: pushed.length, span: span(first.by_s * 1000) }) })
  const late = pushed.filter((delay) => delay.late_s > 0)
  if (late.length > 0) lines.push({ tone: 'late', text: y('nowLate', { list: listed(late.map((delay) => delay.number)) }) })
  lines.push({ tone: 'plain', text: y('ownDay', { who: one.code, change: wayWord(own) }) })
  if (holder !== null) {
    lines.push({ tone: 'plain', text: y('ownDay', { who: holder.code, change: wayWord(holder) }) })
    lines.push(totalLine(metresMore(one, holder)))
  }
  return lines
}

function totalLine(metres: number): Line {
  if (Math.abs(metres) < 50) return { tone: 'plain', text: y('kmSame') }
  return metres < 0 ? { tone: 'ok', text: y('kmLess', { km: km(metres) }) } : { tone: 'soon', text: y('kmMore', { km: km(metres) }) }
}
