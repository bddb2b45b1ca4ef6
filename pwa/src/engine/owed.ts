/**
 * What an answer says about this phone's work: what is settled by it, and what is owed again because the server remembers
 * less than it was told.
 *
 * Pure     yes.
 */
import type { ExchangeAnswer } from '../wire/types.gen'
import { DROPBOX, type Queued } from './outbox'
import { expected } from './receipt'
import type { Sync } from './sync'

/**
 * What is settled is settled with the page that shows it: without the page its effect would vanish from the screen. In
 * the middle of a catch-up nothing more is settled, or what another identity of this phone brought would count as shown.
 */
export function settledBy(before: number, { dev, pull }: ExchangeAnswer, shown: boolean): number {
  if (!shown) return before
  return pull?.more ? Math.min(before, dev.settled_cseq) : dev.settled_cseq
}

/**
 * Up to which number the server is known to hold exactly this phone's operations: its picture may be taken at its word
 * there, before it has answered them. It proves it by the sum over the ids that it knows.
 */
export function proven({ device, queue }: Sync, { dev, epoch }: ExchangeAnswer): number {
  if (dev.receipt) return dev.receipt === expected(queue, device.forgotten, dev.last_cseq) ? dev.last_cseq : 0
  return epoch === device.epoch ? device.proven : 0
}

/** The server misses a number that this phone cannot give: only a new identity gets past it. */
export function hole(queue: readonly Queued[], missing: number): boolean {
  const known = queue.find((op) => op.cseq === missing)
  return known ? known.reason === DROPBOX : queue.some((op) => op.cseq > missing)
}

/**
 * The number after which everything is owed again: the server misses something, remembers less than this phone was told,
 * or goes on with another history, in which the same number may stand for something else. Ids make repeats harmless.
 */
export function requeueAfter(sync: Sync, { dev, epoch }: ExchangeAnswer): number | null {
  const first = sync.queue.find((op) => op.cseq > 0)
  if (first && sync.device.epoch !== null && epoch !== sync.device.epoch) return Math.min(first.cseq - 1, dev.last_cseq)
  if (dev.expected !== null && dev.expected !== undefined) return dev.expected - 1
  return dev.last_cseq < sync.device.acked ? dev.last_cseq : null
}
