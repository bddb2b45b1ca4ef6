/**
 * The phone as screens see it: one state to watch, a handful of things to do. Nothing here waits for the
 * network; what is promised is durable on this phone when the promise resolves.
 *
 * What does it (engine, store, lanes) is a chunk of its own, asked for as soon as this module is, so that the first
 * screen is drawn while it arrives.
 */
import type { Me } from '../wire/edge'
import type { Phone } from './facade'

export type { ActOptions, Phone, ShiftReceipt } from './facade'
export type { PhotoMeta } from './photos'

let arriving = import('./opened')
arriving.catch(() => undefined)

/** Opens the phone of a person; tries the chunk once more where it did not arrive. */
export async function openPhone(me: Me): Promise<Phone> {
  const { opened } = await arriving.catch(() => (arriving = import('./opened')))
  return opened(me)
}
