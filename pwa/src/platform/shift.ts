/**
 * The end of a shift: whether everything this phone made is with the house, and whether anything could still be lost.
 *
 * Pure     yes.
 */
import { DROPBOX, type Queued } from '../engine/outbox'
import { expected } from '../engine/receipt'
import type { HeldPhoto, Receipt } from '../wire/types.gen'

/**
 * "All work is safe": nothing waits, the server counts every number this phone has given and sums up the same ids, and no
 * photo is missing. A server that went back in time sums up the same as it did then, so the numbers are compared too.
 */
export function safe(queue: readonly Queued[], forgotten: string, told: Pick<Receipt, 'digest' | 'last_cseq'>, missing: number): boolean {
  const waits = queue.some((one) => one.verdict === null || (one.cseq > told.last_cseq && one.reason !== DROPBOX))
  return !waits && missing === 0 && told.digest === expected(queue, forgotten, told.last_cseq)
}

/** Whether there is anything that could be lost. */
export const holdsAny = (queue: readonly Queued[], photos: readonly HeldPhoto[]): boolean => photos.length > 0 || queue.some((one) => one.verdict === null)
