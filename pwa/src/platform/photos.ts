/**
 * From a picture to an operation with bytes: shrink, hash, cut into parts. And back: from bytes to an address.
 *
 * Effects  worker, WebCrypto, object URLs.
 */
import { SHORTEST, sniffed } from './picture'
import type { Chunks, Store } from '../engine/ports'
import type { PhotoArgs } from '../engine/protocol'
import { blobUrl } from '../wire/pictures'
import type { LatLng, Slot } from '../wire/types.gen'
import { sha256, uuid7 } from './hash'
import { CHUNK } from './idb'
import { shrink } from './shrink'

export interface PhotoMeta {
  readonly id?: string
  readonly takenAt?: number // epoch ms; now when absent
  readonly position?: LatLng
  readonly accuracyM?: number
  readonly warnings?: readonly string[]
  readonly shot?: string
}

export interface Prepared {
  readonly args: PhotoArgs
  readonly chunks: Chunks
}

/** What no server would take as a photo; said while the person still stands in front of what was to be shown. */
export class NoPhoto extends Error {
  readonly why: 'not_a_photo' | 'too_large' | 'too_small'

  constructor(why: NoPhoto['why']) {
    super(why)
    this.name = 'NoPhoto'
    this.why = why
  }
}

/** The server's own limit of an original. */
export const MOST_BYTES = 25 * 1024 * 1024

/**
 * Everything that has to be known before anything is stored. A photo that this browser cannot decode is kept as it came.
 *
 * Errors   `NoPhoto`.
 */
export async function prepared(workOrder: string, slot: Slot, blob: Blob, meta: PhotoMeta): Promise<Prepared> {
  const takenAt = meta.takenAt ?? Date.now()
  const small = await shrink(blob)
  if (small && Math.min(small.width, small.height) < SHORTEST) throw new NoPhoto('too_small')
  // Read before any transaction opens: awaiting a Blob inside one ends it.
  const bytes = await (small?.blob ?? blob).arrayBuffer()
  const sha = await sha256(bytes)
  const mime = sniffed(new Uint8Array(bytes.slice(0, 16)))
  if (mime === 'application/octet-stream') throw new NoPhoto('not_a_photo')
  if (bytes.byteLength > MOST_BYTES) throw new NoPhoto('too_large')
  const args: PhotoArgs = {
    id: meta.id ?? uuid7(takenAt),
    slot,
    sha256: sha,
    size: bytes.byteLength,
    mime,
    taken_at: new Date(takenAt).toISOString(),
    ...(meta.position ? { position: meta.position } : {}),
    ...(meta.accuracyM === undefined ? {} : { accuracy_m: meta.accuracyM }),
    width: small?.width ?? 0,
    height: small?.height ?? 0,
    warnings: meta.warnings ?? small?.warnings ?? [],
    ...(meta.shot ? { shot: meta.shot } : {}),
  }
  return { args, chunks: cut(bytes, { sha, mime, workOrder, takenAt }) }
}

function cut(bytes: ArrayBuffer, about: { sha: string; mime: string; workOrder: string; takenAt: number }): Chunks {
  const parts: ArrayBuffer[] = []
  for (let from = 0; from < bytes.byteLength; from += CHUNK) parts.push(bytes.slice(from, from + CHUNK))
  return {
    parts,
    upload: {
      sha256: about.sha,
      size: bytes.byteLength,
      mime: about.mime,
      workOrder: about.workOrder,
      state: 'fresh',
      offset: 0,
      failures: 0,
      notBefore: 0,
      takenAt: about.takenAt,
      presentAt: null,
    },
  }
}

/** Whether the bytes lie in the store exactly as they were meant to. */
export async function readsBack(store: Store, sha: string, size: number): Promise<boolean> {
  const bytes = await store.bytes(sha, 0, size)
  return bytes !== null && (await sha256(bytes)) === sha
}

export function forgetAddresses(): void {
  for (const url of urls.values()) URL.revokeObjectURL(url)
  urls.clear()
}

const KEPT = 60
const urls = new Map<string, string>()

/** An address of a photo: from this phone when it holds the bytes, else from the server, else null. */
export async function addressOf(store: Store, sha: string, size: number, mime: string, variant: string): Promise<string | null> {
  const known = urls.get(sha)
  if (known) return known
  const bytes = size > 0 ? await store.bytes(sha, 0, size) : null
  if (!bytes) return blobUrl(`/blobs/${sha}?v=${variant}`).catch(() => null)
  const made = URL.createObjectURL(new Blob([bytes], { type: mime }))
  urls.set(sha, made)
  for (const [old, url] of urls) {
    if (urls.size <= KEPT) break
    urls.delete(old)
    URL.revokeObjectURL(url)
  }
  return made
}
