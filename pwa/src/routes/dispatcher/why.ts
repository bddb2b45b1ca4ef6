/**
 * Why each candidate stands where he stands: a decision as bars and sentences.
 *
 * A bar is as long as its share of the score (weight × u over all weights), so the bars of one candidate
 * together are his score, and two candidates can be compared by eye.
 *
 * Units   shares 0..1 of the whole score.
 * Pure    yes.
 */
import type { Candidate, Decision, Term } from '../../wire/types.gen'

export interface Bar {
  readonly code: string
  readonly share: number
  readonly room: number
  readonly term: Term
}

/** One bar per term; `room` is the share it could have had. */
export function bars(candidate: Candidate): Bar[] {
  const weights = candidate.terms.reduce((sum, term) => sum + term.weight, 0)
  return candidate.terms.map((term) => ({
    code: term.code,
    share: weights > 0 ? (term.weight * clamp(term.u)) / weights : 0,
    room: weights > 0 ? term.weight / weights : 0,
    term,
  }))
}

const clamp = (u: number) => Math.max(0, Math.min(1, u))

/** What most sets the first apart from the second: the terms where he gains, largest first. */
export function ahead(first: Candidate, second: Candidate): string[] {
  const theirs = new Map(bars(second).map((bar) => [bar.code, bar.share]))
  return bars(first)
    .map((bar) => ({ code: bar.code, gain: bar.share - (theirs.get(bar.code) ?? 0) }))
    .filter((gain) => gain.gain > 0.005)
    .sort((a, b) => b.gain - a.gain)
    .map((gain) => gain.code)
}

/** The reasons people were ruled out for, commonest first. */
export function ruledOut(decision: Pick<Decision, 'histogram'>): { code: string; count: number }[] {
  return Object.entries(decision.histogram)
    .map(([code, count]) => ({ code, count }))
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code))
}

/** Whether choosing this technician breaks a rule and therefore needs a reason. */
export function breaksRule(decision: Decision | null, technicianId: string): boolean {
  return decision?.rejections.some((rejection) => rejection.technician_id === technicianId) ?? false
}
