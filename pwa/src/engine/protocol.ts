/**
 * The words of sync as the phone speaks them: kinds of operations, their arguments, one exchange.
 *
 * An operation is written once as JSON text and that text is what is stored, hashed and sent for ever;
 * `requestBody` embeds it without touching a byte. `cseq` stands outside of it.
 *
 * Units    `at` in epoch milliseconds; moments inside arguments ISO-8601 UTC; money in fen.
 * Pure     yes.
 */
import type { EnrolAnswer, ExchangeAnswer, Holdings, HoldReason, Instant, LatLng, Moment, Presence, SignMethod, Slot } from '../wire/types.gen'

export const PROTO = 1
export const SCHEMA = 1
export const OPS_PER_BATCH = 200
export const BYTES_PER_BATCH = 1_000_000 // the server's mebibyte less the envelope

type Nothing = Readonly<Record<string, never>>

export interface PhotoArgs {
  readonly id: string
  readonly slot: Slot
  readonly sha256: string
  readonly size: number
  readonly mime: string
  readonly taken_at: Instant
  readonly position?: LatLng
  readonly accuracy_m?: number
  readonly width: number
  readonly height: number
  readonly warnings: readonly string[]
  readonly shot?: string // which of the shots that the fault asks for
}

export interface PartArgs {
  readonly id: string
  readonly material: string
  readonly name: string
  readonly unit: string
  readonly quantity_milli: number
  readonly unit_price_fen: number
}

export interface SignOffArgs {
  readonly method: SignMethod
  readonly signer: string
  readonly signature_id: string | null
  readonly strokes: readonly (readonly number[])[]
  readonly aspect: number
  readonly digest: string
  readonly sheet: string
  readonly reason: string
  readonly at: Instant
}

/** Kind of operation -> its arguments, version 1. */
export interface Args {
  readonly 'offer.accept': Nothing
  readonly 'offer.decline': { readonly reason: string }
  readonly 'visit.depart': Nothing
  readonly 'visit.arrive': { readonly presence: Presence }
  readonly 'visit.start': Nothing
  readonly 'visit.hold': { readonly reason: HoldReason; readonly until: Instant; readonly note: string; readonly material?: string }
  readonly 'visit.resume': Nothing
  readonly 'visit.finish': { readonly cause: string; readonly action: string }
  readonly 'visit.undo': { readonly reason: string }
  readonly 'visit.hand_back': { readonly reason: string }
  readonly 'check.set': { readonly step: string; readonly done: boolean; readonly value: string; readonly at: Instant }
  readonly 'note.add': { readonly id: string; readonly text: string; readonly at: Instant }
  readonly 'note.revise': { readonly id: string; readonly text: string; readonly at: Instant }
  readonly 'photo.add': PhotoArgs
  readonly 'photo.retract': { readonly id: string; readonly reason: string }
  readonly 'part.add': PartArgs
  readonly 'part.quantity': { readonly id: string; readonly quantity_milli: number }
  readonly 'part.remove': { readonly id: string }
  readonly 'approval.ask': {
    readonly id: string
    readonly fen: number
    readonly words: string
    readonly at: Instant
    readonly photo?: string
  }
  readonly 'sign_off.capture': SignOffArgs
  readonly 'report.add': {
    readonly id: string
    readonly premises: string
    readonly fault?: string
    readonly words: string
    readonly at: Instant
  }
}

export type Kind = keyof Args

/** An operation as it was read back from its text. */
export type Op = {
  readonly [K in Kind]: {
    readonly op_id: string
    readonly kind: K
    readonly v: number
    readonly actor: string
    readonly at: Moment
    readonly work_order: string
    readonly seen: string
    readonly base: Readonly<Record<string, unknown>>
    readonly args: Args[K]
    readonly deps: { readonly ops: readonly string[]; readonly blobs: readonly string[] }
    readonly grp: string
  }
}[Kind]

export interface NewOp<K extends Kind = Kind> {
  readonly opId: string
  readonly kind: K
  readonly actor: string
  readonly at: Moment
  readonly workOrder: string
  readonly seen: string
  readonly base: Readonly<Record<string, unknown>>
  readonly args: Args[K]
  readonly deps?: { readonly ops?: readonly string[]; readonly blobs?: readonly string[] }
  readonly grp?: string
}

/** The text of an operation, written once. */
export function written<K extends Kind>(op: NewOp<K>): string {
  return JSON.stringify({
    op_id: op.opId,
    kind: op.kind,
    v: 1,
    actor: op.actor,
    at: op.at,
    work_order: op.workOrder,
    seen: op.seen,
    base: op.base,
    args: op.args,
    deps: { ops: op.deps?.ops ?? [], blobs: op.deps?.blobs ?? [] },
    grp: op.grp ?? '',
  })
}

export function read(raw: string): Op {
  return JSON.parse(raw) as Op
}

export interface Envelope {
  readonly deviceId: string
  readonly epoch: string | null
  readonly build: string
  readonly acked: number
  readonly ops: readonly { readonly cseq: number; readonly raw: string }[]
  readonly differed: number
  readonly pull: { readonly cursor: string | null; readonly limit: number; readonly digest: boolean } | null
  readonly holds: Holdings
}

/** The body of one exchange. The text of each operation goes in as it is. */
export function requestBody(envelope: Envelope): string {
  const head = JSON.stringify({
    proto: PROTO,
    device_id: envelope.deviceId,
    epoch: envelope.epoch,
    build: envelope.build,
    schema: SCHEMA,
    acked: envelope.acked,
    differed: envelope.differed,
    holds: envelope.holds,
    pull: envelope.pull ?? undefined, // left out
  })
  const ops = envelope.ops.map(({ cseq, raw }) => `{"cseq":${cseq},"op":${raw}}`).join(',')
  return `${head.slice(0, -1)},"ops":[${ops}]}`
}

/** Whether a 200 is an answer of our server and not of a captive portal that says 200 to everything. */
export function isAnswer(body: unknown): body is ExchangeAnswer {
  const answer = body as Partial<ExchangeAnswer> | null
  return (
    typeof answer === 'object' &&
    answer !== null &&
    typeof answer.epoch === 'string' &&
    typeof answer.now === 'number' &&
    typeof answer.dev?.last_cseq === 'number' &&
    Array.isArray(answer.results)
  )
}

/** The same of an enrolment: an identity that is none would be refused for ever. */
export function isEnrolment(body: unknown): body is EnrolAnswer {
  const answer = body as Partial<EnrolAnswer> | null
  return typeof answer?.device_id === 'string' && answer.device_id !== '' && typeof answer.epoch === 'string'
}

/** The same of the drop-box: what it did not take must not count as handed over. */
export function isBoxed(body: unknown): body is { readonly id: string } {
  return typeof (body as { readonly id?: unknown } | null)?.id === 'string'
}
