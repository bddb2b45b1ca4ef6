/**
 * What makes a phone sync: the network back, the page seen again, a hint of the server, a word of the service
 * worker, a new session. None of them is needed: the loop also wakes by itself.
 *
 * Effects  listeners of window, document and service worker; one stream while the page is visible.
 */
import type { Fact } from '../engine/run'
import type { Why } from '../engine/sync'
import { needsLogin, session } from '../wire/session'
import { stream } from '../wire/stream'
import { online } from './browser'

export function triggers(trigger: (why: Why) => void, tell: (fact: Fact) => void, putAway: () => void): () => void {
  const ended = new AbortController()
  const { signal } = ended
  const seen = () => {
    listen()
    if (document.visibilityState === 'visible') trigger('visible')
    else putAway()
  }
  let hints: AbortController | null = null
  const listen = () => {
    const wanted = document.visibilityState === 'visible' && online() && session.get()?.access_token && !signal.aborted
    if (!wanted) {
      hints?.abort()
      hints = null
    } else if (!hints) {
      hints = new AbortController()
      const onState = (hinted: boolean) => tell({ is: 'around', around: { hinted } })
      void stream('/sync/hints', { signal: hints.signal, onState, onEvent: () => trigger('hint') })
    }
  }
  addEventListener('online', () => (trigger('online'), listen()), { signal })
  addEventListener('pageshow', seen, { signal })
  addEventListener('pagehide', putAway, { signal })
  document.addEventListener('visibilitychange', seen, { signal })
  navigator.serviceWorker?.addEventListener(
    'message',
    ({ data }: MessageEvent<{ type?: string }>) => {
      if (data?.type === 'sync') trigger('push')
    },
    { signal },
  )
  const forget = [
    session.subscribe(listen),
    needsLogin.subscribe(() => {
      if (!needsLogin.get()) tell({ is: 'signed_in' })
    }),
  ]
  listen()
  return () => {
    ended.abort()
    hints?.abort()
    for (const one of forget) one()
  }
}
