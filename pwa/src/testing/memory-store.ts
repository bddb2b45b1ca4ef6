/** The engine's store in memory, for many seeds: the same rules as on IndexedDB, by the engine's own functions. */
import { type Book, key, turned } from '../engine/book'
import { answer, DROPBOX, forgettable, type Queued, rewind, taken } from '../engine/outbox'
import type { Chunks, NewOperation, Store } from '../engine/ports'
import { read } from '../engine/protocol'
import { type Device, NO_DEVICE, type Patch } from '../engine/sync'
import type { Upload } from '../engine/uploads'

/**
 * The queue for a new device identity: everything that is still kept is numbered afresh from 1 and owed again. Ids and
 * texts stay, so the server knows again what it already had; what it lost with its history comes back.
 */
export function renumber(queue: readonly Queued[], { epoch, settled, proven }: Device = NO_DEVICE, book: Book = new Map()): Queued[] {
  let next = 0
  const shown = (op: Queued) => ((op.verdict === null ? op.cseq <= proven && !book.has(key('op_outcome', op.op.op_id)) : taken(op.verdict)) && epoch !== null && op.shown === undefined ? { shown: epoch, midway: op.cseq > settled } : {})
  return queue.map((op) => (op.reason === DROPBOX ? { ...op, cseq: 0 } : { ...op, ...shown(op), cseq: ++next, verdict: null, reason: '', answeredAt: null }))
}

export class MemoryStore implements Store {
  device: Device = NO_DEVICE
  next = 1
  queue: Queued[] = []
  book: Book = new Map()
  uploads = new Map<string, Upload>()
  chunks = new Map<string, ArrayBuffer>()
  logged: string[] = []

  load() {
    return Promise.resolve({ device: this.device, queue: this.queue, book: this.book, uploads: [...this.uploads.values()] })
  }

  enqueue(ops: readonly NewOperation[], chunks: readonly Chunks[]): Promise<Queued[]> {
    const made = ops
      .filter(({ opId }) => !this.queue.some((one) => one.op.op_id === opId))
      .map(({ raw }): Queued => ({ cseq: this.next++, raw, op: read(raw), bytes: raw.length, verdict: null, reason: '', answeredAt: null }))
    this.queue = [...this.queue, ...made]
    for (const { upload, parts } of chunks) {
      this.uploads.set(upload.sha256, upload)
      this.chunks.set(upload.sha256, joined(parts))
    }
    return Promise.resolve(made)
  }

  apply(patch: Patch): Promise<boolean> {
    if ((this.device.id ?? '') !== patch.deviceId) return Promise.resolve(false)
    const owed = patch.requeueAfter === null ? this.queue : rewind(this.queue, patch.requeueAfter)
    this.queue = answer(owed, patch.said, patch.now)
    const old = new Set(forgettable(this.queue, patch.device.settled, patch.now).map((one) => one.op.op_id))
    this.queue = this.queue.filter((one) => !(old.has(one.op.op_id) && patch.forget.includes(one.op.op_id)))
    const faster = this.device.cursor !== patch.fromCursor
    if (!faster && patch.page) this.book = turned(this.book, patch.page)
    if (patch.fork) {
      this.queue = renumber(this.queue, this.device, this.book).sort((a, b) => a.cseq - b.cseq)
      this.next = Math.max(0, ...this.queue.map((one) => one.cseq)) + 1
    }
    this.device = { ...patch.device, ...(faster && { cursor: this.device.cursor, settled: this.device.settled }), ...(patch.fork && { settled: 0, whole: false }) }
    const waiting = this.queue.filter((one) => one.verdict === null).length
    return Promise.resolve(!faster && !patch.fork && waiting === patch.waiting)
  }

  saveUpload(upload: Upload): Promise<void> {
    this.uploads.set(upload.sha256, upload)
    return Promise.resolve()
  }

  bytes(sha: string, from: number, to: number): Promise<ArrayBuffer | null> {
    return Promise.resolve(this.chunks.get(sha)?.slice(from, to) ?? null)
  }

  releaseBytes(sha: string): Promise<void> {
    this.chunks.delete(sha)
    return Promise.resolve()
  }

  log(what: string): Promise<void> {
    this.logged.push(what)
    return Promise.resolve()
  }

  close(): void {}
}

function joined(parts: readonly ArrayBuffer[]): ArrayBuffer {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(new Uint8Array(part), at)
    at += part.byteLength
  }
  return whole.buffer
}
