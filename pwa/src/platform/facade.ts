/** What screens may ask of a phone. Nothing here waits for the network; a promise that resolves is durable on this phone. */
import type { Live } from '../engine/live'
import type { LocalPhoto, PhoneState } from '../engine/model'
import type { Args, Kind } from '../engine/protocol'
import type { Slot } from '../wire/types.gen'
import type { PhotoMeta } from './photos'

export interface ActOptions {
  /** Minted when the screen action started, so that a double tap is one operation. */
  readonly opId?: string
  /** Pictures that belong to the action (a photo at the door); kept as `door` photos in the same transaction. */
  readonly photos?: readonly { readonly blob: Blob; readonly slot?: Slot; readonly meta?: PhotoMeta }[]
}

export interface ShiftReceipt {
  /** True only when the server holds exactly what this phone sent, photos included. */
  readonly safe: boolean
  /** What the person can read out or photograph: how many updates, and the end of the digest over all of them. */
  readonly number: string
  readonly waiting: number
  readonly missing: number
  readonly parked: number
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
  /** The name the server gave this phone; null before it was enrolled. */
  deviceId(): string | null
  /** SHA-256 of a text, for the sheet that is signed. */
  hash(text: string): Promise<string>
  syncNow(): void
  /** Tries an operation again: a waiting one now, a parked or boxed one as a new operation. */
  retry(opId: string): Promise<void>
  /** Everything unsent as one file, photos included. */
  exportQueue(): Promise<Blob>
  /** The last events of sync, for a diagnostics export. */
  log(): Promise<readonly { readonly at: number; readonly what: string }[]>
  /** The camera is about to open: remembered, so that a page that dies in between finds its way back. */
  intend(workOrderId: string, slot: Slot, shot?: string): Promise<string>
  intents(): Promise<readonly { readonly id: string; readonly wo: string; readonly slot: string; readonly shot?: string; readonly at: number }[]>
  forgetIntent(id: string): Promise<void>
  receipt(): Promise<ShiftReceipt>
  close(): Promise<void>
}
