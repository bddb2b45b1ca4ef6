/**
 * The engine's store on IndexedDB. Everything a person did is written with strict durability, an action in
 * one transaction: operation, number, bytes. A page of the feed and its cursor are one transaction too.
 *
 * A connection that the browser lost is opened again, three times; data is never wiped.
 *
 * Effects  IndexedDB.
 */
import type { Turn } from '../engine/book'
import { DROPBOX, type Queued, taken } from '../engine/outbox'
import type { Chunks, NewOperation, Store } from '../engine/ports'
import { read } from '../engine/protocol'
import { type Device, NO_DEVICE, type Patch } from '../engine/sync'
import { CHUNK, type Db, type Intent, type Journalled, type Meta, open, type Waiting } from './idb'

const STRICT = { durability: 'strict' } as const
const TRIES = 3
const LOG_RING = 2000
const FIRST: Meta = { device: NO_DEVICE, next_cseq: 1 }
const BEATEN = new Set(['UnknownError', 'InvalidStateError'])

export interface PhoneStore extends Store {
  intend(intent: Intent): Promise<void>
  intents(): Promise<Intent[]>
  forgetIntent(id: string): Promise<void>
  /** What the server had shown, and bytes that it has: gone. What only this phone has stays. */
  destroyPicture(): Promise<void>
  lastLog(count: number): Promise<readonly { readonly at: number; readonly what: string }[]>
}

export async function openStore(name: string, outdated: () => void): Promise<PhoneStore> {
  let db = await open(name, outdated)
  const on = async <T>(work: (db: Db) => Promise<T>): Promise<T> => {
    for (let tried = 1; ; tried++) {
      try {
        return await work(db)
      } catch (error) {
        if (tried >= TRIES || !(error instanceof DOMException) || !BEATEN.has(error.name)) throw error
        db.close()
        db = await open(name, outdated)
      }
    }
  }
  return {
    load: () => on(load),
    enqueue: (ops, chunks) => on((now) => enqueue(now, ops, chunks)),
    apply: (patch) => on((now) => apply(now, patch)),
    saveUpload: (upload) => on(async (now) => void (await now.put('blobs', upload))),
    bytes: (sha, from, to) => on((now) => bytes(now, sha, from, to)),
    releaseBytes: (sha) => on((now) => now.delete('chunks', range(sha))),
    log: (what, at) => on((now) => log(now, what, at)),
    destroyPicture: () => on(destroyPicture),
    lastLog: (count) => on(async (now) => (await now.getAll('log')).slice(-count)),
    intend: (intent) => on(async (now) => void (await now.put('intent', intent))),
    intents: () => on((now) => now.getAll('intent')),
    forgetIntent: (id) => on((now) => now.delete('intent', id)),
    close: () => db.close(),
  }
}

const range = (sha: string): IDBKeyRange => IDBKeyRange.bound([sha, 0], [sha, Number.MAX_SAFE_INTEGER])

async function load(db: Db) {
  const tx = db.transaction(['meta', 'outbox', 'journal', 'server', 'blobs'])
  const [meta, outbox, journal, server, uploads] = await Promise.all([
    tx.objectStore('meta').get('phone'),
    tx.objectStore('outbox').getAll(),
    tx.objectStore('journal').getAll(),
    tx.objectStore('server').getAll(),
    tx.objectStore('blobs').getAll(),
    tx.done,
  ])
  const queue = [...journal.map(answered), ...outbox.map(waiting)].sort((a, b) => a.cseq - b.cseq)
  const book = new Map(server.map((row) => [`${row.t}/${row.id}`, row]))
  return { device: (meta ?? FIRST).device, queue, book, uploads }
}

const size = (raw: string): number => new TextEncoder().encode(raw).length

function waiting({ cseq, raw, shown, midway }: Waiting): Queued {
  return { cseq, raw, op: read(raw), bytes: size(raw), verdict: null, reason: '', answeredAt: null, shown, midway }
}

function answered({ answered_at, verdict, reason, ...row }: Journalled): Queued {
  return { ...waiting(row), verdict, reason, answeredAt: answered_at }
}

