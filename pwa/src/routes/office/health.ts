/**
 * SLA health as it is now: the server's word, made worse by the time that passed since.
 *
 * A board that is not refreshed must still turn late at the right second, so a running clock is judged
 * again here. "Soon" is the last quarter of the budget, as the escalation ladder has it.
 *
 * Units   epoch milliseconds.
 * Pure    yes.
 */
import type { BoardRow, Health } from '../../wire/types.gen'

export type Mood = 'ok' | 'soon' | 'late' | 'done' | 'none'

const ORDER: Record<Mood, number> = { late: 0, soon: 1, ok: 2, none: 3, done: 4 }
/** Colour never stands alone: every mood has its shape. */
export const SHAPE: Record<Mood, string> = { ok: '●', soon: '◐', late: '▲', done: '✓', none: '–' }

/** Milliseconds of an ISO moment; what is missing or unreadable is null. */
export function ms(moment: string | null | undefined): number | null {
  if (!moment) return null
  const at = Date.parse(moment)
  return Number.isNaN(at) ? null : at
}

function known(state: string): Mood {
  return state === 'ok' || state === 'soon' || state === 'late' || state === 'done' ? state : 'none'
}

/** How an order stands at `now`; `since` is the start of the budget. */
export function mood(health: Health, since: number | null, now: number): Mood {
  const told = known(health.state)
  const due = ms(health.due_at)
  if (told === 'done' || told === 'none' || due === null) return told
  if (now >= due) return 'late'
  const near = since !== null && due - now <= (due - since) / 4
  return told === 'late' ? 'late' : told === 'soon' || near ? 'soon' : 'ok'
}

export function rowMood(row: BoardRow, now: number): Mood {
  return mood(row.health, ms(row.reported_at), now)
}

/** Most urgent first: mood, then priority, then what is due first, then the older report. */
export function byUrgency(now: number): (a: BoardRow, b: BoardRow) => number {
  return (a, b) =>
    ORDER[rowMood(a, now)] - ORDER[rowMood(b, now)] ||
    a.priority.localeCompare(b.priority) ||
    (ms(a.health.due_at) ?? Infinity) - (ms(b.health.due_at) ?? Infinity) ||
    a.reported_at.localeCompare(b.reported_at) ||
    a.id.localeCompare(b.id)
}
