/** The outbox in three parts: what needs a person, what is on its way, what has arrived. Newest first where it is past. Pure. */
import type { OutboxItem } from '../../../engine/model'

export interface Parts {
  readonly attention: readonly OutboxItem[]
  readonly queue: readonly OutboxItem[]
  readonly recent: readonly OutboxItem[]
}

const SHOWN = 30

/** More than a phone should carry about: beyond that its person is told, and nothing is refused. */
export const MUCH = { updates: 2000, photos: 500 } as const

export const tooMuch = (updates: number, photos: number): boolean => updates > MUCH.updates || photos > MUCH.photos

export function partsOf(outbox: readonly OutboxItem[]): Parts {
  const attention = outbox.filter((one) => one.state === 'parked' || one.verdict === 'parked')
  const rest = outbox.filter((one) => !attention.includes(one))
  return {
    attention: [...attention].sort((a, b) => b.cseq - a.cseq),
    queue: rest.filter((one) => one.state === 'waiting' || one.state === 'sending' || one.state === 'held').sort((a, b) => a.cseq - b.cseq),
    recent: rest.filter((one) => one.state === 'sent' || one.state === 'confirmed').sort((a, b) => b.cseq - a.cseq).slice(0, SHOWN),
  }
}

/** How long a restart of sync is told of. */
export const TOLD_MS = 24 * 3_600_000

/** When the watchdog last gave up a request that hung and began anew, if that was lately. */
export function restartedAt(log: readonly { readonly at: number; readonly what: string }[], now: number): number | null {
  const at = log.findLast((one) => one.what === 'watchdog')?.at ?? null
  return at !== null && now - at < TOLD_MS ? at : null
}
