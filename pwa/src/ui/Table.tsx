/** A dense table with a sticky head, sorting by column and rows that open by mouse or by Enter; on a phone a card for each row. */
import type { ComponentChildren } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import './controls.css'
import './office.css'
import { c } from '../text/common'
import { Icon } from './Icon'
import { chevronDown, chevronUp } from './icons'

export interface Column<T> {
  readonly key: string
  readonly title: string
  readonly cell: (row: T) => ComponentChildren
  /** What to sort by; a column without it cannot be sorted. */
  readonly by?: (row: T) => string | number
  readonly end?: boolean
}

export interface TableProps<T> {
  label: string
  rows: readonly T[]
  columns: readonly Column<T>[]
  keyOf: (row: T) => string
  selected?: string | null
  onOpen?: (row: T) => void
  empty?: ComponentChildren
}

interface Order {
  readonly key: string
  readonly down: boolean
}

export function Table<T>({ label, rows, columns, keyOf, selected, onOpen, empty }: TableProps<T>) {
  const [order, sort] = useState<Order | null>(null)
  const shown = useMemo(() => sorted(rows, columns, order), [rows, columns, order])
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>
  return (
    <div class="table-box">
      <table class="table" aria-label={label}>
        <thead>
          <tr>{columns.map((column) => <Head key={column.key} column={column} order={order} onSort={sort} />)}</tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr
              key={keyOf(row)}
              aria-selected={selected === undefined ? undefined : selected === keyOf(row)}
              tabIndex={onOpen ? 0 : undefined}
              onClick={onOpen && (() => onOpen(row))}
              onKeyDown={onOpen && ((event) => event.key === 'Enter' && onOpen(row))}
            >
              {columns.map((column) => <td key={column.key} class={column.end ? 'end' : ''} data-title={column.title}>{column.cell(row)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Head<T>({ column, order, onSort }: { column: Column<T>; order: Order | null; onSort: (order: Order | null) => void }) {
  const mine = order?.key === column.key ? order : null
  const next = mine === null ? { key: column.key, down: false } : mine.down ? null : { key: column.key, down: true }
  const side = column.end ? 'end' : ''
  return (
    <th scope="col" aria-sort={mine === null ? undefined : mine.down ? 'descending' : 'ascending'}>
      {column.by === undefined ? (
        <span class={side}>{column.title}</span>
      ) : (
        <button type="button" class={side} aria-label={c('sortBy', { name: column.title })} onClick={() => onSort(next)}>
          {column.title}
          {mine && <Icon of={mine.down ? chevronDown : chevronUp} size={16} />}
        </button>
      )}
    </th>
  )
}

/** Rows in the order asked for; equal ones keep their place. Pure. */
export function sorted<T>(rows: readonly T[], columns: readonly Column<T>[], order: Order | null): readonly T[] {
  const by = columns.find((column) => column.key === order?.key)?.by
  if (order === null || by === undefined) return rows
  const sign = order.down ? -1 : 1
  return [...rows].sort((a, b) => {
    const [x, y] = [by(a), by(b)]
    return sign * (typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y)))
  })
}
