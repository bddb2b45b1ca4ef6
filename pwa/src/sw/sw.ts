/**
 * The service worker: the shell works without a network, nothing of the API is ever kept.
 *
 * The shell and all a technician needs are fetched at install and stay together by version; what office pages
 * load is kept on first use and dropped with the build it belongs to. A new worker waits until a person says
 * so (`skip_waiting`), so that no form is swept away. `/o` and `/report` always come from the network.
 *
 * Effects  caches, notifications, messages to pages.
 */
import { cleanupOutdatedCaches, matchPrecache, precache } from 'workbox-precaching'
import type { PushNotification } from '../wire/types.gen'
import { noticeOf, target } from './notice'

declare const self: ServiceWorkerGlobalScope
declare const __PRECACHE__: { url: string; revision: string | null }[]
declare const __ASSETS__: string[]

interface SyncEvent extends ExtendableEvent {
  readonly tag: string
}

const KEPT = /^\/(manifest\.webmanifest|icon-192\.png|icon\.svg)$/
const USED = 'doorstep-used'
const NETWORK_ONLY = /^\/(o|report|api|health)(\/|$)|\.[a-z0-9]+$/

precache(__PRECACHE__)
cleanupOutdatedCaches()

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.startsWith('/api/')) return
  if (request.mode === 'navigate') {
    if (!NETWORK_ONLY.test(url.pathname)) event.respondWith(shell(request))
  } else if (KEPT.test(url.pathname) || __ASSETS__.includes(url.pathname)) {
    event.respondWith(used(request))
  }
})

/** The cached shell at once: it is of one piece with the chunks in the same cache. */
async function shell(request: Request): Promise<Response> {
  return (await matchPrecache('/index.html')) ?? fetch(request)
}

/** A hashed file of this build: from a cache, else fetched and kept. */
async function used(request: Request): Promise<Response> {
  const held = (await matchPrecache(new URL(request.url).pathname)) ?? (await caches.match(request))
  if (held) return held
  const fetched = await fetch(request)
  if (fetched.ok && __ASSETS__.includes(new URL(request.url).pathname)) {
    const copy = fetched.clone()
    void caches.open(USED).then((cache) => cache.put(request, copy))
  }
  return fetched
}

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), dropOld()]))
})

async function dropOld(): Promise<void> {
  const cache = await caches.open(USED)
  const old = (await cache.keys()).filter((request) => !__ASSETS__.includes(new URL(request.url).pathname))
  await Promise.all(old.map((request) => cache.delete(request)))
}

self.addEventListener('message', (event) => {
  const { type } = (event.data ?? {}) as { type?: string }
  if (type === 'skip_waiting') void self.skipWaiting()
})

self.addEventListener('push', (event) => {
  const notice = noticeOf(event.data?.text())
  const shown = self.registration.showNotification(notice.title, {
    body: notice.body,
    tag: notice.tag,
    icon: '/icon-192.png',
    badge: '/badge-96.png',
    requireInteraction: notice.kind === 'offered',
    data: notice,
  })
  event.waitUntil(Promise.all([shown, wake()]))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const { navigate } = (event.notification.data ?? {}) as Partial<PushNotification>
  event.waitUntil(open(target(navigate, self.location.origin)))
})

async function open(path: string): Promise<void> {
  const [page] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (!page) {
    await self.clients.openWindow(path)
    return
  }
  await page.focus()
  page.postMessage({ type: 'go', path })
}

// A bonus where it exists: elsewhere pages sync when they open, are seen, or hear the network.
self.addEventListener('sync' as 'message', (event) => {
  if ((event as unknown as SyncEvent).tag === 'outbox') (event as ExtendableEvent).waitUntil(wake())
})

/** Tells every open page to sync; without one, the work waits safely in the page's store. */
async function wake(): Promise<void> {
  for (const page of await self.clients.matchAll({ type: 'window' })) page.postMessage({ type: 'sync' })
}
