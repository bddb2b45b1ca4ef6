/**
 * What may be spent on parts without asking; the twin of `dispatch/spending.py`, held together by vectors.
 *
 * Units   minor units.
 * Pure    yes.
 */
import type { Approval, Authority, PhoneOrder } from '../wire/types.gen'

export interface Spent {
  readonly fen: number
  readonly granted_fen: number
}

/** The rules of a company that has none of its own; for an order that was kept before its rules came with it. */
export const STANDARD: Authority = {
  order_fen: 20_000,
  window_fen: 60_000,
  window_days: 7,
  lead_fen: 100_000,
  manager_fen: 500_000,
  allowance_h: 72,
  near_m: 5000,
}

export const freeFen = (spent: Spent): number => Math.max(0, spent.fen - spent.granted_fen)

export const grantedFen = (approvals: readonly Approval[]): number =>
  approvals.reduce((sum, one) => (one.state === 'granted' ? sum + one.fen : sum), 0)

export function ofOrder({ order }: Pick<PhoneOrder, 'order'>): Spent {
  return { fen: order.fees.parts_fen, granted_fen: grantedFen(order.approvals ?? []) }
}

/** The allowance of another phone that still runs, and what came from that phone since. */
export interface Given {
  readonly left_fen: number
  readonly spent_fen: number
}

/** What one phone may be given: the week's limit less what is spent and what other phones may still spend. */
export function allowedFen(spent: readonly Spent[], others: readonly Given[], authority: Authority): number {
  const promised = others.reduce((sum, other) => sum + Math.max(0, other.left_fen - other.spent_fen), 0)
  return Math.max(0, authority.window_fen - spent.reduce((sum, one) => sum + freeFen(one), 0) - promised)
}
