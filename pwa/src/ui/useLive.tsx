/** The joint between the engine's values and the screen: one slice, drawn again only when it is a different value. */
import { useEffect, useReducer, useRef } from 'preact/hooks'
import type { Live } from '../engine/live'

/** One slice of a live value. Follows a changed selector and misses no change made before its effect ran. */
export function useLive<S, T>(live: Pick<Live<S>, 'get' | 'subscribe'>, pick: (state: S) => T): T {
  const [, redraw] = useReducer((n: number, _: null) => n + 1, 0)
  const shown = useRef({ pick, slice: pick(live.get()) })
  shown.current = { pick, slice: pick(live.get()) }
  useEffect(() => {
    const check = (): void => {
      if (!Object.is(shown.current.pick(live.get()), shown.current.slice)) redraw(null)
    }
    check()
    return live.subscribe(check)
  }, [live])
  return shown.current.slice
}

/** The whole value. */
export const useAll = <S,>(live: Pick<Live<S>, 'get' | 'subscribe'>): S => useLive(live, same)

const same = <S,>(state: S): S => state
