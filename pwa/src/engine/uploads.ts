/**
 * How the bytes of one photo get to the server, cut by cut.
 *
 * The address is the SHA-256 of the bytes. The first attempt carries them (`POST`); after any cut the server is
 * asked how much it holds (`HEAD`) and the rest follows in parts (`PATCH`) whose size follows the connection:
 * a part should take two to four seconds. Nothing gives up: failures only lengthen the pause.
 *
 * Units    bytes, epoch milliseconds; `luck` in [0, 1).
 * Pure     yes.
 */
import { pause } from './pause'

export type UploadState = 'fresh' | 'unsure' | 'known' | 'present' | 'ghost'

export interface Upload {
  readonly sha256: string
  readonly size: number
  readonly mime: string
  readonly workOrder: string
  readonly state: UploadState
  readonly offset: number
  readonly failures: number
  readonly notBefore: number
  readonly takenAt: number
  readonly presentAt: number | null
  readonly heldIn?: string | null // the history of the server that was known when it said it has them
}

export interface Part {
  readonly sha256: string
  readonly method: 'POST' | 'HEAD' | 'PATCH'
  readonly from: number
  readonly to: number
}

export interface Reply {
  readonly status: number // 0: no answer of our server
  readonly offset: number | null
  readonly retryAfterMs: number | null
  readonly tookMs: number
}

export const PARALLEL = 2
const SMALLEST = 256 * 1024
const LARGEST = 1024 * 1024
const TARGET_MS = 3000

/** The uploads that may go now, oldest photo first, beside those already under way. */
export function ready(uploads: readonly Upload[], busy: ReadonlySet<string>, now: number): Upload[] {
  return uploads
    .filter((one) => open(one) && due(one, now) && !busy.has(one.sha256))
    .sort((a, b) => a.takenAt - b.takenAt)
    .slice(0, Math.max(0, PARALLEL - busy.size))
}

const LONGEST = 2 * 3_600_000

/** Whether its pause is over. One that seems longer than any pause was set by a clock that was put right since. */
export const due = (one: Upload, now: number): boolean => one.notBefore <= now || one.notBefore > now + LONGEST

export const open = (one: Upload): boolean => one.state !== 'present' && one.state !== 'ghost'

/** The next request for an upload; `part` is the size that fits the connection. */
export function nextPart(one: Upload, part: number): Part {
  if (one.state === 'unsure') return { sha256: one.sha256, method: 'HEAD', from: 0, to: 0 }
  const from = one.state === 'fresh' ? 0 : one.offset
  const method = one.state === 'fresh' ? 'POST' : 'PATCH'
  return { sha256: one.sha256, method, from, to: Math.min(one.size, from + part) }
}

/** The upload after the server's reply to a part, or after silence. */
export function replied(one: Upload, part: Part, reply: Reply, now: number, luck: number): Upload {
  const { status, offset } = reply
  if (status >= 200 && status < 300 && offset !== null) {
    const held = Math.min(one.size, Math.max(0, offset))
    const well = { ...one, offset: held, failures: 0, notBefore: 0 }
    return held >= one.size ? { ...well, state: 'present', presentAt: now } : { ...well, state: 'known' }
  }
  // These bytes will never be taken: damaged, empty, no photo at all. The person is told to take it again.
  if (part.method !== 'HEAD' && [400, 413, 415, 422].includes(status)) return { ...one, state: 'ghost' }
  if (status === 404 || status === 410 || status === 460) {
    const again: Upload = { ...one, state: 'fresh', offset: 0 }
    return part.method === 'HEAD' ? { ...again, notBefore: 0 } : later(again, reply, now, luck)
  }
  return later({ ...one, state: 'unsure' }, reply, now, luck)
}

function later(one: Upload, reply: Reply, now: number, luck: number): Upload {
  const wait = reply.retryAfterMs ?? (reply.status === 409 ? 0 : 500 + pause(one.failures, luck))
  const told = reply.retryAfterMs !== null // to come later, which is no failure
  return { ...one, failures: one.failures + (told ? 0 : 1), notBefore: now + wait }
}

/** The size of the next part: doubled or halved towards `TARGET_MS`. */
export function partAfter(part: number, sent: number, tookMs: number, ok: boolean): number {
  if (!ok) return Math.max(SMALLEST, Math.floor(part / 2))
  if (sent < part) return part
  if (tookMs < TARGET_MS / 2) return Math.min(LARGEST, part * 2)
  return tookMs > TARGET_MS * 2 ? Math.max(SMALLEST, Math.floor(part / 2)) : part
}

export const FIRST_PART = LARGEST

/** A server with another history may have lost what it once held: ask again, whenever that is noticed. */
export function doubted(one: Upload, epoch: string | null): Upload {
  const lost = one.state === 'present' && epoch !== null && one.heldIn !== epoch
  return lost ? { ...one, state: 'unsure', presentAt: null, failures: 0, notBefore: 0 } : one
}

const KEEP = 7 * 24 * 3_600_000

/** Whether this phone may give the bytes back: the server holds them, shows them, and a week has passed. */
export function releasable(one: Upload, shownPresent: boolean, now: number): boolean {
  return one.state === 'present' && shownPresent && one.presentAt !== null && now - one.presentAt > KEEP
}
