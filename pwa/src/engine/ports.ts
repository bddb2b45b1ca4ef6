/**
 * What the engine needs of the world, as interfaces: a store, a wire, time, chance. The platform provides
 * them in a browser, tests and the simulator provide their own.
 *
 * Units    epoch milliseconds.
 * Pure     types only.
 */
import type { EnrolAnswer, ExchangeAnswer } from '../wire/types.gen'
import type { Queued } from './outbox'
import type { Patch, Stored } from './sync'
import type { Part, Reply, Upload } from './uploads'

/** Bytes of a photo in parts, as they are kept. */
export interface Chunks {
  readonly upload: Upload
  readonly parts: readonly ArrayBuffer[]
}

export interface NewOperation {
  readonly opId: string
  readonly raw: string
}

export interface Store {
  load(): Promise<Stored & { readonly uploads: readonly Upload[] }>
  /** One strict transaction: operations with their numbers, and the bytes that belong to them. */
  enqueue(ops: readonly NewOperation[], chunks: readonly Chunks[]): Promise<Queued[]>
  /** One transaction; false when another page was faster or wrote more, or the identity changed: load again. */
  apply(patch: Patch): Promise<boolean>
  saveUpload(upload: Upload): Promise<void>
  bytes(sha256: string, from: number, to: number): Promise<ArrayBuffer | null>
  releaseBytes(sha256: string): Promise<void>
  log(what: string, at: number): Promise<void>
  close(): void
}

/** What came of a request: an answer of our server, its refusal, or nothing of ours. */
export type Heard<T> =
  | { readonly is: 'answer'; readonly body: T }
  | { readonly is: 'refused'; readonly status: number; readonly code: string; readonly retryAfterMs: number | null }
  | { readonly is: 'unreachable'; readonly why: string }

export interface Wire {
  enrol(forkOf: string | null): Promise<Heard<EnrolAnswer>>
  exchange(body: string, signal: AbortSignalLike): Promise<Heard<ExchangeAnswer>>
  dropbox(raw: string, deviceId: string): Promise<Heard<unknown>>
  part(part: Part, upload: Upload, bytes: ArrayBuffer | null): Promise<Reply>
}

/** The part of an AbortSignal that is passed through; the engine itself knows no DOM. */
export interface AbortSignalLike {
  readonly aborted: boolean
}

export interface World {
  now(): number
  luck(): number
  /** Calls back once after `ms`; returns how to call it off. */
  after(ms: number, told: () => void): () => void
}
