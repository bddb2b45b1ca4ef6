/**
 * A list of lines. Short ones are drawn whole; long ones (`height` given) draw only what is near the window,
 * and keep their place when lines arrive.
 */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import './surfaces.css'

export interface ListProps<T> {
  items: readonly T[]
  keyOf: (item: T) => string
  line: (item: T) => ComponentChildren
  label?: string
  /** Height of one line in px: the list becomes virtual beyond 60 lines. */
  height?: number
}

const AHEAD = 12

export function List<T>({ items, keyOf, line, label, height }: ListProps<T>) {
  if (height !== undefined && items.length > 60) return <Virtual items={items} keyOf={keyOf} line={line} height={height} {...(label === undefined ? {} : { label })} />
  return (
    <ul class="list" aria-label={label}>
      {items.map((item) => <li key={keyOf(item)}>{line(item)}</li>)}
    </ul>
  )
}

function Virtual<T>({ items, keyOf, line, label, height }: ListProps<T> & { height: number }) {
  const box = useRef<HTMLUListElement>(null)
  const [first, show] = useState(0)
  const [many, fit] = useState(30)
  useEffect(() => {
    const look = (): void => {
      const top = box.current?.getBoundingClientRect().top ?? 0
      show(Math.max(0, Math.floor(-top / height) - AHEAD))
      fit(Math.ceil(innerHeight / height) + 2 * AHEAD)
    }
    look()
    addEventListener('scroll', look, { passive: true, capture: true })
    addEventListener('resize', look)
    return () => {
      removeEventListener('scroll', look, { capture: true })
      removeEventListener('resize', look)
    }
  }, [height, items.length])
  const from = Math.min(first, Math.max(0, items.length - 1))
  const part = items.slice(from, from + many)
  const after = Math.max(0, items.length - from - part.length)
  return (
    <ul class="list" aria-label={label} ref={box}>
      <li aria-hidden="true" style={{ height: `${from * height}px`, border: 0 }} />
      {part.map((item, n) => (
        <li key={keyOf(item)} aria-setsize={items.length} aria-posinset={from + n + 1} style={{ minHeight: `${height}px` }}>{line(item)}</li>
      ))}
      <li aria-hidden="true" style={{ height: `${after * height}px`, border: 0 }} />
    </ul>
  )
}

export interface LineProps {
  children: ComponentChildren
  before?: ComponentChildren
  after?: ComponentChildren
  label?: string
  onClick?: () => void
}

/** One line of a list: something before, the words, something after. */
export function Line({ children, before, after, label, onClick }: LineProps) {
  const inside = (
    <>
      {before}
      <span class="grow">{children}</span>
      {after}
    </>
  )
  if (onClick === undefined) return <div class="line">{inside}</div>
  return <button type="button" class="line" aria-label={label} onClick={onClick}>{inside}</button>
}
