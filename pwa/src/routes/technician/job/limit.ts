/**
 * What may still be spent on a work order without asking: so much on one order, so much in a week. The week is counted from
 * the allowance that this phone was given; without one, from what it knows itself.
 *
 * Units    minor units of the order's currency; epoch ms.
 * Pure     yes.
 */
import type { PhoneView } from '../../../engine/model'
import { allowedFen, freeFen, ofOrder, STANDARD } from '../../../engine/spending'
import type { Kept } from '../../../platform/allowance'
import type { PhoneOrder } from '../../../wire/types.gen'

type Shown = Pick<PhoneOrder, 'order' | 'authority'>

export interface Spending {
  /** Of this order: its limit with what was granted, what is left of it, how much of it is gone. */
  readonly limit: number
  readonly left: number
  readonly part: number
  /** Of the week: what is left for all orders of this phone; null when nobody knows (the allowance lapsed). */
  readonly week: number | null
  readonly weekLimit: number
  readonly days: number
}

/** What of the week's limit this phone may still use. */
export function weekLeft(shown: Shown, others: readonly Shown[], kept: Kept | null, now: number): number | null {
  const authority = shown.authority ?? STANDARD
  if (kept === null) return allowedFen([shown, ...others].map(ofOrder), [], authority)
  if (Date.parse(kept.allowance.until) <= now) return null
  const since = [shown, ...others].reduce((sum, one) => sum + Math.max(0, freeFen(ofOrder(one)) - (kept.counted[one.order.id] ?? 0)), 0)
  return Math.max(0, kept.allowance.left_fen - since)
}

/** What was granted counts neither as spent nor against the limit. */
export function spending(shown: Shown, others: readonly Shown[] = [], kept: Kept | null = null, now = 0): Spending {
  const authority = shown.authority ?? STANDARD
  const spent = ofOrder(shown)
  const limit = authority.order_fen + spent.granted_fen
  const free = freeFen(spent)
  const onOrder = limit - spent.fen
  const week = weekLeft(shown, others, kept, now)
  return { limit, left: onOrder, part: free / Math.max(1, authority.order_fen), week, weekLimit: authority.window_fen, days: authority.window_days }
}

/** How far a further expense would go beyond what needs no asking; 0 when it fits. */
export const beyond = ({ left, week }: Spending, fen: number): number => Math.max(0, fen - Math.min(left, week ?? 0))

export const besides = (views: readonly PhoneView[], id: string): PhoneOrder[] => views.filter((view) => view.shown.order.id !== id).map((view) => view.shown)
