/** The moves of a proposal, each with its reason and what it is worth; some may be left out before it is applied. */
import { clock, span } from '../../../text/format'
import { p } from '../../../text/planning'
import { Chip } from '../../../ui/Marks'
import type { BoardRow } from '../../../wire/types.gen'
import { named } from '../../../text'
import type { Move } from './model'

export interface MovesProps {
  readonly moves: readonly Move[]
  readonly orders: ReadonlyMap<string, BoardRow>
  readonly zone: string
  readonly taken: ReadonlySet<string>
  readonly active: number
  /** Settled already: nothing to choose any more. */
  readonly fixed: boolean
  readonly onToggle: (id: string) => void
}

export function Moves({ moves, orders, zone, taken, active, fixed, onToggle }: MovesProps) {
  return (
    <ol class="moves">
      {moves.map((move, n) => {
        const row = orders.get(move.work_order_id)
        return (
          <li key={move.work_order_id} class={fixed || taken.has(move.work_order_id) ? undefined : 'off'} aria-current={n === active ? 'true' : undefined}>
            <label class="row">
              {!fixed && <input type="checkbox" checked={taken.has(move.work_order_id)} aria-label={`${p('pick')} ${move.number}`} onChange={() => onToggle(move.work_order_id)} />}
              <span class="grow">
                <span class="row wrap">
                  <a class="strong num tap" href={`/d?order=${move.work_order_id}`}>{move.number}</a>
                  {row && <span class={`prio prio-${row.priority}`}>{row.priority}</span>}
                  {row && <span>{named({ zh: row.fault_zh, en: row.fault_en })}</span>}
                </span>
                {row && <span class="small quiet cut">{row.community} · {row.label}</span>}
              </span>
            </label>
            <div class="row wrap small">
              <span class="num strong">{p('move', { before: move.before_code || p('nobody'), after: move.after_code })}</span>
              <span class="num quiet">{move.start_before ? p('at', { before: clock(move.start_before, zone), after: clock(move.start_after, zone) }) : p('atNew', { after: clock(move.start_after, zone) })}</span>
              <Chip tone={TONES[move.why] ?? 'plain'} plain>{whyWord(move)}</Chip>
            </div>
          </li>
        )
      })}
    </ol>
  )
}

const TONES: Readonly<Record<string, 'ok' | 'info' | 'soon'>> = { rescued: 'ok', unassigned: 'ok', earlier: 'info', nearer: 'info' }

function whyWord(move: Move): string {
  const earlier = move.start_before ? Date.parse(move.start_before) - Date.parse(move.start_after) : 0
  return p(`why_${move.why}` as Parameters<typeof p>[0], { span: span(Math.max(0, earlier)) })
}
