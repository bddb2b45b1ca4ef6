/** What somebody needs who has to find out why a phone does not send: its state in numbers and the last events of sync, as text. No word of anybody's work. */
import type { PhoneState } from '../../../engine/model'
import type { Phone } from '../../../platform/phone'

declare const __BUILD__: string

export async function diagnostics(phone: Pick<Phone, 'state' | 'log'>): Promise<Blob> {
  return new Blob([report(phone.state.get(), await phone.log())], { type: 'text/plain' })
}

export function report(state: Pick<PhoneState, 'me' | 'sync' | 'outbox' | 'photosWaiting' | 'storage' | 'clock'>, log: readonly { readonly at: number; readonly what: string }[]): string {
  const { sync, outbox, photosWaiting, storage, clock } = state
  const states = new Map<string, number>()
  for (const one of outbox) states.set(one.state, (states.get(one.state) ?? 0) + 1)
  const head = {
    person: state.me.code,
    build: __BUILD__,
    browser: globalThis.navigator?.userAgent ?? '',
    phase: sync.phase,
    error: sync.error ?? '',
    'last answer': sync.lastOk === null ? 'never' : new Date(sync.lastOk).toISOString(),
    updates: [...states].map(([name, count]) => `${count} ${name}`).join(', ') || 'none',
    photos: `${photosWaiting.count} waiting, ${photosWaiting.bytes} bytes`,
    storage: `${storage.usage} of ${storage.quota}, ${storage.persisted ? 'kept' : 'not promised'}`,
    clock: `${clock.off} ms ± ${clock.unc} ms`,
  }
  const lines = log.map(({ at, what }) => `${new Date(at).toISOString()} ${what}`)
  return [...Object.entries(head).map(([name, value]) => `${name}: ${value}`), '', ...lines, ''].join('\n')
}