interface Ending {
  readonly done: Promise<void>
  abort(): void
}

/** All of `work` or nothing: an exception between two requests would otherwise let the first half commit. */
async function whole<T>(tx: Ending, work: () => Promise<T>): Promise<T> {
  try {
    const made = await work()
    await tx.done
    return made
  } catch (error) {
    const ended = tx.done.catch(() => undefined)
    try {
      tx.abort()
    } catch {
      // It had ended by itself.
    }
    await ended
    throw error
  }
}

function enqueue(db: Db, ops: readonly NewOperation[], chunks: readonly Chunks[]): Promise<Queued[]> {
  const tx = adding(db)
  return whole(tx, async () => {
    const made = await numbered(tx, ops)
    for (const { upload, parts } of chunks) {
      const held = await tx.objectStore('blobs').get(upload.sha256)
      if (held && held.state !== 'ghost') continue
      await tx.objectStore('blobs').put(upload)
      for (const [n, part] of parts.entries()) await tx.objectStore('chunks').put(part, [upload.sha256, n])
    }
    return made.map(waiting)
  })
}

const adding = (db: Db) => db.transaction(['meta', 'outbox', 'journal', 'blobs', 'chunks'], 'readwrite', STRICT)

/** Operations with the next numbers; one that is known already is not stored again. */
async function numbered(tx: ReturnType<typeof adding>, ops: readonly NewOperation[]): Promise<Waiting[]> {
  const outbox = tx.objectStore('outbox')
  const meta = (await tx.objectStore('meta').get('phone')) ?? FIRST
  let next = meta.next_cseq
  const made: Waiting[] = []
  for (const { opId, raw } of ops) {
    const known = (await outbox.index('op_id').getKey(opId)) ?? (await tx.objectStore('journal').getKey(opId))
    if (known !== undefined) continue
    const row = { cseq: next, op_id: opId, wo: read(raw).work_order, raw }
    await outbox.add(row)
    made.push(row)
    next += 1
  }
  await tx.objectStore('meta').put({ ...meta, next_cseq: next }, 'phone')
  return made
}

function apply(db: Db, patch: Patch): Promise<boolean> {
  const tx = writing(db)
  return whole(tx, async () => {
    const meta = (await tx.objectStore('meta').get('phone')) ?? FIRST
    if ((meta.device.id ?? '') !== patch.deviceId) return false
    await journal(tx, patch)
    const faster = meta.device.cursor !== patch.fromCursor
    if (patch.page && !faster) await turnPage(tx, patch.page)
    // Numbers of the old identity settle nothing of the new one, and the next whole picture is the first that has all it brought.
    const device = { ...patch.device, ...(faster && pictureOf(meta.device)), ...(patch.fork && { settled: 0, whole: false }) }
    const next = patch.fork ? await renumber(tx, meta.device) : meta.next_cseq
    await tx.objectStore('meta').put({ device, next_cseq: next }, 'phone')
    if (faster || patch.fork) return false
    // A page that was closed before it could say that it wrote: what it wrote is owed all the same.
    return (await tx.objectStore('outbox').count()) === patch.waiting
  })
}

type Writing = ReturnType<typeof writing>
const writing = (db: Db) => db.transaction(['meta', 'outbox', 'journal', 'server'], 'readwrite', STRICT)

/** Answered operations move to the journal; what the server no longer remembers moves back. */
async function journal(tx: Writing, patch: Patch): Promise<void> {
  const outbox = tx.objectStore('outbox')
  const kept = tx.objectStore('journal')
  if (patch.requeueAfter !== null) {
    for (const row of await kept.index('cseq').getAll(IDBKeyRange.lowerBound(patch.requeueAfter, true))) {
      if (row.reason !== DROPBOX) await back(tx, row, row.cseq)
    }
  }
  for (const said of patch.said) {
    const cseq = await outbox.index('op_id').getKey(said.opId)
    const row = cseq === undefined ? await kept.get(said.opId) : await outbox.get(cseq)
    const final = row && 'verdict' in row && row.verdict !== 'held'
    if (!row || final) continue
    const { op_id, wo, raw, shown, midway } = row
    await kept.put({ cseq: row.cseq, op_id, wo, raw, shown, midway, verdict: said.verdict, reason: said.reason, answered_at: patch.now })
    if (cseq !== undefined) await outbox.delete(cseq)
  }
  for (const id of patch.forget) await kept.delete(id)
}

