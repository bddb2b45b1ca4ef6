/**
 * A policy as a draft: weights in whole per cent that come to a hundred, and the narrowest rules of a place.
 *
 * Units    per cent for weights, seconds and minutes as the policy has them.
 * Pure     yes.
 */
import type { Policy, PolicyRow } from '../../../wire/types.gen'

export const TERMS = ['skill', 'travel', 'load', 'familiarity', 'slack', 'fairness'] as const
export type Term = (typeof TERMS)[number]
export type Weights = Readonly<Record<Term, number>>

/** The rules that hold in a place: its own for the trade, its own, the trade's, the company's. */
export function holding(rows: readonly PolicyRow[], community: string, trade: string): PolicyRow | null {
  for (const [place, work] of [[community, trade], [community, ''], ['', trade], ['', '']] as const) {
    const found = rows.find((row) => row.community_id === place && row.trade === work)
    if (found) return found
  }
  return null
}

export const weightsOf = (policy: Policy): Weights =>
  Object.fromEntries(TERMS.map((term) => [term, Math.round(policy.scoring[term].weight * 1000) / 10])) as Weights

export const sumOf = (weights: Weights): number => Math.round(TERMS.reduce((sum, term) => sum + weights[term], 0) * 10) / 10

/** The same proportions, brought to exactly a hundred in whole per cent; the largest takes what rounding leaves. */
export function evened(weights: Weights): Weights {
  const sum = TERMS.reduce((total, term) => total + Math.max(0, weights[term]), 0)
  if (sum === 0) return { skill: 30, travel: 30, load: 15, familiarity: 10, slack: 10, fairness: 5 }
  const made = Object.fromEntries(TERMS.map((term) => [term, Math.round((Math.max(0, weights[term]) / sum) * 100)])) as Record<Term, number>
  const biggest = TERMS.reduce((best, term) => (made[term] > made[best] ? term : best), TERMS[0])
  made[biggest] += 100 - TERMS.reduce((total, term) => total + made[term], 0)
  return made
}

export function withWeights(policy: Policy, weights: Weights): Policy {
  const scoring = { ...policy.scoring }
  for (const term of TERMS) scoring[term] = { ...scoring[term], weight: weights[term] / 100 }
  return { ...policy, scoring }
}

/** What a term at its worst costs, in seconds. */
export const worst = (policy: Policy, percent: number): number => (policy.scoring.scale_s * percent) / 100
