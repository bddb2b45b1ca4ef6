/**
 * The clock that runs for an order and how it looks: ok, soon from three quarters of its time on, late from its
 * end on; a paused fix clock moves with the pause. The phone counts plain hours where the office counts the
 * community's working hours, so it may warn earlier, never later.
 *
 * Units    epoch milliseconds.
 * Pure     the moment is an argument.
 */
import type { Status, WorkOrder } from '../wire/types.gen'
import { TERMINAL } from './lifecycle.gen'

export type Look = 'ok' | 'soon' | 'late' | 'done' | 'none'

export interface Deadline {
  readonly clock: 'respond' | 'arrive' | 'fix'
  readonly dueAt: number | null
  readonly look: Look
  readonly paused: boolean
}

const WARN = 0.75
const BEFORE_ANSWER: readonly Status[] = ['reported', 'triaged', 'offered']
const BEFORE_ARRIVAL: readonly Status[] = [...BEFORE_ANSWER, 'accepted', 'en_route']

/** The clock that runs now and when it is due. */
function running(order: WorkOrder): readonly [Deadline['clock'], string] | null {
  const { clocks, status } = order
  if (TERMINAL.includes(status) || status === 'draft') return null
  if (BEFORE_ANSWER.includes(status) && !clocks.responded_at && clocks.respond_by) return ['respond', clocks.respond_by]
  if (BEFORE_ARRIVAL.includes(status) && !clocks.arrived_at && clocks.arrive_by) return ['arrive', clocks.arrive_by]
  return !clocks.fixed_at && clocks.fix_by ? ['fix', clocks.fix_by] : null
}

export function deadline(order: WorkOrder, now: number): Deadline {
  const clock = running(order)
  const { clocks } = order
  if (!clock) {
    const due = clocks.fix_by ? Date.parse(clocks.fix_by) : null
    return { clock: 'fix', dueAt: due, look: clocks.fixed_at ? 'done' : 'none', paused: false }
  }
  const [name, by] = clock
  const stood = name === 'fix' && clocks.paused_since ? Math.max(0, now - Date.parse(clocks.paused_since)) : 0
  const due = Date.parse(by)
  const seen = now - stood
  const begun = Date.parse(order.reported_at)
  const look = seen > due ? 'late' : seen - begun >= (due - begun) * WARN ? 'soon' : 'ok'
  return { clock: name, dueAt: due + stood, look, paused: stood > 0 }
}

/** Whole minutes until `due`, negative when it is over. */
export function minutesLeft(due: number, now: number): number {
  const minutes = (due - now) / 60_000
  return minutes < 0 ? -Math.ceil(-minutes) : Math.floor(minutes)
}

/** Seconds left of an offer; null when it does not lapse. */
export function offerSeconds(expiresAt: string | null, now: number): number | null {
  return expiresAt === null ? null : Math.max(0, Math.ceil((Date.parse(expiresAt) - now) / 1000))
}
