/**
 * The shared vectors: cases that Python wrote and both sides must agree on.
 *
 * Pure     reads JSON at build time of the test.
 */
interface Vectors {
  readonly base: Record<string, never>
  readonly cases: readonly Record<string, never>[]
}

const FILES = import.meta.glob<Vectors>('../../../tests/vectors/*.json', { eager: true, import: 'default' })

/** The vectors of one topic. */
export function vectors(topic: string): Vectors {
  const found = FILES[`../../../tests/vectors/${topic}.json`]
  if (!found) throw new Error(`tests/vectors/${topic}.json is missing: pytest writes it`)
  return found
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** The same value with moments as numbers, so that 02:00:00Z and 02:00:00.000Z are one. */
export function plain(value: unknown): unknown {
  if (typeof value === 'string') return MOMENT.test(value) ? Date.parse(value) : value
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]))
}
