/** Why somebody is ruled out, in words: moments as times, codes as names. Pure but for the language. */
import { wordFor } from '../../text'
import { certificates, trades } from '../../text/common'
import { reasons } from '../../text/dispatcher'
import { clock } from '../../text/format'
import type { Reason } from '../../wire/types.gen'

/** A reason as a sentence, its facts in words: moments as times, codes as names. */
export function reasonWord(reason: Reason, zone: string): string {
  const facts = Object.fromEntries(Object.entries(reason.facts).map(([name, value]) => [name, factWord(name, value, zone)]))
  return wordFor(reasons, reason.code, facts)
}

function factWord(name: string, value: string, zone: string): string {
  if (name === 'trade') return wordFor(trades, value)
  if (name === 'code') return wordFor(certificates, value)
  if (name === 'valid_until' || name === 'review_due') return value.slice(0, 10)
  return /^\d{4}-\d\d-\d\dT/.test(value) ? clock(value, zone) : value
}
