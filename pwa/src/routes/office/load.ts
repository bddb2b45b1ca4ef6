/**
 * What a screen asks for when it opens: the answer, the failure, and the way to ask again. A new key forgets the old answer;
 * asking again keeps it on the screen until the next one is there.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'

export interface Loaded<T> {
  readonly data: T | null
  readonly problem: unknown
  readonly busy: boolean
  readonly reload: () => void
  readonly put: (data: T) => void
}

interface Held<T> {
  readonly key: string
  readonly data: T | null
  readonly problem: unknown
  readonly busy: boolean
}

/** Asks `ask` whenever `key` changes; a null key asks nothing. */
export function useLoaded<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [held, hold] = useState<Held<T>>({ key: '', data: null, problem: null, busy: false })
  const [round, again] = useState(0)
  const latest = useRef(ask)
  latest.current = ask
  useEffect(() => {
    if (key === null) return
    const cut = new AbortController()
    hold((old) => ({ key, data: old.key === key ? old.data : null, problem: null, busy: true }))
    latest.current(cut.signal).then(
      (data) => cut.signal.aborted || hold({ key, data, problem: null, busy: false }),
      (problem: unknown) => cut.signal.aborted || hold((old) => ({ ...old, key, problem, busy: false })),
    )
    return () => cut.abort()
  }, [key, round])
  const mine = key !== null && held.key === key
  const put = useCallback((data: T) => hold({ key: key ?? '', data, problem: null, busy: false }), [key])
  return {
    data: mine ? held.data : null,
    problem: mine ? held.problem : null,
    busy: mine ? held.busy : key !== null,
    reload: () => again((n) => n + 1),
    put,
  }
}
