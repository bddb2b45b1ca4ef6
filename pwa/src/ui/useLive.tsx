/** Joins the engine's state to a component. */
import { useEffect, useReducer, useRef } from 'preact/hooks'
import type { Live } from '../engine/live'

/** One slice of the engine's state. Draws again only when that slice is a different value. */
export function useLive<S, T>(live: Live<S>, pick: (state: S) => T): T {
  const [, redraw] = useReducer((n: number, _: null) => n + 1, 0)
  const shown = useRef({ pick, slice: pick(live.get()) })
  shown.current = { pick, slice: pick(live.get()) }
  useEffect(() => {
    const check = () => {
      if (!Object.is(shown.current.pick(live.get()), shown.current.slice)) redraw(null)
    }
    check()
    return live.subscribe(check)
  }, [live])
  return shown.current.slice
}
