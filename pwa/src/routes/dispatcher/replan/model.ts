/**
 * A proposal beside today: the figures, the moves, the days.
 *
 * Units    seconds, metres.
 * Pure     yes.
 */
import type { PlanView } from '../../../wire/types.gen'

export type Proposal = PlanView['proposal']
export type Move = Proposal['moves'][number]
export type DayPlan = Proposal['days_before'][number]

export interface Figure {
  readonly key: 'km' | 'time' | 'late' | 'lateBy' | 'unassigned'
  readonly before: number
  readonly after: number
  /** Less is better for every figure of a plan. */
  readonly better: boolean | null
}

export function figures({ before, after }: Pick<Proposal, 'before' | 'after'>): Figure[] {
  const rows: [Figure['key'], number, number][] = [
    ['km', before.metres, after.metres],
    ['time', before.travel_s, after.travel_s],
    ['late', before.late, after.late],
    ['lateBy', before.late_s, after.late_s],
    ['unassigned', before.unassigned, after.unassigned],
  ]
  return rows.map(([key, was, now]) => ({ key, before: was, after: now, better: was === now ? null : now < was }))
}

const WHY = ['unassigned', 'rescued', 'earlier', 'nearer']

/** What matters most first: somebody for work that nobody has, promises kept, then by what a move is worth. */
export const byWeight = (moves: readonly Move[]): Move[] =>
  [...moves].sort((a, b) => WHY.indexOf(a.why) - WHY.indexOf(b.why) || b.gain_s - a.gain_s || a.number.localeCompare(b.number))

export interface Pair {
  readonly code: string
  readonly before: DayPlan | null
  readonly after: DayPlan | null
}

/** The days that a proposal changes, today's and the proposed one side by side. */
export function changedDays(proposal: Pick<Proposal, 'days_before' | 'days_after'>): Pair[] {
  const before = new Map(proposal.days_before.map((one) => [one.technician_id, one]))
  const after = new Map(proposal.days_after.map((one) => [one.technician_id, one]))
  const ids = [...new Set([...before.keys(), ...after.keys()])]
  return ids
    .map((id) => ({ code: (after.get(id) ?? before.get(id))?.code ?? '', before: before.get(id) ?? null, after: after.get(id) ?? null }))
    .filter((pair) => legs(pair.before) !== legs(pair.after))
    .sort((a, b) => a.code.localeCompare(b.code))
}

const legs = (day: DayPlan | null): string => (day?.legs ?? []).map((leg) => leg.work_order_id).join()

/** The first moment and the last of some days, as epoch ms. */
export function extent(pairs: readonly Pair[]): { readonly from: number; readonly to: number } {
  const all = pairs.flatMap((pair) => [...(pair.before?.legs ?? []), ...(pair.after?.legs ?? [])])
  const from = Math.min(...all.map((leg) => Date.parse(leg.start) - leg.travel_s * 1000))
  const to = Math.max(...all.map((leg) => Date.parse(leg.finish)))
  return { from, to: Math.max(to, from + 3_600_000) }
}
