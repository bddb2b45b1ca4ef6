/**
 * The service worker as pages see it: registered once, asks before a new version takes over.
 *
 * Effects  service worker registration; reloads the page when a person accepted an update.
 */
import { type Live, live } from '../engine/live'

/** A function that switches to the waiting version, or null while there is none. */
export const update: Live<(() => void) | null> = /*#__PURE__*/ live<(() => void) | null>(null)

const HOURLY_MS = 3_600_000

export interface Hooks {
  /** A notification was tapped: go to this path. */
  readonly go: (path: string) => void
}

export function register({ go }: Hooks): void {
  const container = navigator.serviceWorker
  if (!container) return
  let accepted = false
  const offer = (waiting: ServiceWorker) => {
    update.set(() => {
      accepted = true
      waiting.postMessage({ type: 'skip_waiting' })
    })
  }
  container.addEventListener('controllerchange', () => {
    if (accepted) location.reload()
  })
  container.addEventListener('message', ({ data }: MessageEvent<{ type?: string; path?: string }>) => {
    if (data?.type === 'go' && data.path) go(data.path)
  })
  void container.register('/sw.js').then((registration) => {
    if (registration.waiting && container.controller) offer(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const fresh = registration.installing
      fresh?.addEventListener('statechange', () => {
        if (fresh.state === 'installed' && container.controller) offer(fresh)
      })
    })
    setInterval(() => void registration.update().catch(() => undefined), HOURLY_MS)
  }, () => undefined)
}

/** Asks the browser to wake the outbox once there is a network; only Chromium can. */
export async function askBackgroundSync(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration()) as
    | (ServiceWorkerRegistration & { readonly sync?: { register(tag: string): Promise<void> } })
    | undefined
  await registration?.sync?.register('outbox').catch(() => undefined)
}
