/**
 * How much a position may be trusted: it fades with age and says how old it is.
 *
 * Units   epoch milliseconds; opacity 0..1.
 * Pure    yes.
 */
import type { TechnicianRow } from '../../wire/types.gen'
import { ms } from '../office/health'

const MINUTE = 60_000
/** Younger than this counts as live; the score halves its weight at 20 minutes. */
const LIVE = 3 * MINUTE
const STALE = 20 * MINUTE

export type Trust = 'live' | 'ageing' | 'stale' | 'unknown'

export interface Seen {
  readonly trust: Trust
  readonly at: number | null
  readonly opacity: number
}

export function seen(row: Pick<TechnicianRow, 'position' | 'position_at'>, now: number): Seen {
  const at = row.position === null ? null : ms(row.position_at)
  if (at === null) return { trust: 'unknown', at: null, opacity: 0.4 }
  const age = Math.max(0, now - at)
  if (age <= LIVE) return { trust: 'live', at, opacity: 1 }
  if (age >= STALE) return { trust: 'stale', at, opacity: 0.45 }
  return { trust: 'ageing', at, opacity: 1 - 0.4 * ((age - LIVE) / (STALE - LIVE)) }
}
