/**
 * A map surface in a box: MapLibre when it can, SVG when it cannot, redrawn when plan or theme change. `round` counts the
 * moves, so that what lies above is placed anew.
 */
import type { RefObject } from 'preact'
import { useEffect, useReducer, useRef, useState } from 'preact/hooks'
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
  readonly surface: Surface | null
  readonly round: number
}

export function useSurface(features: readonly PlanFeature[], plain: boolean): Mounted {
  const box = useRef<HTMLDivElement | null>(null)
  const [surface, set] = useState<Surface | null>(null)
  const [round, move] = useReducer((n: number, _: null) => n + 1, 0)
  useEffect(() => {
    const at = box.current
    if (at === null) return
    const inner = document.createElement('div')
    at.append(inner)
    let gone = false
    let made: Surface | null = null
    let frame = 0
    void open(inner, plain).then((opened) => {
      made = opened
      if (gone) return opened.destroy()
      opened.onMove(() => {
        cancelAnimationFrame(frame)
        frame = requestAnimationFrame(() => move(null))
      })
      set(opened)
    })
    return () => {
      gone = true
      cancelAnimationFrame(frame)
      made?.destroy()
      inner.remove()
      set(null)
    }
  }, [plain])
  useEffect(() => surface?.draw(features), [surface, features])
  useEffect(() => {
    if (surface === null) return
    const watch = new MutationObserver(() => surface.paint(colours()))
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => watch.disconnect()
  }, [surface])
  return { box, surface, round }
}
