/**
 * Web push of this browser: asked for by a tap, told to the server, taken back.
 *
 * A subscription is made by the browser's own push service, which many networks do not reach; the browser then waits
 * without an end, so it is given `PATIENCE_MS`. What it still brings afterwards is thrown away: a subscription that the
 * server does not know would only look like one.
 *
 * Errors   those of the wire, when our own server does not answer.
 * Effects  `browser`: permission, push service; `tell`: `PUT` and `DELETE /me/push`.
 */
import { api } from '../wire/request'

/** `blocked`: by the person, in the browser. `unreachable`: the push service did not answer. */
export type PushState = 'on' | 'off' | 'blocked' | 'unsupported' | 'unreachable'

export interface PushSwitch {
  readonly state: () => Promise<PushState>
  readonly on: () => Promise<PushState>
  readonly off: () => Promise<PushState>
}

type Subscription = Pick<PushSubscription, 'toJSON' | 'unsubscribe'>

export interface Browser {
  readonly permission: () => NotificationPermission | 'unsupported'
  readonly ask: () => Promise<NotificationPermission>
  readonly current: () => Promise<Subscription | null>
  readonly subscribe: (key: string) => Promise<Subscription>
}

export interface Told {
  readonly key: () => Promise<string>
  readonly put: (subscription: Subscription) => Promise<void>
  readonly remove: (subscription: Subscription) => Promise<void>
}

export const PATIENCE_MS = 8000

export function pushSwitch(browser: Browser = real, told: Told = server, patienceMs = PATIENCE_MS): PushSwitch {
  const state = async (): Promise<PushState> => {
    const allowed = browser.permission()
    if (allowed === 'unsupported') return 'unsupported'
    if (allowed === 'denied') return 'blocked'
    const held = await browser.current()
    if (held === null) return 'off'
    // The phone may have changed hands since: what this browser holds belongs to whoever is signed in now.
    await told.put(held).catch(() => undefined)
    return 'on'
  }
  const on = async (): Promise<PushState> => {
    if (browser.permission() === 'unsupported') return 'unsupported'
    const allowed = await browser.ask()
    if (allowed !== 'granted') return allowed === 'denied' ? 'blocked' : 'off'
    const made = await within(patienceMs, renewed(browser, await told.key()))
    if (made === null) return 'unreachable'
    try {
      await told.put(made)
    } catch (failure) {
      await made.unsubscribe().catch(() => false)
      throw failure
    }
    return 'on'
  }
  const off = async (): Promise<PushState> => {
    if (browser.permission() === 'unsupported') return 'unsupported'
    const held = await browser.current()
    if (held !== null) {
      await held.unsubscribe()
      await told.remove(held) // this phone's alone: the person's other phones stay on
    }
    return browser.permission() === 'denied' ? 'blocked' : 'off'
  }
  return { state, on, off }
}

/** A subscription under this key; one under an older key of the server is given up for it. */
async function renewed(browser: Browser, key: string): Promise<Subscription> {
  try {
    return await browser.subscribe(key)
  } catch (failure) {
    const old = (failure as Error | undefined)?.name === 'InvalidStateError' ? await browser.current() : null
    if (old === null) throw failure
    await old.unsubscribe()
    return browser.subscribe(key)
  }
}

/** What comes in time; null when nothing does or the push service fails. What comes later is undone. */
function within(patienceMs: number, coming: Promise<Subscription>): Promise<Subscription | null> {
  return new Promise((resolve) => {
    let waiting = true
    const end = (made: Subscription | null): void => {
      clearTimeout(timer)
      if (waiting) resolve(made)
      else void made?.unsubscribe().catch(() => false)
      waiting = false
    }
    const timer = setTimeout(() => end(null), patienceMs)
    coming.then(end, () => end(null))
  })
}

const registered = async (): Promise<ServiceWorkerRegistration | undefined> => navigator.serviceWorker.getRegistration()

const real: Browser = {
  permission: () => ('serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis ? Notification.permission : 'unsupported'),
  ask: () => Notification.requestPermission(),
  current: async () => (await registered())?.pushManager.getSubscription() ?? null,
  subscribe: async (key) => (await navigator.serviceWorker.ready).pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }),
}

const server: Told = {
  key: async () => (await api<{ key: string }>('GET', '/push/key')).key,
  put: async (subscription) => {
    const { endpoint, keys } = subscription.toJSON()
    await api('PUT', '/me/push', { endpoint, p256dh: keys?.['p256dh'], auth: keys?.['auth'] })
  },
  remove: async (subscription) => api('DELETE', '/me/push', { endpoint: subscription.toJSON().endpoint }),
}
