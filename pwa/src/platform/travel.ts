/**
 * Whether the bytes of photos may travel on the connection there is: on any, or by the person's choice only on Wi-Fi.
 * Updates and signatures always go. Where a browser does not say what the connection is, nothing is held back: a
 * promise that cannot be kept is not made.
 *
 * Effects  localStorage; listeners of the connection and of the window.
 */
import { live, type Live } from '../engine/live'

/** What the browser says of the connection; only some do. */
export interface Connection extends EventTarget {
  readonly type?: string
}

export interface Travel {
  readonly wifiOnly: boolean
  /** Known to cost by the byte; of what is not known nothing is supposed. */
  readonly mobile: boolean
  /** Asked for once, for as long as this connection lasts. */
  readonly anyway: boolean
}

export interface Travelling {
  readonly now: Live<Travel>
  /** Whether this browser can tell Wi-Fi from mobile data at all. */
  readonly tells: boolean
  choose(wifiOnly: boolean): void
  sendAnyway(): void
}

export const mayTravel = ({ wifiOnly, mobile, anyway }: Travel): boolean => !wifiOnly || !mobile || anyway

export function travelling(user: string, connection: Connection | undefined, kept: () => Pick<globalThis.Storage, 'getItem' | 'setItem'>): Travelling {
  const key = `doorstep.wifi-only.${user}`
  const mobile = (): boolean => connection?.type === 'cellular'
  const chosen = (): boolean => {
    try {
      return kept().getItem(key) === '1'
    } catch {
      return false
    }
  }
  const now = live<Travel>({ wifiOnly: chosen(), mobile: mobile(), anyway: false })
  connection?.addEventListener('change', () => now.set({ ...now.get(), mobile: mobile(), anyway: false }))
  globalThis.addEventListener?.('storage', (event: StorageEvent) => {
    if (event.key === key) now.set({ ...now.get(), wifiOnly: chosen() })
  })
  return {
    now,
    tells: connection?.type !== undefined,
    choose(wifiOnly) {
      now.set({ ...now.get(), wifiOnly, anyway: false })
      try {
        kept().setItem(key, wifiOnly ? '1' : '0')
      } catch {
        // No storage: the choice lasts as long as the page.
      }
    },
    sendAnyway: () => now.set({ ...now.get(), anyway: true }),
  }
}

const known = new Map<string, Travelling>()

/** That of a person on this device; one for the engine and the screens. */
export function travelOf(user: string): Travelling {
  const made = known.get(user) ?? travelling(user, (globalThis.navigator as { connection?: Connection } | undefined)?.connection, () => localStorage)
  known.set(user, made)
  return made
}
