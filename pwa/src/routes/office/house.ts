/**
 * What the pages about phones and what came of them ask the server for, and the words made of it.
 *
 * Effects  fetch; the rest is pure.
 */
import { api } from '../../wire/client'
import type { AccountRow, Buried, DeviceRow, Drops, Imported, Opened, PhonesPage } from '../../wire/types.gen'

export interface ImportRow {
  readonly told: Imported
  readonly by_code: string
  readonly author_code: string
  readonly at: string
}

type Asking = AbortSignal | undefined
const asking = (signal: Asking) => (signal ? { signal } : {})
const items = <T>(path: string, signal: Asking): Promise<readonly T[]> => api<{ items: readonly T[] }>('GET', path, undefined, asking(signal)).then((page) => page.items)

export const readPhones = (signal?: AbortSignal) => api<PhonesPage>('GET', '/phones', undefined, asking(signal))
export const settleGap = (id: string, note: string) => api<PhonesPage>('POST', `/phones/gaps/${id}`, { note })
export const readImports = (signal?: AbortSignal) => items<ImportRow>('/imports', signal)
export const takeIn = (file: Blob) => api<Imported>('POST', '/imports', file)
export const readDrops = (signal?: AbortSignal) => api<Drops>('GET', '/dropbox', undefined, asking(signal))
export const openDrop = (id: string, signal?: AbortSignal) => api<Opened>('GET', `/dropbox/${id}/opened`, undefined, asking(signal))
export const importDrop = (id: string) => api<Imported>('POST', `/dropbox/${id}/import`)
export const handleDrop = (id: string, note: string) => api<Drops>('POST', `/dropbox/${id}/handled`, { note })
export const readBuried = (signal?: AbortSignal) => items<Buried>('/buried', signal)
export const retryBuried = (n: readonly number[]) => api<{ items: readonly Buried[] }>('POST', '/buried/retry', { n }).then((page) => page.items)
export const readAccounts = (signal?: AbortSignal) => items<AccountRow>('/admin/accounts', signal)
export const lockAccount = (id: string, what: 'disable' | 'enable', reason: string) => api<AccountRow>('POST', `/admin/accounts/${id}/${what}`, { reason })
export const readDevices = (id: string, signal?: AbortSignal) => items<DeviceRow>(`/admin/accounts/${id}/devices`, signal)
export const revokeDevice = (id: string, reason: string) => api<{ items: readonly DeviceRow[] }>('POST', `/admin/devices/${id}/revoke`, { reason }).then((page) => page.items)

/** "iPhone · Safari" out of what a browser says of itself. */
export function deviceName(platform: string): string {
  const machine = /iPhone|iPad|HarmonyOS|Android/.exec(platform)?.[0] ?? /Windows|Macintosh|Linux/.exec(platform)?.[0] ?? '' // every Android names its Linux first
  const browser = /MicroMessenger|HuaweiBrowser|EdgA?|Firefox|CriOS|Chrome|Safari/.exec(platform)?.[0] ?? ''
  return [MACHINES[machine] ?? machine, BROWSERS[browser] ?? browser].filter(Boolean).join(' · ') || platform.slice(0, 40) || '—'
}

const MACHINES: Readonly<Record<string, string>> = { Macintosh: 'Mac' }
const BROWSERS: Readonly<Record<string, string>> = { MicroMessenger: 'WeChat', EdgA: 'Edge', Edg: 'Edge', CriOS: 'Chrome', HuaweiBrowser: 'Huawei' }

/** "3–5, 9": the numbers of what is missing. */
export const ranges = (numbers: readonly (readonly number[])[]): string => numbers.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(', ')

/** How many of each kind, most first. */
export function kindsOf(operations: readonly { readonly kind?: string }[]): readonly (readonly [string, number])[] {
  const counted = new Map<string, number>()
  for (const { kind = '' } of operations) counted.set(kind, (counted.get(kind) ?? 0) + 1)
  return [...counted].sort((a, b) => b[1] - a[1])
}
