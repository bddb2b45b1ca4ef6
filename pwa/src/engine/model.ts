/**
 * The nouns of the phone: operations waiting, photos held, what screens are shown.
 *
 * Units    epoch milliseconds (`at`), bytes.
 * Pure     values only.
 */
import type { Me } from '../wire/edge'
import type { Fault, Instant, Material, PhoneOrder, Photo, Signature, Slot, Verdict } from '../wire/types.gen'
import type { Kind } from './protocol'

/**
 * waiting   on this phone only
 * sending   part of a request that is under way
 * sent      answered; its effect is not yet part of what the server showed us
 * confirmed answered, and the server's picture contains it
 * parked    the office decides
 * held      the server tries again by itself, or it lies in the drop-box
 */
export type OutboxState = 'waiting' | 'sending' | 'sent' | 'confirmed' | 'parked' | 'held'

export interface OutboxItem {
  readonly opId: string
  readonly kind: Kind
  readonly workOrder: string
  readonly cseq: number
  readonly state: OutboxState
  readonly verdict: Verdict | null
  readonly reason: string
  readonly at: number
  readonly resolution: string | null // accept | reject | amend: the office's word on a parked one
  readonly note: string
  readonly moved: boolean // the work order left this phone; the operation is still sent
  readonly bytesLeft: number // of its photo, that are not with the server yet
}

/**
 * Where the bytes of a photo are. `elsewhere`: still with another phone; `ghost`: this phone lost them before they
 * were sent, take it again.
 */
export type BytesState = 'on_phone' | 'sending' | 'on_server' | 'elsewhere' | 'ghost'

export interface LocalPhoto {
  readonly id: string
  readonly workOrderId: string
  readonly slot: Slot
  readonly sha256: string
  readonly takenAt: Instant
  readonly state: BytesState
  readonly sent: number
  readonly size: number
  readonly warnings: readonly string[]
  readonly shot: string // which of the shots its fault asks for; empty when none was named
  readonly server: Photo | null
}

export interface PhoneView {
  readonly shown: PhoneOrder
  readonly photos: readonly LocalPhoto[]
  readonly signature: Signature | null
  readonly pending: number
  readonly parked: readonly OutboxItem[]
  readonly part?: 'asked' | 'along' // to go along with whoever leads; absent for whoever leads
}

export type Phase = 'idle' | 'syncing' | 'offline' | 'needs_login' | 'trouble'

export interface SyncState {
  readonly phase: Phase
  readonly done: number
  readonly total: number
  readonly lastOk: number | null
  readonly error: string | null
}

export interface PhoneState {
  readonly me: Me
  readonly orders: readonly PhoneView[]
  readonly outbox: readonly OutboxItem[]
  readonly photosWaiting: { readonly count: number; readonly bytes: number }
  readonly sync: SyncState
  readonly catalog: { readonly faults: readonly Fault[]; readonly materials: readonly Material[] }
  readonly storage: { readonly usage: number; readonly quota: number; readonly persisted: boolean }
  readonly clock: { readonly off: number; readonly unc: number }
}
