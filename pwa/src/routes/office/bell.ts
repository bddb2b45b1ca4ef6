/**
 * The office's bell: which list has changed on the server. Pages read their lists again; what the bell does not say (a
 * connection that was cut) a slow timer makes good.
 *
 * Effects  one stream while somebody listens, a timer.
 */
import { useEffect, useState } from 'preact/hooks'
import { stream } from '../../wire/client'

const EVERY_MS = 60_000

export type What = 'operation' | 'phone' | 'dropbox'

export type Rung = Readonly<Record<What, number>>

const QUIET: Rung = { operation: 0, phone: 0, dropbox: 0 }

export function useBell(listens: boolean): Rung {
  const [rung, ring] = useState<Rung>(QUIET)
  useEffect(() => {
    if (!listens) return
    const cut = new AbortController()
    const heard = (_: string, data: unknown): void => {
      const what = (data as { what?: What } | null)?.what
      if (what !== undefined && what in QUIET) ring((old) => ({ ...old, [what]: old[what] + 1 }))
    }
    const all = (): void => ring(({ operation, phone, dropbox }) => ({ operation: operation + 1, phone: phone + 1, dropbox: dropbox + 1 }))
    void stream('/office/stream', { onEvent: heard, onState: (open) => open && all(), signal: cut.signal })
    const timer = setInterval(() => document.visibilityState === 'visible' && all(), EVERY_MS)
    return () => {
      cut.abort()
      clearInterval(timer)
    }
  }, [listens])
  return rung
}
