/** Filters that are seen: each one a pressed or unpressed button with its count, and one way to clear them all. */
import type { ComponentChildren } from 'preact'
import './controls.css'
import './office.css'
import { c } from '../text/common'
import { Button } from './Button'
import { x } from './icons'

export interface Filter {
  readonly value: string
  readonly label: string
  readonly count?: number
}

export interface FilterBarProps {
  label: string
  filters: readonly Filter[]
  on: ReadonlySet<string>
  onChange: (on: ReadonlySet<string>) => void
  children?: ComponentChildren
}

export function FilterBar({ label, filters, on, onChange, children }: FilterBarProps) {
  const toggle = (value: string): void => {
    const next = new Set(on)
    if (!next.delete(value)) next.add(value)
    onChange(next)
  }
  return (
    <div class="filters" role="toolbar" aria-label={label}>
      {children}
      {filters.map((filter) => (
        <button key={filter.value} type="button" class="filter" aria-pressed={on.has(filter.value)} onClick={() => toggle(filter.value)}>
          {filter.label}
          {filter.count !== undefined && <span class="num hint">{filter.count}</span>}
        </button>
      ))}
      {on.size > 0 && <Button kind="plain" small icon={x} onClick={() => onChange(new Set())}>{c('filterOff')}</Button>}
    </div>
  )
}
