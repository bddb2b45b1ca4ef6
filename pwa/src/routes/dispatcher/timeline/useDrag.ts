/**
 * An order in the hand: picked up by pointer, carried over the rows, let go over one of them or nowhere.
 *
 * A press that does not move is a click and nobody's drag. The rows scroll when the hand comes near an edge.
 *
 * Effects  listeners of the document while something is carried.
 */
import { useEffect, useRef, useState } from 'preact/hooks'

export interface Hand {
  readonly order: string
  readonly number: string
  readonly from: string | null
  readonly over: string | null
  readonly x: number
  readonly y: number
}

export interface Carried {
  readonly order: string
  readonly number: string
  readonly from: string | null
}

const FAR_PX = 6
const EDGE_PX = 48

export interface Drag {
  readonly hand: Hand | null
  readonly press: (event: PointerEvent, what: Carried) => void
}

export function useDrag(onPick: (what: Carried) => void, onDrop: (what: Carried, technician: string) => void): Drag {
  const [hand, hold] = useState<Hand | null>(null)
  const pressed = useRef<(Carried & { x: number; y: number; id: number }) | null>(null)
  const held = useRef<Hand | null>(null)
  const told = useRef({ onPick, onDrop })
  told.current = { onPick, onDrop }
  const put = (next: Hand | null): void => {
    held.current = next
    hold(next)
  }
  useEffect(() => {
    const onMove = (event: PointerEvent): void => {
      const from = pressed.current
      if (from === null || event.pointerId !== from.id) return
      if (held.current === null) {
        if (Math.hypot(event.clientX - from.x, event.clientY - from.y) < FAR_PX) return
        told.current.onPick(from)
      }
      event.preventDefault()
      nudge(event)
      put({ order: from.order, number: from.number, from: from.from, over: rowUnder(event, from.from), x: event.clientX, y: event.clientY })
    }
    const onUp = (event: PointerEvent): void => {
      const now = held.current
      const from = pressed.current
      if (from === null || event.pointerId !== from.id) return
      pressed.current = null
      put(null)
      if (now?.over && event.type === 'pointerup') told.current.onDrop(now, now.over)
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || held.current === null) return
      event.preventDefault()
      pressed.current = null
      put(null)
    }
    document.addEventListener('pointermove', onMove, { passive: false })
    document.addEventListener('pointerup', onUp)
    document.addEventListener('pointercancel', onUp)
    document.addEventListener('keydown', onKey, true)
    return () => {
      document.removeEventListener('pointermove', onMove)
      document.removeEventListener('pointerup', onUp)
      document.removeEventListener('pointercancel', onUp)
      document.removeEventListener('keydown', onKey, true)
    }
  }, [])
  const press = (event: PointerEvent, what: Carried): void => {
    if (event.button === 0) pressed.current = { ...what, x: event.clientX, y: event.clientY, id: event.pointerId }
  }
  return { hand, press }
}

function rowUnder(event: PointerEvent, from: string | null): string | null {
  const row = document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-technician]')
  const id = row?.getAttribute('data-technician') ?? null
  return id === from ? null : id
}

/** Scrolls the rows when the hand is near their upper or lower edge. */
function nudge(event: PointerEvent): void {
  const box = document.querySelector('.tl-scroll')
  if (box === null) return
  const { top, bottom } = box.getBoundingClientRect()
  if (event.clientY < top + EDGE_PX) box.scrollTop -= 12
  else if (event.clientY > bottom - EDGE_PX) box.scrollTop += 12
}