async function back(tx: Writing, { op_id, wo, raw, shown, midway }: Waiting, cseq: number): Promise<void> {
  await tx.objectStore('journal').delete(op_id)
  await tx.objectStore('outbox').put({ cseq, op_id, wo, raw, shown, midway })
}

/** What belongs to the picture that another page has stored, and not to this page's answer. */
const pictureOf = ({ cursor, settled, whole = false, summed, differed, odd }: Device): Partial<Device> => ({ cursor, settled, whole, summed, differed, odd })

/**
 * A new identity: all that is kept is numbered from 1 and owed again, but for what lies in the drop-box. What this
 * history has taken is in its picture, and is not laid over it a second time.
 */
async function renumber(tx: Writing, { epoch, settled, proven }: Device): Promise<number> {
  const outbox = tx.objectStore('outbox')
  const waiting = await outbox.getAll()
  const kept = await tx.objectStore('journal').index('cseq').getAll()
  await outbox.clear()
  let next = 1
  for (const row of [...waiting, ...kept].sort((a, b) => a.cseq - b.cseq)) {
    const answer = 'verdict' in row ? (row as Journalled) : null
    if (answer?.reason === DROPBOX) await tx.objectStore('journal').put({ ...answer, cseq: 0 })
    else if ((answer ? taken(answer.verdict) : row.cseq <= proven && !(await outcome(tx, row))) && epoch !== null && row.shown === undefined) await back(tx, { ...row, shown: epoch, midway: row.cseq > settled }, next++)
    else await back(tx, row, next++)
  }
  return next
}

const outcome = (tx: Writing, { op_id }: Waiting) => tx.objectStore('server').getKey(['op_outcome', op_id])

/** Asked for all at once: what one of them fails with, the transaction ends with. */
async function turnPage(tx: Writing, page: Turn): Promise<void> {
  const server = tx.objectStore('server')
  const asked: Promise<unknown>[] = page.clear ? [server.clear()] : []
  for (const wo of page.revoked) {
    for (const gone of await server.index('wo').getAllKeys(wo)) asked.push(server.delete(gone))
  }
  for (const { t, id } of page.dels) asked.push(server.delete([t, id]))
  for (const row of page.puts) asked.push(server.put(row))
  await Promise.all(asked)
}

async function bytes(db: Db, sha: string, from: number, to: number): Promise<ArrayBuffer | null> {
  const first = Math.floor(from / CHUNK)
  const last = Math.floor((Math.max(to, from + 1) - 1) / CHUNK)
  const parts = await db.getAll('chunks', IDBKeyRange.bound([sha, first], [sha, last]))
  const whole = await new Blob(parts).arrayBuffer()
  const cut = whole.slice(from - first * CHUNK, to - first * CHUNK)
  return cut.byteLength === to - from ? cut : null
}

async function destroyPicture(db: Db): Promise<void> {
  const tx = db.transaction(['meta', 'server', 'blobs', 'chunks', 'intent'], 'readwrite', STRICT)
  await whole(tx, async () => {
    await tx.objectStore('server').clear()
    await tx.objectStore('intent').clear()
    for (const held of await tx.objectStore('blobs').getAll()) {
      if (held.state === 'present') await tx.objectStore('chunks').delete(range(held.sha256))
    }
    const meta = (await tx.objectStore('meta').get('phone')) ?? FIRST
    await tx.objectStore('meta').put({ ...meta, device: { ...meta.device, cursor: null } }, 'phone')
  })
}

async function log(db: Db, what: string, at: number): Promise<void> {
  const tx = db.transaction('log', 'readwrite')
  const n = await tx.store.add({ at, what })
  if (n % 100 === 0) await tx.store.delete(IDBKeyRange.upperBound(n - LOG_RING))
  await tx.done
}
