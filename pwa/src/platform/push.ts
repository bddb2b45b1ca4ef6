/**
 * Web push of this browser: asked for by a tap, told to the server, taken back.
 *
 * Effects  service worker registration, `PUT /me/push`.
 */
import { api } from '../wire/request'

export type PushState = 'on' | 'off' | 'refused' | 'unsupported'

export async function pushState(): Promise<PushState> {
  if (!('serviceWorker' in navigator) || !('PushManager' in globalThis)) return 'unsupported'
  if (Notification.permission === 'denied') return 'refused'
  const registration = await navigator.serviceWorker.getRegistration()
  return (await registration?.pushManager.getSubscription()) ? 'on' : 'off'
}

export async function pushOn(): Promise<PushState> {
  if ((await pushState()) === 'unsupported') return 'unsupported'
  if ((await Notification.requestPermission()) !== 'granted') return 'refused'
  const registration = await navigator.serviceWorker.ready
  const { key } = await api<{ key: string }>('GET', '/push/key')
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  const { endpoint, keys } = made.toJSON()
  await api('PUT', '/me/push', { endpoint, p256dh: keys?.['p256dh'], auth: keys?.['auth'] })
  return 'on'
}

export async function pushOff(): Promise<PushState> {
  const registration = await navigator.serviceWorker?.getRegistration()
  await (await registration?.pushManager.getSubscription())?.unsubscribe()
  await api('DELETE', '/me/push')
  return 'off'
}
