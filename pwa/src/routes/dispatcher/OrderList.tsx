/** The orders as a list that keeps its place: urgency first, the selected one marked, what just changed lit for a moment. */
import { useEffect, useRef } from 'preact/hooks'
import { named, wordFor } from '../../text'
import { priorities } from '../../text/common'
import { d } from '../../text/dispatcher'
import { Icon } from '../../ui/Icon'
import { flag as flagIcon, inbox } from '../../ui/icons'
import { StatusChip } from '../../ui/Marks'
import { EmptyState } from '../../ui/Surface'
import type { BoardRow } from '../../wire/types.gen'
import { Health } from '../office/Health'
import { flagWord } from '../office/shots'

export interface OrderListProps {
  readonly rows: readonly BoardRow[]
  readonly total: number
  readonly selected: string | null
  readonly fresh: ReadonlySet<string>
  readonly now: number
  readonly onSelect: (id: string) => void
}

export function OrderList({ rows, total, selected, fresh, now, onSelect }: OrderListProps) {
  const box = useRef<HTMLUListElement>(null)
  useEffect(() => {
    box.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  if (rows.length === 0)
    return total === 0
      ? <EmptyState icon={inbox} title={d('noOrders')}>{d('noOrdersHint')}</EmptyState>
      : <EmptyState icon={inbox} title={d('nothingMatches')}>{d('nothingMatchesHint')}</EmptyState>
  return (
    <ul class="orders" ref={box} aria-label={d('orders')}>
      {rows.map((row) => (
        <li key={row.id}>
          <Row row={row} now={now} selected={row.id === selected} fresh={fresh.has(row.id)} onSelect={onSelect} />
        </li>
      ))}
    </ul>
  )
}

interface RowProps {
  readonly row: BoardRow
  readonly now: number
  readonly selected: boolean
  readonly fresh: boolean
  readonly onSelect: (id: string) => void
}

function Row({ row, now, selected, fresh, onSelect }: RowProps) {
  const marked = row.flags.map(flagWord)
  return (
    <button type="button" class={fresh ? 'order fresh' : 'order'} aria-current={selected ? 'true' : undefined} onClick={() => onSelect(row.id)}>
      <span class="row top">
        <Health health={row.health} since={row.reported_at} now={now} words={false} />
        <span class="grow cut strong">{named({ zh: row.fault_zh, en: row.fault_en })}</span>
        <span class={`prio prio-${row.priority}`} title={wordFor(priorities, row.priority)}>{row.priority}</span>
      </span>
      <span class="row">
        <span class="grow cut small quiet">{row.community} · {row.label}</span>
        <span class={row.technician ? 'small num' : 'small hint'}>{row.technician ?? d('unassigned')}</span>
      </span>
      <span class="row">
        <StatusChip status={row.status} />
        <span class="grow" />
        <Health health={row.health} since={row.reported_at} now={now} />
      </span>
      {marked.length > 0 && <span class="flags tiny"><Icon of={flagIcon} size={16} /><span>{marked.join(' · ')}</span></span>}
    </button>
  )
}
