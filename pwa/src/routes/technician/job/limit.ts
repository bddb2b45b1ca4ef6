/** What may still be spent on a work order, of its company's limit. Units: minor units of the order's currency. Pure. */
import { freeFen, leftFen, ofOrder, STANDARD } from '../../../engine/spending'
import type { PhoneOrder } from '../../../wire/types.gen'

export interface Spending {
  readonly limit: number
  readonly spent: number
  readonly left: number
  readonly part: number
}

/** What was granted counts neither as spent nor against the limit. */
export function spending(shown: Pick<PhoneOrder, 'order' | 'authority'>): Spending {
  const authority = shown.authority ?? STANDARD
  const spent = ofOrder(shown)
  const limit = authority.order_fen + spent.granted_fen
  return { limit, spent: spent.fen, left: leftFen(spent, [], authority), part: freeFen(spent) / authority.order_fen }
}
