/**
 * The phone as screens see it: one state to watch, a handful of things to do. Nothing here waits for the
 * network; what is promised is that it is durable on this phone when the promise resolves.
 */
import type { Live } from '../engine/live'
import type { LocalPhoto, PhoneState } from '../engine/model'
import type { Args, Kind } from '../engine/protocol'
import type { Me } from '../wire/edge'
import type { LatLng, Slot } from '../wire/types.gen'

export interface PhotoMeta {
  readonly id?: string
  readonly takenAt?: number // epoch ms; now when absent
  readonly position?: LatLng
  readonly accuracyM?: number
  readonly warnings?: readonly string[]
}

export interface ActOptions {
  /** Minted when the screen action started, so that a double tap is one operation. */
  readonly opId?: string
  readonly photos?: readonly { readonly blob: Blob }[]
}

export interface Phone {
  readonly state: Live<PhoneState>
  /** Stores one operation in one strict transaction; resolves when it is durable and shown. */
  act<K extends Kind>(kind: K, workOrderId: string, args: Args[K], opts?: ActOptions): Promise<void>
  /** Shrinks, hashes, stores bytes and `photo.add` together, reads them back, then shows the photo. */
  photo(workOrderId: string, slot: Slot, blob: Blob, meta?: PhotoMeta): Promise<LocalPhoto>
  /** An object URL of a photo's bytes: from this phone, else from the server; null when neither has them. */
  photoUrl(sha256: string, variant?: 'thumb' | 'master'): Promise<string | null>
  newId(): string
  syncNow(): void
  retry(opId: string): Promise<void>
  /** Everything unsent as one file, photos included. */
  exportQueue(): Promise<Blob>
  /** The shift receipt: true only when the server holds exactly what this phone sent. */
  receipt(): Promise<{ readonly safe: boolean; readonly waiting: number; readonly missing: number; readonly parked: number }>
  close(): Promise<void>
}

export function openPhone(me: Me): Promise<Phone> {
  return Promise.reject(new Error(`not built yet for ${me.code}`))
}
