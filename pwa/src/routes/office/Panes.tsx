/**
 * Panes side by side that remember how wide somebody made them. The last one takes what is left. On a narrow screen one
 * pane is shown at a time: the last one that has content, with the way back to the list above it.
 */
import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { c } from '../../text/common'
import { o } from '../../text/office'
import { Icon } from '../../ui/Icon'
import { arrowLeft } from '../../ui/icons'

export interface Pane {
  readonly key: string
  readonly width: number
  readonly min: number
  readonly label: string
  readonly content: ComponentChildren
  /** Takes the rest instead of a width. */
  readonly rest?: boolean
  readonly hidden?: boolean
}

const KEPT = 'doorstep.panes'

function kept(name: string): Readonly<Record<string, number>> {
  try {
    return JSON.parse(localStorage.getItem(`${KEPT}.${name}`) ?? '{}') as Record<string, number>
  } catch {
    return {}
  }
}

export interface PanesProps {
  readonly name: string
  readonly panes: readonly Pane[]
  readonly active: string
  /** Back from the active pane to the first one; absent where it is the first. */
  readonly onBack?: (() => void) | undefined
}

export function Panes({ name, panes, active, onBack }: PanesProps) {
  const [widths, set] = useState(() => kept(name))
  const put = (key: string, width: number): void => {
    const next = { ...widths, [key]: width }
    set(next)
    try {
      localStorage.setItem(`${KEPT}.${name}`, JSON.stringify(next))
    } catch {
      // No storage: the width lasts as long as the page.
    }
  }
  const shown = panes.filter((pane) => !pane.hidden)
  const deep = (pane: Pane): boolean => onBack !== undefined && pane.key === active
  return (
    <div class="panes">
      {shown.map((pane, n) => {
        const width = Math.max(pane.min, widths[pane.key] ?? pane.width)
        const grip = pane.rest ? null : <Grip key={`${pane.key}-grip`} width={width} min={pane.min} before={n === shown.length - 1} onWidth={(next) => put(pane.key, next)} />
        const box = (
          <section key={pane.key} class={`pane${pane.rest ? ' rest' : ''}${pane.key === active ? ' active' : ''}${deep(pane) ? ' deep' : ''}`} aria-label={pane.label} style={pane.rest ? {} : { '--width': `${width}px` }}>
            {deep(pane) && <button type="button" class="back only-narrow" onClick={onBack}><Icon of={arrowLeft} size={20} /> {c('back')}</button>}
            {pane.content}
          </section>
        )
        return n === shown.length - 1 ? [grip, box] : [box, grip]
      })}
    </div>
  )
}

interface GripProps {
  readonly width: number
  readonly min: number
  /** The pane lies after the grip: dragging left makes it wider. */
  readonly before: boolean
  readonly onWidth: (width: number) => void
}

function Grip({ width, min, before, onWidth }: GripProps) {
  const from = useRef<{ x: number; width: number } | null>(null)
  const sign = before ? -1 : 1
  const to = (next: number): void => onWidth(Math.round(Math.max(min, Math.min(innerWidth * 0.6, next))))
  return (
    <div
      class="grip"
      role="separator"
      aria-orientation="vertical"
      aria-label={o('resize')}
      aria-valuenow={width}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { x: event.clientX, width }
      }}
      onPointerMove={(event) => from.current && to(from.current.width + sign * (event.clientX - from.current.x))}
      onPointerUp={() => {
        from.current = null
      }}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowLeft' ? -24 : event.key === 'ArrowRight' ? 24 : 0
        if (step === 0) return
        event.preventDefault()
        to(width + sign * step)
      }}
    />
  )
}
