/**
 * A timeline line as a sentence: the event's name chooses it, its facts fill it.
 *
 * Ids of people become their codes where the screen knows them; an event this build does not know is shown by its name,
 * never left out.
 *
 * Pure apart from the language that is spoken.
 */
import { fill, language, wordFor } from '../../text'
import { actions, causes, declineReasons, holdReasons, priorities, signMethods } from '../../text/common'
import { details, grounds, happenings, office } from '../../text/office'
import type { TimelineLine } from '../../wire/types.gen'

export type CodeOf = (technicianId: string) => string

const text = (fact: unknown): string => (typeof fact === 'string' || typeof fact === 'number' ? String(fact) : '')

/** The sentence of a line. */
export function sentence(line: TimelineLine, codeOf: CodeOf, faultName: (code: string) => string): string {
  const words = happenings[language.get()] as Readonly<Record<string, string>>
  const ended = line.name === 'assignment.ended' ? `assignment.${text(line.facts['state'])}` : line.name
  const form = words[ended] ?? words[line.name]
  if (form === undefined) return line.name
  return fill(form, facts(line, codeOf, faultName)).replace(/\s*[:：]\s*$/, '').trim()
}

function facts(line: TimelineLine, codeOf: CodeOf, faultName: (code: string) => string): Record<string, string> {
  const of = (name: string) => text(line.facts[name])
  const own = office[language.get()] as Readonly<Record<string, string>>
  const reason = of('reason')
  return {
    who: of('technician_id') ? codeOf(of('technician_id')) : line.actor,
    channel: own[`channel_${of('channel')}`] ?? of('channel'),
    fault: of('fault') ? faultName(of('fault')) : '',
    priority: wordFor(priorities, of('priority')),
    reason: reasonWord(reason),
    kind: of('kind'),
    decision: wordFor(grounds, of('decision')),
    cause: wordFor(causes, of('cause')),
    action: wordFor(actions, of('action')),
    method: own[`method_${of('method')}`] ?? wordFor(signMethods, of('method')),
    level: of('level'),
    what: wordFor(details, of('what')),
  }
}

/** A reason by its code, whichever list it stands in; what people wrote themselves stays as it is. */
export function reasonWord(reason: string): string {
  for (const list of [holdReasons, declineReasons, grounds]) {
    const word = wordFor(list, reason)
    if (word !== reason) return word
  }
  return reason
}

/** Who did it: a code and a role, or the role alone. */
export function author(line: TimelineLine): string {
  const role = (office[language.get()] as Readonly<Record<string, string>>)[`role_${line.actor_role}`] ?? line.actor_role
  return line.actor ? `${role} ${line.actor}` : role
}

/** Minutes between happening and being written down: more than five is said. */
export function lateBy(line: TimelineLine): number {
  return Math.max(0, Date.parse(line.recorded_at) - Date.parse(line.at))
}
