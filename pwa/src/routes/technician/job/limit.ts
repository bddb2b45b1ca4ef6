/** The spending limit of a technician for one work order. Units: minor units of the order's currency. Pure. */
import type { WorkOrder } from '../../../wire/types.gen'

export const LIMIT_FEN = 20_000

export interface Spending {
  readonly spent: number
  readonly left: number
  readonly part: number
}

export function spending({ fees }: Pick<WorkOrder, 'fees'>, limit = LIMIT_FEN): Spending {
  return { spent: fees.parts_fen, left: limit - fees.parts_fen, part: fees.parts_fen / limit }
}
