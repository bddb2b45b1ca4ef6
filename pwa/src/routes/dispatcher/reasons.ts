/** Why somebody is ruled out, in words: moments as times, codes as names. Pure but for the language. */
import { language, wordFor } from '../../text'
import { certificates, trades } from '../../text/common'
import { reasons } from '../../text/dispatcher'
import { clock, date } from '../../text/format'
import { why, w } from '../../text/why'
import type { Counterfactual, Reason } from '../../wire/types.gen'

/** A reason as a sentence, its facts in words: moments as times, codes as names. */
export function reasonWord(reason: Reason, zone: string): string {
  const facts = Object.fromEntries(Object.entries(reason.facts).map(([name, value]) => [name, factWord(name, value, zone)]))
  return wordFor(reasons, reason.code, facts)
}

function factWord(name: string, value: string, zone: string): string {
  if (name === 'trade') return wordFor(trades, value)
  if (name === 'code') return wordFor(certificates, value)
  if (name === 'valid_until' || name === 'review_due') return date(value, zone)
  return /^\d{4}-\d\d-\d\dT/.test(value) ? clock(value, zone) : value
}

/** What would have to be otherwise for somebody to stand elsewhere: found by the server by judging again. */
export function otherwiseWord({ changes, facts, rank }: Counterfactual): string {
  const change = changes.map((one) => changeWord(one, facts)).join(language.get() === 'zh' ? '且' : ' and ')
  return rank === 1 ? w('wouldBeFirst', { change }) : w('wouldBe', { change, rank })
}

function changeWord(change: string, facts: Counterfactual['facts']): string {
  const { term, now = '', needed = '', unit } = facts
  if (term === change) {
    const said = (value: string): string => (unit === 's' ? String(Math.floor(Number(value) / 60)) : String(Math.round(Number(value) * 10) / 10))
    return w(`t_${term}` as Parameters<typeof w>[0], { now: said(now), needed: said(needed) })
  }
  const held = Object.entries(facts).find(([code]) => code.startsWith('cert_'))?.[1]
  const words = why[language.get()] as Readonly<Record<string, string>>
  return change in words ? w(change as Parameters<typeof w>[0], { fact: wordFor(certificates, held ?? '') || held || '' }) : change
}
