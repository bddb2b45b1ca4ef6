/**
 * Whether what this phone holds of the server is what the server says it must: a sum over kind, id and version of every
 * row. Where it differs the server's rows are read anew; what the person made is not touched, and the office is told.
 *
 * Units    epoch milliseconds.
 * Pure     yes.
 */
import type { Book } from './book'
import { elapsed } from './clock'
import { summed } from './receipt'
import type { Device } from './sync'

export const EVERY_MS = 600_000

/** Due every ten minutes, once there is a picture; a difference that stays, as between builds that know other kinds of rows, is looked at ever more rarely. */
export const sumDue = ({ cursor, summed: at = 0, odd = 0 }: Device, now: number): boolean => cursor !== null && elapsed(at, now) >= EVERY_MS * 2 ** Math.min(Math.max(0, odd - 1), 8)

/** The same sum as the server's: the version first, where every later letter carries what differs in it on. */
export const pictured = (book: Book): string => summed([...book.values()].map(({ t, id, ver }) => `${ver}|${t}|${id}`))

/** What the comparison says about this phone. */
export function compared({ differed = 0, odd = 0 }: Device, book: Book, told: string, now: number): Pick<Device, 'summed' | 'differed' | 'odd'> {
  const same = pictured(book) === told
  return { summed: now, differed: same ? differed : differed + 1, odd: same ? 0 : odd + 1 }
}
