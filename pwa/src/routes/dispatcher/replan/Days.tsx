/** The days that a proposal changes: above as they are, below as proposed, on one scale of hours. */
import { clock, span } from '../../../text/format'
import { y } from '../../../text/day'
import { p } from '../../../text/planning'
import { extent, type DayPlan, type Pair } from './model'

export function Days({ pairs, zone }: { readonly pairs: readonly Pair[]; readonly zone: string }) {
  const { from, to } = extent(pairs)
  const at = (moment: number): number => ((moment - from) / (to - from)) * 100
  const first = Math.ceil(from / 3_600_000) * 3_600_000
  const hours = Array.from({ length: Math.max(0, Math.floor((to - first) / 3_600_000) + 1) }, (_, n) => first + n * 3_600_000)
  const each = Math.ceil(hours.length / 6)
  return (
    <div class="plan-days">
      <div class="plan-hours" aria-hidden="true"><span />{<div>{hours.filter((hour, n) => n % each === 0 && at(hour) < 90).map((hour) => <span key={hour} class="tiny num" style={{ left: `${at(hour)}%` }}>{clock(hour, zone)}</span>)}</div>}</div>
      {pairs.map((pair) => (
        <div key={pair.code} class="plan-day">
          <strong class="num small">{pair.code}</strong>
          <div>
            <Lane day={pair.before} other={pair.after} at={at} zone={zone} word={p('now')} />
            <Lane day={pair.after} other={pair.before} at={at} zone={zone} word={p('proposed')} />
          </div>
        </div>
      ))}
    </div>
  )
}

interface LaneProps {
  readonly day: DayPlan | null
  readonly other: DayPlan | null
  readonly at: (moment: number) => number
  readonly zone: string
  readonly word: string
}

function Lane({ day, other, at, zone, word }: LaneProps) {
  const theirs = new Set((other?.legs ?? []).map((leg) => leg.work_order_id))
  return (
    <ol class="lane" aria-label={`${word} ${day?.code ?? ''}`}>
      {(day?.legs ?? []).map((leg) => {
        const start = Date.parse(leg.start)
        const words = `${leg.number} ${clock(leg.start, zone)}–${clock(leg.finish, zone)}${leg.late_s > 0 ? ` · ${y('tooLate', { span: span(leg.late_s * 1000) })}` : ''}`
        return (
          <li key={leg.work_order_id} class={`${theirs.has(leg.work_order_id) ? '' : 'moved'} ${leg.late_s > 0 ? 'late' : ''}`} style={{ left: `${at(start)}%`, width: `${Math.max(0.6, at(Date.parse(leg.finish)) - at(start))}%` }} title={words}>
            <span class="sr">{words}</span>
            <span class="tiny num cut" aria-hidden="true">{leg.number.slice(-4)}</span>
          </li>
        )
      })}
    </ol>
  )
}
