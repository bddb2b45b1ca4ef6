/**
 * How an SLA stands at a moment: its health, how much is left, and how full its ring is drawn.
 *
 * Soon means that three quarters of the time are gone (the ladder's first warning), or, where the start is unknown,
 * that less than half an hour is left. Units: epoch ms. Pure.
 */
export type SlaState = 'ok' | 'soon' | 'late' | 'done' | 'paused'

export interface SlaView {
  readonly state: SlaState
  /** Milliseconds until due; negative when overdue. */
  readonly left: number
  /** Part of the ring that is still filled, 0..1. */
  readonly part: number
}

export interface SlaClock {
  readonly due: number
  readonly start?: number | null
  readonly met?: number | null
  readonly pausedSince?: number | null
}

const WARN = 0.75
const CLOSE = 30 * 60_000

export function slaAt(clock: SlaClock, now: number): SlaView {
  const at = clock.met ?? clock.pausedSince ?? now
  const left = clock.due - at
  const whole = clock.start == null ? null : Math.max(1, clock.due - clock.start)
  const part = whole === null ? (left > 0 ? Math.min(1, left / (4 * CLOSE)) : 0) : Math.min(1, Math.max(0, left / whole))
  if (clock.met != null) return { state: left < 0 ? 'late' : 'done', left, part: 1 }
  if (left < 0) return { state: 'late', left, part: 0 }
  if (clock.pausedSince != null) return { state: 'paused', left, part }
  const soon = whole === null ? left < CLOSE : 1 - part >= WARN
  return { state: soon ? 'soon' : 'ok', left, part }
}

export interface OrderClocks {
  readonly respond_by: string | null
  readonly arrive_by: string | null
  readonly fix_by: string | null
  readonly responded_at: string | null
  readonly arrived_at: string | null
  readonly fixed_at: string | null
  readonly paused_since: string | null
}

export interface NextClock extends SlaClock {
  readonly name: 'respond' | 'arrive' | 'fix'
}

/** The clock that runs next, or the last one met; null when the order has none. */
export function nextClock(clocks: OrderClocks, reported: string): NextClock | null {
  const all = [
    ['respond', clocks.respond_by, clocks.responded_at],
    ['arrive', clocks.arrive_by, clocks.arrived_at],
    ['fix', clocks.fix_by, clocks.fixed_at],
  ] as const
  const kept = all.filter(([, due]) => due !== null)
  const running = kept.find(([, , met]) => met === null) ?? kept.at(-1)
  if (running === undefined) return null
  const [name, due, met] = running
  return {
    name,
    due: Date.parse(due ?? ''),
    start: Date.parse(reported),
    met: met === null ? null : Date.parse(met),
    pausedSince: clocks.paused_since === null ? null : Date.parse(clocks.paused_since),
  }
}
