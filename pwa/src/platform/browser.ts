/**
 * The facts of this browser: clock, storage, network, how it is installed.
 *
 * Units    bytes, milliseconds.
 * Effects  reads browser state; `persist` asks for durable storage.
 */
import type { Sample } from '../engine/clock'
import type { World } from '../engine/ports'
import type { Moment } from '../wire/types.gen'

/** Names this run of the page: the wall clock may jump, `performance.now` of one run does not. */
const BOOT = Math.random().toString(36).slice(2, 10)

export const world: World = {
  now: () => Date.now(),
  luck: () => Math.random(),
  after(ms, told) {
    const timer = setTimeout(told, Math.min(ms, 2 ** 31 - 1))
    return () => clearTimeout(timer)
  },
}

export function moment(clock: Sample): Moment {
  return {
    wall: Date.now(),
    boot: BOOT,
    mono: Math.round(performance.now()),
    tz: Intl.DateTimeFormat().resolvedOptions().timeZone ?? '',
    off_ms: clock.off,
    unc_ms: clock.unc,
  }
}

export interface Storage {
  readonly usage: number
  readonly quota: number
  readonly persisted: boolean
}

export async function storage(): Promise<Storage> {
  const manager = globalThis.navigator?.storage
  const [estimate, persisted] = await Promise.all([
    manager?.estimate?.().catch(() => null) ?? null,
    manager?.persisted?.().catch(() => false) ?? false,
  ])
  return { usage: estimate?.usage ?? 0, quota: estimate?.quota ?? 0, persisted }
}

export async function persist(): Promise<boolean> {
  return (await globalThis.navigator?.storage?.persist?.().catch(() => false)) ?? false
}

/** Too little room for photos of a day: below 200 MB or a tenth of the quota. */
export function scarce({ usage, quota }: Storage): boolean {
  const left = quota - usage
  return quota > 0 && (left < 200 * 1024 * 1024 || left < quota / 10)
}

export function standalone(): boolean {
  return globalThis.matchMedia?.('(display-mode: standalone)').matches ?? false
}

export function online(): boolean {
  return globalThis.navigator?.onLine !== false
}
