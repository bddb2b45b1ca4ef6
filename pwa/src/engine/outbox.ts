/**
 * The outbox: what this phone still owes the server, and when an operation may be forgotten.
 *
 * Order   operations go in the order they were made (`cseq`, contiguous per device), whatever they concern;
 *         the server parks what it cannot apply, so no operation holds up the next.
 * Safety  an answer deletes nothing. An operation moves to the journal and stays until a pull has shown
 *         its effect (`settled`) and `KEEP` has passed or `ROOM` is full, so a server restored from backup is simply
 *         owed it again.
 * Repeats change nothing: the server keys on the operation's id, a final verdict stands, unknown ids are ignored.
 * Units   epoch milliseconds and bytes.
 * Pure    no DOM, no IndexedDB, no fetch, no clock: this folder is compiled without the DOM library.
 */
import type { Verdict } from '../wire/types.gen'
import { BYTES_PER_BATCH, type Op, OPS_PER_BATCH } from './protocol'

export interface Queued {
  readonly cseq: number
  readonly raw: string
  readonly op: Op
  readonly bytes: number
  readonly verdict: Verdict | null
  readonly reason: string
  readonly answeredAt: number | null
  readonly shown?: string | undefined // the history that had taken it when it was numbered anew
  readonly midway?: boolean | undefined // and whose picture may not have had it yet
}

/** What the server said about one operation. */
export interface Said {
  readonly opId: string
  readonly verdict: Verdict
  readonly reason: string
}

/** The reason of an operation that the server could not even read; a person takes it from the drop-box. */
export const DROPBOX = 'dropbox'

/** Whether the server's picture has what an operation did; what is parked or held is not in it. */
export const taken = (verdict: Verdict): boolean => verdict !== 'parked' && verdict !== 'held'

export const KEEP = 14 * 24 * 3_600_000
export const ROOM = 20 * 1024 * 1024 // bytes of texts in the journal

/** The unanswered operations, oldest first, within both limits. An oversize one goes alone. */
export function nextBatch(queue: readonly Queued[], ops = OPS_PER_BATCH, limit = BYTES_PER_BATCH): Queued[] {
  const batch: Queued[] = []
  let bytes = 0
  for (const waiting of queue) {
    if (waiting.verdict !== null) continue
    bytes += waiting.bytes
    if (batch.length > 0 && (batch.length >= ops || bytes > limit)) break
    batch.push(waiting)
  }
  return batch
}

/** The queue after an answer. Only `held` may still change. */
export function answer(queue: readonly Queued[], said: readonly Said[], now: number): Queued[] {
  const words = new Map(said.map((one) => [one.opId, one]))
  return queue.map((op) => {
    const word = words.get(op.op.op_id)
    const open = op.verdict === null || op.verdict === 'held'
    return open && word ? { ...op, verdict: word.verdict, reason: word.reason, answeredAt: now } : op
  })
}

/** The operations that are settled and old, or too much by now, the oldest first; the journal need not keep them. */
export function forgettable(queue: readonly Queued[], settled: number, now: number): Queued[] {
  const over = queue.filter((op) => op.cseq <= settled && op.answeredAt !== null)
  let room = over.reduce((left, op) => left - op.bytes, ROOM)
  return over.filter((op) => {
    const gone = room < 0 || now - (op.answeredAt ?? now) >= KEEP
    if (gone) room += op.bytes
    return gone
  })
}

/** The server remembers only up to `last`: everything after it is owed again. */
export function rewind(queue: readonly Queued[], last: number): Queued[] {
  return queue.map((op) => (op.cseq > last && op.reason !== DROPBOX ? owed(op, op.cseq) : op))
}

const owed = (op: Queued, cseq: number): Queued => ({ ...op, cseq, verdict: null, reason: '', answeredAt: null })

/** The highest number below which everything is answered; `before` when nothing says more. */
export function acknowledged(queue: readonly Queued[], before: number): number {
  let top = before
  for (const op of queue) {
    if (op.verdict === null) return Math.max(0, op.cseq - 1)
    top = Math.max(top, op.cseq)
  }
  return top
}
