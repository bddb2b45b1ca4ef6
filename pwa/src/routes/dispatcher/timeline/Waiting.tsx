/** Orders that nobody has: from here they are carried to somebody's day. */
import { named } from '../../../text'
import { y } from '../../../text/day'
import { circleCheck } from '../../../ui/icons'
import { StatusChip } from '../../../ui/Marks'
import { EmptyState } from '../../../ui/Surface'
import type { BoardRow } from '../../../wire/types.gen'
import { Health } from '../../office/Health'
import type { Carried } from './useDrag'

export interface WaitingProps {
  readonly rows: readonly BoardRow[]
  readonly now: number
  readonly selected: string | null
  readonly onSelect: (order: string) => void
  readonly onPress?: (event: PointerEvent, what: Carried) => void
}

export function Waiting({ rows, now, selected, onSelect, onPress }: WaitingProps) {
  return (
    <div class="listpane">
      <div class="listhead"><h2 class="row"><span class="grow">{y('waiting')}</span><span class="num hint">{rows.length}</span></h2>{rows.length > 0 && onPress !== undefined && <p class="tiny hint">{y('waitingHint')}</p>}</div>
      <div class="scroll">
        {rows.length === 0 && <EmptyState icon={circleCheck} title={y('waitingNone')} />}
        <ul class="orders" aria-label={y('waiting')}>
          {rows.map((row) => (
            <li key={row.id}>
              <button type="button" class="order tl-waits" aria-current={row.id === selected ? 'true' : undefined} data-order={row.id} onPointerDown={(event) => onPress?.(event, { order: row.id, number: row.number, from: null })} onClick={() => onSelect(row.id)}>
                <span class="row top"><span class="grow cut strong">{named({ zh: row.fault_zh, en: row.fault_en })}</span><span class={`prio prio-${row.priority}`}>{row.priority}</span></span>
                <span class="small quiet cut">{row.community} · {row.label}</span>
                <span class="row"><StatusChip status={row.status} /><span class="grow" /><Health health={row.health} since={row.reported_at} now={now} /></span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
