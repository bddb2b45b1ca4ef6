/**
 * What the owner pays; the twin of `dispatch/fees.py`, held together by shared vectors.
 *
 * Units    minor units, rounded half up; quantities in thousandths.
 * Pure     yes; the hour of arrival is read in the community's zone.
 */
import type { PartLine, WorkOrder } from '../wire/types.gen'

const NIGHT_FROM = 20
const NIGHT_TO = 8
const NIGHT_PERCENT = 30

export function lineTotal(line: Pick<PartLine, 'quantity_milli' | 'unit_price_fen'>): number {
  return Math.floor((line.quantity_milli * line.unit_price_fen + 500) / 1000)
}

export function total(order: WorkOrder): number {
  return order.fees.labour_fen + order.fees.parts_fen + order.fees.surcharge_fen
}

const clocks = new Map<string, Intl.DateTimeFormat>() // one takes longer to make than a thousand hours to read

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone })
  clocks.set(timeZone, made)
  return made
}

/** The hour of the day, 0 to 23, at a moment in a zone. */
export const hourAt = (at: string, timeZone: string): number => Number(clockOf(timeZone).format(new Date(at)))

export function isNight(at: string, timeZone: string): boolean {
  const hour = hourAt(at, timeZone)
  return hour >= NIGHT_FROM || hour < NIGHT_TO
}

/** The order with the surcharge that the hour of arrival brings. */
export function onArrival(order: WorkOrder, timeZone: string, at: string): WorkOrder {
  const surcharge = isNight(at, timeZone) ? Math.floor((order.fees.labour_fen * NIGHT_PERCENT + 50) / 100) : 0
  return { ...order, fees: { ...order.fees, surcharge_fen: surcharge } }
}

/** The order with the sum of its part lines as they are now. */
export function withParts(order: WorkOrder): WorkOrder {
  const parts = order.parts.reduce((sum, line) => sum + lineTotal(line), 0)
  return { ...order, fees: { ...order.fees, parts_fen: parts } }
}
