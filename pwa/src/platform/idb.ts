/**
 * The phone's database: one per person, opened in one place.
 *
 * Each rung of the ladder says why it came; a rung only adds, and the shape of `outbox` is frozen since the
 * first one. Another page that needs a newer rung gets its way: this one closes and asks for a reload.
 *
 * Effects  IndexedDB.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Row } from '../engine/book'
import type { Device } from '../engine/sync'
import type { Upload } from '../engine/uploads'
import type { Verdict } from '../wire/types.gen'

export interface Waiting {
  readonly cseq: number
  readonly op_id: string
  readonly wo: string
  readonly raw: string
  readonly shown?: string | undefined // the history that had taken it when it was numbered anew
  readonly midway?: boolean | undefined // and whose picture may not have had it yet
}

export interface Journalled extends Waiting {
  readonly verdict: Verdict
  readonly reason: string
  readonly answered_at: number
}

export interface Meta {
  readonly device: Device
  readonly next_cseq: number
}

export interface Intent {
  readonly id: string
  readonly wo: string
  readonly slot: string
  readonly shot?: string
  readonly at: number
}

export interface PhoneDb extends DBSchema {
  meta: { key: string; value: Meta }
  server: { key: [string, string]; value: Row; indexes: { wo: string } }
  outbox: { key: number; value: Waiting; indexes: { op_id: string; wo: string } }
  journal: { key: string; value: Journalled; indexes: { cseq: number } }
  blobs: { key: string; value: Upload; indexes: { wo: string } }
  chunks: { key: [string, number]; value: ArrayBuffer }
  intent: { key: string; value: Intent }
  log: { key: number; value: { readonly at: number; readonly what: string } }
}

export type Db = IDBPDatabase<PhoneDb>

export const CHUNK = 512 * 1024
const LATEST = 1

/** The name of a person's database; nobody's queue is ever sent by somebody else. */
export const nameOf = (org: string, user: string): string => `doorstep:${org}:${user}`

export function open(name: string, outdated: () => void): Promise<Db> {
  return openDB<PhoneDb>(name, LATEST, {
    upgrade(db, from) {
      if (from < 1) {
        // The first rung: everything of the design.
        db.createObjectStore('meta')
        db.createObjectStore('server', { keyPath: ['t', 'id'] }).createIndex('wo', 'wo')
        const outbox = db.createObjectStore('outbox', { keyPath: 'cseq' })
        outbox.createIndex('op_id', 'op_id', { unique: true })
        outbox.createIndex('wo', 'wo')
        db.createObjectStore('journal', { keyPath: 'op_id' }).createIndex('cseq', 'cseq')
        db.createObjectStore('blobs', { keyPath: 'sha256' }).createIndex('wo', 'workOrder')
        db.createObjectStore('chunks')
        db.createObjectStore('intent', { keyPath: 'id' })
        db.createObjectStore('log', { autoIncrement: true })
      }
    },
    blocking(_current, _next, event) {
      ;(event.target as IDBDatabase).close()
      outdated()
    },
  })
}
