/**
 * The sum by which phone and server compare what was sent: FNV-1a (64 bits) over the operations' ids, added up, so
 * that it does not depend on the order and can be carried on after the journal forgot.
 *
 * Pure     yes.
 */
import type { Queued } from './outbox'

const MASK = (1n << 64n) - 1n
const OFFSET = 0xcbf29ce484222325n
const PRIME = 0x100000001b3n

/** FNV-1a of an ASCII text. */
function fnv64(text: string): bigint {
  let hash = OFFSET
  for (let n = 0; n < text.length; n++) hash = ((hash ^ BigInt(text.charCodeAt(n))) * PRIME) & MASK
  return hash
}

/** A sum carried on from another one; sixteen hexadecimal digits. */
export function summed(texts: readonly string[], before = '0'): string {
  const sum = texts.reduce((total, text) => (total + fnv64(text)) & MASK, BigInt(`0x${before}`))
  return sum.toString(16).padStart(16, '0')
}

/** What the server's receipt must say if it holds every operation up to its last number. */
export function expected(queue: readonly Queued[], forgotten: string, last: number): string {
  const told = queue.filter((one) => one.cseq > 0 && one.cseq <= last)
  return summed(told.map((one) => one.op.op_id), forgotten)
}
