/**
 * What a push message says and where it leads.
 *
 * Pure    yes.
 */
import type { PushNotification, PushPayload } from '../wire/types.gen'

const NOTHING: PushNotification = { title: '上门 Doorstep', body: '', navigate: '/', tag: 'doorstep', kind: '' }

/** The notification of a message; a message nobody understands is still shown, since every push must be. */
export function noticeOf(text: string | undefined): PushNotification {
  try {
    const told = JSON.parse(text ?? '') as Partial<PushPayload> | null
    return { ...NOTHING, ...told?.notification }
  } catch {
    return { ...NOTHING, body: text?.trim() ?? '' }
  }
}

/** The page a notification opens: always one of ours, whatever the message says. */
export function target(navigate: string | undefined, origin: string): string {
  try {
    const url = new URL(navigate ?? '/', origin)
    return url.protocol.startsWith('http') ? url.pathname.replace(/^\/+/, '/') + url.search : '/'
  } catch {
    return '/'
  }
}
