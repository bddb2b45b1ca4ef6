/**
 * What this phone has made and not yet handed over, as it is said with every exchange: should the phone be lost, the
 * office knows that work is missing, and exactly which.
 *
 * Units    bytes.
 * Pure     yes.
 */
import type { HeldPhoto, Holdings } from '../wire/types.gen'
import type { Queued } from './outbox'
import { open, type Upload } from './uploads'

/** As many as are named; beyond that the highest number and a count tell enough. */
const NAMED = 200

/** The photos whose bytes lie only here, oldest first. */
export function photosHeld(uploads: Iterable<Upload>): HeldPhoto[] {
  const held = [...uploads].filter(open).sort((a, b) => a.takenAt - b.takenAt)
  return held.map(({ sha256, size, workOrder }) => ({ sha256, size, work_order: workOrder }))
}

/** The announcement that goes with a batch: what stays behind when the batch has arrived. */
export function holdings(queue: readonly Queued[], batch: readonly Queued[], photos: readonly HeldPhoto[], acked: number): Holdings {
  const sent = new Set(batch.map((one) => one.op.op_id))
  const left = queue.filter((one) => one.verdict === null && !sent.has(one.op.op_id))
  const waiting = left.slice(0, NAMED).map(({ cseq, op }) => ({ cseq, op_id: op.op_id, kind: op.kind, work_order: op.work_order }))
  const named = photos.slice(0, NAMED)
  const bytes = photos.reduce((sum, photo) => sum + (photo.size ?? 0), 0)
  const made = queue.reduce((top, one) => Math.max(top, one.cseq), acked)
  return {
    made,
    ...(waiting.length ? { waiting } : {}),
    ...(named.length ? { photos: named, bytes } : {}),
    ...(photos.length > NAMED ? { more_photos: photos.length - NAMED } : {}),
  }
}
