/**
 * A map surface in a box: MapLibre when it can, SVG when it cannot, redrawn when plan or theme change.
 *
 * What lies above is placed once for a view and then carried along by one transform while the map moves: thousands of
 * markers cost a frame no more than one. When the hand rests they are placed and grouped anew.
 */
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks'
import { colours, type Surface } from './surface'
import type { PlanFeature } from './plan'

async function open(box: HTMLElement, plain: boolean): Promise<Surface> {
  if (!plain) {
    try {
      const { canGl, openGl } = await import('./glmap')
      if (canGl()) return await openGl(box, colours())
    } catch {
      // No WebGL, or the library could not be had: the plain map shows the same data.
      box.replaceChildren()
      box.removeAttribute('class')
    }
  }
  const { openSvg } = await import('./svgmap')
  return openSvg(box, colours())
}

export interface Mounted {
  readonly box: RefObject<HTMLDivElement | null>
  readonly overlay: RefObject<HTMLDivElement | null>
  readonly surface: Surface | null
}

/** Where a place of the earth lay when the overlay was placed, and how near that was. */
interface Anchor {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

const ORIGIN = { lat: 0, lng: 0 }
const REST_MS = 160

function anchorOf(surface: Surface): Anchor {
  const { x, y } = surface.project(ORIGIN)
  return { x, y, zoom: surface.zoom() }
}

/** The transform that takes a view as it was to the view as it is. Pure. */
export function carriedBy(was: Anchor, now: Anchor): string {
  const scale = 2 ** (now.zoom - was.zoom)
  return `translate(${(now.x - was.x * scale).toFixed(2)}px, ${(now.y - was.y * scale).toFixed(2)}px) scale(${scale.toFixed(5)})`
}

export function useSurface(features: readonly PlanFeature[], plain: boolean): Mounted {
  const box = useRef<HTMLDivElement | null>(null)
  const [surface, set] = useState<Surface | null>(null)
  const overlay = useRef<HTMLDivElement | null>(null)
  const anchor = useRef<Anchor | null>(null)
  const [, place] = useReducer((n: number, _: null) => n + 1, 0)
  useEffect(() => {
    const at = box.current
    if (at === null) return
    const inner = document.createElement('div')
    at.append(inner)
    let gone = false
    let made: Surface | null = null
    let frame = 0
    let rest: ReturnType<typeof setTimeout> | undefined
    void open(inner, plain).then((opened) => {
      made = opened
      if (gone) return opened.destroy()
      opened.onMove(() => {
        cancelAnimationFrame(frame)
        clearTimeout(rest)
        frame = requestAnimationFrame(() => {
          if (overlay.current !== null && anchor.current !== null) overlay.current.style.transform = carriedBy(anchor.current, anchorOf(opened))
        })
        rest = setTimeout(() => place(null), REST_MS)
      })
      set(opened)
    })
    return () => {
      gone = true
      cancelAnimationFrame(frame)
      clearTimeout(rest)
      made?.destroy()
      inner.remove()
      set(null)
    }
  }, [plain])
  // Every drawing places everything for the view of that moment.
  useLayoutEffect(() => {
    anchor.current = surface === null ? null : anchorOf(surface)
    if (overlay.current !== null) overlay.current.style.transform = ''
  })
  useEffect(() => surface?.draw(features), [surface, features])
  useEffect(() => {
    if (surface === null) return
    const watch = new MutationObserver(() => surface.paint(colours()))
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => watch.disconnect()
  }, [surface])
  return { box, overlay, surface }
}
