/**
 * What the server said, exactly as it said it. Screens never write here; the outbox is laid over it.
 *
 * Pure    yes. Unknown kinds of entities are kept out, unknown fields are kept in.
 */
import type {
  Fault,
  Material,
  OpOutcome,
  PhoneOrder,
  Photo,
  PullAnswer,
  Signature,
} from '../wire/types.gen'

interface Bodies {
  readonly work_order: PhoneOrder
  readonly photo: Photo
  readonly signature: Signature
  readonly catalog: { readonly items: readonly (Fault | Material)[] }
  readonly op_outcome: OpOutcome
}

export type RowKind = keyof Bodies

export type Row = {
  readonly [K in RowKind]: { readonly t: K; readonly id: string; readonly wo: string; readonly ver: number; readonly d: Bodies[K] }
}[RowKind]

export type RowOf<K extends RowKind> = Extract<Row, { readonly t: K }>

export type Book = ReadonlyMap<string, Row>

/** What a page of the feed does to the stored rows. `clear`: everything the server said before is void. */
export interface Turn {
  readonly clear: boolean
  readonly puts: readonly Row[]
  readonly dels: readonly { readonly t: string; readonly id: string }[]
  readonly revoked: readonly string[]
}

const KINDS: ReadonlySet<string> = new Set(['work_order', 'photo', 'signature', 'catalog', 'op_outcome'])

export const key = (t: string, id: string): string => `${t}/${id}`

/** The changes of one page, sorted out; a later line of the page about the same thing wins. */
export function turn(pull: PullAnswer): Turn {
  const puts = new Map<string, Row>()
  const dels = new Map<string, { t: string; id: string }>()
  const revoked = new Set<string>()
  for (const { t, id, wo, ver, op, d } of pull.changes) {
    const at = key(t, id)
    if (op === 'revoke') {
      const gone = wo || id
      revoked.add(gone)
      for (const [name, row] of puts) if (row.wo === gone) puts.delete(name)
    } else if (op === 'del' || d === null) {
      puts.delete(at)
      dels.set(at, { t, id })
    } else if (KINDS.has(t)) {
      dels.delete(at)
      puts.set(at, { t, id, wo, ver, d } as Row)
    }
  }
  return { clear: pull.reset, puts: [...puts.values()], dels: [...dels.values()], revoked: [...revoked] }
}

/** The book after a turn: revoked first, so that a grant in the same page brings its order back whole. */
export function turned(book: Book, page: Turn): Book {
  const next = new Map(page.clear ? [] : book)
  const gone = new Set(page.revoked)
  if (gone.size) for (const [name, row] of next) if (gone.has(row.wo)) next.delete(name)
  for (const { t, id } of page.dels) next.delete(key(t, id))
  for (const row of page.puts) next.set(key(row.t, row.id), row)
  return next
}

export function rows<K extends RowKind>(book: Book, kind: K): RowOf<K>[] {
  const found: RowOf<K>[] = []
  for (const row of book.values()) if (row.t === kind) found.push(row as RowOf<K>)
  return found
}

export function row<K extends RowKind>(book: Book, kind: K, id: string): RowOf<K> | undefined {
  return book.get(key(kind, id)) as RowOf<K> | undefined
}
