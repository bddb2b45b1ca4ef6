/**
 * The arguments of an operation as a person amends them: pieces and prices instead of thousandths and fen, words instead
 * of codes, the clocks of the place instead of UTC. What a machine needs stays as it was.
 *
 * Units   arguments as on the wire: thousandths, fen, ISO moments.
 * Pure    yes.
 */
import { wordFor } from '../../text'
import { actions, causes, holdReasons, signMethods, slots } from '../../text/trade'
import { figureOf, typed } from '../../text/sum'
import { momentOf, wallClock } from '../../text/zones'
import { UNSAID } from './inbox'

export type Shape = 'words' | 'quantity' | 'money' | 'moment' | 'choice' | 'whole'

export interface Line {
  readonly name: string
  readonly shape: Shape
  readonly choices: readonly { readonly value: string; readonly label: string }[]
}

const SHAPES: Readonly<Record<string, Shape>> = { quantity_milli: 'quantity', unit_price_fen: 'money', fen: 'money', until: 'moment', taken_at: 'moment' }
const CODES = { cause: causes, action: actions, slot: slots, method: signMethods } as const

/** The codes that an argument may have; none where it is free. A reason is a code only of a pause. */
const codesOf = (kind: string, name: string) => (name === 'reason' ? (kind === 'visit.hold' ? holdReasons : null) : (CODES[name as keyof typeof CODES] ?? null))

/** What of the arguments somebody can say, in their order. */
export function linesOf(kind: string, args: Readonly<Record<string, unknown>>): readonly Line[] {
  return Object.entries(args).flatMap(([name, value]): Line[] => {
    if (UNSAID.has(name) || (typeof value !== 'string' && typeof value !== 'number')) return []
    const codes = codesOf(kind, name)
    if (codes !== null) return [{ name, shape: 'choice', choices: [...new Set([...Object.keys(codes.zh), String(value)])].map((code) => ({ value: code, label: wordFor(codes, code) })) }]
    return [{ name, shape: SHAPES[name] ?? (typeof value === 'number' ? 'whole' : 'words'), choices: [] }]
  })
}

/** The value as it is typed. */
export function shownAs(shape: Shape, value: unknown, zone: string): string {
  if (shape === 'quantity') return String(Number(value) / 1000)
  if (shape === 'money') return typed(Number(value))
  return shape === 'moment' ? wallClock(String(value), zone) : String(value)
}

/** The value of what was typed; null when it cannot be one. */
export function readAs(shape: Shape, text: string, zone: string): string | number | null {
  switch (shape) {
    case 'quantity':
      return figureOf(text, 3) || null
    case 'money':
      return figureOf(text, 2)
    case 'whole':
      return figureOf(text, 0)
    case 'moment': {
      const at = momentOf(text, zone)
      return Number.isNaN(at) ? null : new Date(at).toISOString()
    }
    default:
      return text
  }
}
