/**
 * What this phone may spend on parts while it has no network: told by the server ahead of time, kept on the phone, counted
 * down by what is used. It is asked for anew only when every part of this phone has reached the server; otherwise
 * what waits here would be given a second time.
 *
 * Units    minor units, epoch ms.
 * Effects  the wire; local storage, which may refuse: then there is no allowance.
 */
import { freeFen, ofOrder } from '../engine/spending'
import type { PhoneState } from '../engine/model'
import type { Allowance } from '../wire/types.gen'
import { api } from '../wire/request'

export interface Kept {
  readonly allowance: Allowance
  /** What each order had cost without asking when it was given: part of the server's sum already. */
  readonly counted: Readonly<Record<string, number>>
}

const AGAIN_MS = 15 * 60_000
const keyOf = (user: string): string => `doorstep.allowance.${user}`

export function keptAllowance(user: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(user)) ?? 'null') as Kept | null
    return typeof kept?.allowance?.left_fen === 'number' ? kept : null
  } catch {
    return null
  }
}

/** Whether something that costs is still only here. */
export const partsWait = (state: Pick<PhoneState, 'outbox'>): boolean => state.outbox.some((one) => one.kind.startsWith('part.') && one.state !== 'confirmed')

/** Asks for a new allowance; the one that is kept stays where the server cannot be asked. */
export async function renewed(state: PhoneState, deviceId: string | null): Promise<Kept | null> {
  if (deviceId === null || partsWait(state)) return keptAllowance(state.me.id)
  try {
    const allowance = await api<Allowance>('POST', '/me/allowance', { device_id: deviceId })
    const counted = Object.fromEntries(state.orders.map(({ shown }) => [shown.order.id, freeFen(ofOrder(shown))]))
    const kept = { allowance, counted }
    localStorage.setItem(keyOf(state.me.id), JSON.stringify(kept))
    return kept
  } catch {
    return keptAllowance(state.me.id)
  }
}

/** Keeps an allowance at hand while the face is open: now, and whenever the phone has been in touch. Returns how to stop. */
export function keepAllowance(state: { get(): PhoneState; subscribe(told: () => void): () => void }, deviceId: () => string | null): () => void {
  let asked = 0
  let last: number | null = null
  const look = (): void => {
    const now = state.get()
    const touched = now.sync.lastOk
    if (touched === null || touched === last || now.sync.phase !== 'idle' || touched - asked < AGAIN_MS) return
    last = asked = touched
    void renewed(now, deviceId())
  }
  look()
  return state.subscribe(look)
}
