/**
 * The loop that brings phone and server together, as a state machine: `step(sync, input) -> [sync, effects]`.
 *
 * Inputs are facts (an answer, a failure, the time); effects are data that the platform performs. What is
 * stored on the phone is the truth: when storing fails or another page was faster, the machine asks for a reload.
 * No failure ends it: refused sign-in waits for the person, a poisonous operation goes to the drop-box, a
 * request without an answer is given up by the watchdog, everything else is tried again after a pause.
 *
 * Units    epoch milliseconds; `luck` in [0, 1).
 * Pure     yes.
 */
import type { ExchangeAnswer, HeldPhoto } from '../wire/types.gen'
import { type Book, type Turn, turn, turned } from './book'
import { ahead, best, elapsed, observed, type Sample } from './clock'
import { holdings } from './holding'
import { acknowledged, answer, DROPBOX, forgettable, nextBatch, type Queued, rewind, type Said } from './outbox'
import { hole, proven, requeueAfter, settledBy } from './owed'
import { compared, sumDue } from './picture'
import { pause } from './pause'
import { summed } from './receipt'
import { OPS_PER_BATCH, requestBody } from './protocol'

export interface Device {
  readonly id: string | null
  readonly epoch: string | null
  readonly cursor: string | null
  readonly acked: number
  readonly settled: number
  readonly forkOf: string | null // the identity before this one
  readonly forgotten: string // the receipt's sum over operations the journal no longer holds
  readonly lastOk: number | null // when the server last answered
  readonly summed?: number | undefined // when the server last summed up what this phone must hold
  readonly differed?: number | undefined // times its sum was another one than ours
  readonly odd?: number | undefined // times in a row
  readonly proven: number // up to here the server has proved that it knows this phone's operations
  readonly whole?: boolean // the picture is of one moment, not in the middle of catching up
}

export const NO_DEVICE: Device = {
  id: null,
  epoch: null,
  cursor: null,
  acked: 0,
  settled: 0,
  proven: 0,
  forkOf: null,
  forgotten: '0',
  lastOk: null,
}

export type Why = 'enqueue' | 'online' | 'visible' | 'hint' | 'timer' | 'manual' | 'push' | 'shift'

export interface Flight {
  readonly what: 'enrol' | 'exchange' | 'dropbox' | 'store'
  readonly cseqs: readonly number[]
  readonly since: number
}

export interface Sync {
  readonly build: string
  readonly device: Device
  readonly queue: readonly Queued[] // outbox and journal, by cseq
  readonly book: Book
  readonly photos: readonly HeldPhoto[] // whose bytes lie only here
  readonly samples: readonly Sample[]
  readonly flight: Flight | null
  readonly stale?: boolean // something could not be stored or read: what is here is not what the phone holds
  readonly leader: boolean
  readonly hinted?: boolean // a stream lives that says when something moves
  readonly pullWanted: boolean
  readonly offline: boolean
  readonly needsLogin: boolean
  readonly anew: boolean // the person has signed in, and the server has not answered since
  readonly limit: number // operations per batch; halves when the server finds one too large
  readonly failures: number
  readonly notBefore: number
  readonly asked: number // the server asked not to be asked before; nobody's hurry changes that
  readonly poison: { readonly opId: string; readonly times: number; readonly since: number } | null
  readonly error: string | null
  readonly round: { readonly done: number; readonly total: number }
}

/** What one answer does to the stored state, in one transaction. */
export interface Patch {
  readonly deviceId: string
  readonly fromCursor: string | null
  readonly device: Device
  readonly page: Turn | null
  readonly said: readonly Said[]
  readonly now: number // by the server's clock
  readonly requeueAfter: number | null // operations with a higher cseq are owed again
  readonly waiting: number // operations without an answer, as far as this page knows; another one may have written more
  readonly fork: boolean // a new identity: number everything that is kept afresh
  readonly forget: readonly string[]
}

export interface Stored {
  readonly device: Device
  readonly queue: readonly Queued[]
  readonly book: Book
}

export type Input = { readonly now: number; readonly luck: number } & (
  | { readonly is: 'loaded'; readonly stored: Stored }
  | { readonly is: 'leader'; readonly leader: boolean }
  | { readonly is: 'trigger'; readonly why: Why }
  | { readonly is: 'tick' }
  | { readonly is: 'enqueued'; readonly ops: readonly Queued[] }
  | { readonly is: 'enrolled'; readonly deviceId: string; readonly epoch: string }
  | { readonly is: 'answer'; readonly body: ExchangeAnswer; readonly sentAt: number; readonly cursor: string | null }
  | { readonly is: 'refused'; readonly status: number; readonly code: string; readonly retryAfterMs: number | null; readonly late?: boolean }
  | { readonly is: 'unreachable'; readonly why: string }
  | { readonly is: 'boxed'; readonly opId: string }
  | { readonly is: 'stored' }
  | { readonly is: 'signed_in' }
  | { readonly is: 'around'; readonly around: Partial<Pick<Sync, 'photos' | 'hinted'>> }
)

export type Effect =
  | { readonly do: 'enrol'; readonly forkOf: string | null }
  | { readonly do: 'exchange'; readonly body: string; readonly cursor: string | null }
  | { readonly do: 'dropbox'; readonly opId: string; readonly raw: string }
  | { readonly do: 'store'; readonly patch: Patch }
  | { readonly do: 'reload' }
  | { readonly do: 'abort' }
  | { readonly do: 'wake'; readonly at: number }
  | { readonly do: 'log'; readonly what: string }

export const WATCHDOG_MS = 120_000
const polled = (sync: Sync): number => (sync.hinted ? 600_000 : 60_000) // a hint may be lost all the same
const REVOKED_MS = 3_600_000
const LONGEST_MS = 2 * REVOKED_MS // nothing waits longer than that: what seems to was set by a clock that was put right since
const PATIENT_MS = 600_000 // the longest a server, or a proxy in front of it, is waited for
const GATHER_MS = 250 // taps that follow each other go in one request
const PAGE = 1000
const POISON_TIMES = 5
const POISON_MS = 10 * 60_000

export function begin(build: string): Sync {
  return {
    build,
    device: NO_DEVICE,
    queue: [],
    book: new Map(),
    photos: [],
    samples: [],
    flight: null,
    leader: false,
    pullWanted: true,
    offline: false,
    needsLogin: false,
    anew: false,
    limit: OPS_PER_BATCH,
    failures: 0,
    notBefore: 0,
    asked: 0,
    poison: null,
    error: null,
    round: { done: 0, total: 0 },
  }
}

type Step = [Sync, Effect[]]

export function step(sync: Sync, input: Input): Step {
  const [next, effects] = taken(sync, input)
  const [planned, more] = plan(next, input.now, input.luck)
  // Not beyond a whole watch from now: the clock may have been set back since the request went.
  const watch: Effect[] = planned.flight ? [{ do: 'wake', at: Math.min(planned.flight.since, input.now) + WATCHDOG_MS }] : []
  return [planned, [...effects, ...more, ...watch]]
}

function taken(sync: Sync, input: Input): Step {
  switch (input.is) {
    case 'loaded':
      return [{ ...(sync.stale ? landed(sync) : sync), ...input.stored, stale: false }, []]
    case 'leader':
      return [{ ...sync, leader: input.leader, flight: input.leader ? sync.flight : null, pullWanted: true }, []]
    case 'trigger':
      return [triggered(sync, input.why), []]
    case 'tick':
      return ticked(sync, input.now)
    case 'enqueued': {
      const known = new Set(sync.queue.map((one) => one.op.op_id))
      const fresh = input.ops.filter((one) => !known.has(one.op.op_id))
      return [{ ...sync, queue: [...sync.queue, ...fresh], notBefore: Math.max(sync.notBefore, input.now + GATHER_MS) }, []]
    }
    case 'enrolled': {
      const device = { ...sync.device, id: input.deviceId, epoch: input.epoch }
      return stored({ ...sync, device, failures: 0, error: null }, blank(sync, device, input.now), input.now)
    }
    case 'answer':
      return answered(sync, input)
    case 'refused':
      if (input.code === 'storage') return [later({ ...landed(sync), stale: true }, input.code, input), []]
      return refused(input.late ? sync : { ...sync, flight: null, offline: false, pullWanted: true }, sync.flight, input)
    case 'unreachable':
      return [later({ ...sync, flight: null, offline: true }, input.why, input), []]
    case 'boxed': {
      const said: Said[] = [{ opId: input.opId, verdict: 'held', reason: DROPBOX }]
      const at = input.now + clockOf(sync).off
      const queue = answer(sync.queue, said, at)
      const device = { ...sync.device, acked: acknowledged(queue, sync.device.acked) }
      const patch = { ...blank({ ...sync, queue }, device, at), said }
      return stored({ ...sync, queue, device, poison: null, failures: 0 }, patch, input.now)
    }
    case 'around':
      return [{ ...sync, ...input.around }, []]
    case 'stored':
      return [{ ...sync, flight: null }, []]
    case 'signed_in':
      if (sync.error === 'device_revoked') return fork({ ...sync, needsLogin: false, error: null, notBefore: 0 }, input.now)
      return [{ ...sync, needsLogin: false, anew: true, failures: 0, notBefore: 0, pullWanted: true }, []]
  }
}

/** A reason to try now: back-off is forgotten when a person or the network gives it. */
function triggered(sync: Sync, why: Why): Sync {
  const eager = why === 'online' || why === 'visible' || why === 'manual' || why === 'push'
  return {
    ...sync,
    device: why === 'shift' ? { ...sync.device, summed: 0 } : sync.device,
    pullWanted: sync.pullWanted || why !== 'enqueue',
    offline: why !== 'online' && sync.offline,
    ...(eager && { failures: 0, notBefore: 0 }),
  }
}

function ticked(sync: Sync, now: number): Step {
  const hung = sync.flight !== null && elapsed(sync.flight.since, now) >= WATCHDOG_MS
  if (!hung) return [{ ...sync, pullWanted: sync.pullWanted || elapsed(sync.device.lastOk ?? 0, now) >= polled(sync) * 0.8 }, []]
  return [{ ...sync, flight: null, pullWanted: true }, [{ do: 'abort' }, { do: 'reload' }, { do: 'log', what: 'watchdog' }]]
}

function plan(sync: Sync, now: number, luck: number): Step {
  if (!sync.leader || sync.needsLogin || sync.flight) return [sync, []]
  const soonest = Math.max(ahead(sync.notBefore, now, LONGEST_MS), ahead(sync.asked, now, 2 * PATIENT_MS))
  if (soonest > now) return [sync, [{ do: 'wake', at: soonest }]]
  if (sync.stale) return [fly(sync, 'store', [], now), [{ do: 'reload' }]]
  if (sync.device.id === null) return [fly(sync, 'enrol', [], now), [{ do: 'enrol', forkOf: sync.device.forkOf }]]
  const batch = nextBatch(sync.queue, sync.limit)
  const first = batch[0]
  if (first && poisoned(sync, first, now)) {
    return [fly(sync, 'dropbox', [first.cseq], now), [{ do: 'dropbox', opId: first.op.op_id, raw: first.raw }]]
  }
  if (!first && !sync.pullWanted) {
    return [sync, [{ do: 'wake', at: now + polled(sync) * (0.8 + 0.4 * luck) }]]
  }
  const body = requestBody({
    deviceId: sync.device.id,
    epoch: sync.device.epoch,
    build: sync.build,
    acked: sync.device.acked,
    ops: batch.map(({ cseq, raw }) => ({ cseq, raw })),
    pull: { cursor: sync.device.cursor, limit: PAGE, digest: sumDue(sync.device, now) },
    differed: sync.device.differed ?? 0,
    holds: holdings(sync.queue, batch, sync.photos, sync.device.acked),
  })
  const sent = batch.map((op) => op.cseq)
  const waiting = sync.queue.filter((op) => op.verdict === null).length
  const round = sync.round.total > sync.round.done ? sync.round : { done: 0, total: waiting }
  return [
    // What is hinted at from here on may be newer than what this exchange will show.
    { ...fly(sync, 'exchange', sent, now), pullWanted: false, round: { ...round, total: Math.max(round.total, round.done + waiting) } },
    [{ do: 'exchange', body, cursor: sync.device.cursor }],
  ]
}

const fly = (sync: Sync, what: Flight['what'], cseqs: readonly number[], since: number): Sync => ({
  ...sync,
  flight: { what, cseqs, since },
})

function poisoned(sync: Sync, first: Queued, now: number): boolean {
  const { poison } = sync
  return poison !== null && poison.opId === first.op.op_id && poison.times >= POISON_TIMES && elapsed(poison.since, now) >= POISON_MS
}

/** What could not be stored or read is read again before anything else; an exchange under way goes on. */
const landed = (sync: Sync): Sync => (sync.flight?.what === 'store' ? { ...sync, flight: null } : sync)

/** Not now: the pause grows with every failure in a row. */
function later(sync: Sync, error: string, when: { now: number; luck: number }): Sync {
  const wait = 1000 + pause(sync.failures, when.luck)
  return { ...sync, failures: sync.failures + 1, notBefore: when.now + wait, error, pullWanted: true }
}

/** The server has too much to do and says when to come again. That is no failure and counts as none. */
function waiting(sync: Sync, error: string, when: { now: number; luck: number }, ms: number): Sync {
  return { ...sync, asked: when.now + Math.min(ms, PATIENT_MS) * (1 + when.luck / 4), error, pullWanted: true }
}

function refused(sync: Sync, flight: Flight | null, input: Extract<Input, { is: 'refused' }>): Step {
  const { status, code } = input
  if (input.retryAfterMs !== null && (status === 429 || status === 503)) return [waiting(sync, code, input, input.retryAfterMs), []]
  if (input.late) return [sync, []]
  if (status === 401) return [{ ...sync, needsLogin: true, error: code }, []]
  if (status === 413 && flight && flight.cseqs.length > 1) {
    return [{ ...sync, limit: Math.max(1, Math.floor(flight.cseqs.length / 2)), error: code }, []]
  }
  if (code === 'device_unknown' || code === 'cseq_fork') return fork(sync, input.now)
  if (code === 'device_revoked' && sync.anew) return fork(sync, input.now)
  if (code === 'device_revoked') return [{ ...later(sync, code, input), notBefore: input.now + REVOKED_MS }, []]
  const alone = flight?.what === 'exchange' && flight.cseqs.length === 1
  const first = sync.queue.find((op) => op.cseq === flight?.cseqs[0])
  const never = status === 400 || status === 413 || status === 422 // the same bytes will not be taken next time
  const poisonous = never || status === 500
  if (flight?.what === 'exchange' && flight.cseqs.length > 1 && poisonous) {
    return [later({ ...sync, limit: Math.max(1, Math.floor(flight.cseqs.length / 2)) }, code, input), []]
  }
  if (alone && first && poisonous) {
    const opId = first.op.op_id
    const fresh = { opId, times: never ? POISON_TIMES : 1, since: never ? 0 : input.now }
    const poison = sync.poison?.opId === opId ? { ...sync.poison, times: sync.poison.times + 1 } : fresh
    return [later({ ...sync, poison }, code, input), []]
  }
  return [later(sync, code, input), []]
}

/**
 * Another identity for this phone: its numbers no longer fit the server's memory of them. What is here stays under the
 * old one until it has been numbered anew on the disk and is read from there.
 */
function fork(sync: Sync, now: number): Step {
  const device: Device = { ...sync.device, id: null, acked: 0, settled: 0, proven: 0, forkOf: sync.device.id, forgotten: '0' }
  const [next, effects] = stored({ ...sync, anew: false }, { ...blank(sync, device, now), fork: true }, now)
  return [next, [...effects, { do: 'log', what: 'fork' }]]
}

function answered(sync: Sync, input: Extract<Input, { is: 'answer' }>): Step {
  const { body, now } = input
  const said = body.results.map((one) => ({ opId: one.op_id, verdict: one.verdict, reason: one.reason }))
  const heard: Sync = {
    ...sync,
    offline: false,
    anew: false,
    failures: 0,
    notBefore: 0,
    asked: Math.max(ahead(sync.asked, now, 2 * PATIENT_MS), now + Math.min(body.limits?.retry_after_ms ?? 0, PATIENT_MS)),
    error: body.upgrade || null,
    limit: Math.min(OPS_PER_BATCH, sync.limit * 2),
    poison: said.length ? null : sync.poison,
    samples: observed(sync.samples, input.sentAt, now, body.now),
    pullWanted: sync.pullWanted || (body.pull?.more ?? false),
    round: { ...sync.round, done: Math.min(sync.round.total, sync.round.done + said.length) },
  }
  if (body.dev.fork) return fork(heard, now)
  const owed = requeueAfter(sync, body)
  if (owed !== null && hole(sync.queue, owed + 1)) return fork(heard, now)
  const queue = answer(owed === null ? sync.queue : rewind(sync.queue, owed), said, body.now)
  const page = body.pull && sync.device.cursor === input.cursor ? turn(body.pull) : null
  const book = page ? turned(sync.book, page) : sync.book
  const found = page && body.pull?.digest ? compared(sync.device, book, body.pull.digest, now) : null
  const settled = settledBy(sync.device.settled, body, page !== null)
  const old = forgettable(queue, settled, body.now) // by the server's clock: this one may jump by years
  const device: Device = {
    ...sync.device,
    epoch: body.epoch,
    proven: proven(sync, body),
    ...found,
    cursor: found?.odd ? null : page && body.pull ? body.pull.cursor : sync.device.cursor,
    acked: acknowledged(queue, Math.min(sync.device.acked, body.dev.last_cseq)),
    settled,
    whole: page && body.pull ? !body.pull.more : (sync.device.whole ?? false),
    lastOk: now,
    forgotten: summed(old.filter((op) => op.reason !== DROPBOX).map((op) => op.op.op_id), sync.device.forgotten),
  }
  const kept = queue.filter((op) => !old.includes(op))
  const patch: Patch = {
    ...blank({ ...sync, queue: kept }, device, body.now),
    page,
    said,
    requeueAfter: owed,
    forget: old.map((op) => op.op.op_id),
  }
  const [next, effects] = stored({ ...heard, queue: kept, device, book, pullWanted: heard.pullWanted || device.cursor === null }, patch, now)
  return [next, found?.odd ? [...effects, { do: 'log', what: 'picture differed' }] : effects]
}

const blank = (sync: Sync, device: Device, now: number): Patch => ({
  deviceId: sync.device.id ?? '',
  fromCursor: sync.device.cursor,
  device,
  page: null,
  said: [],
  now,
  requeueAfter: null,
  waiting: sync.queue.filter((op) => op.verdict === null).length,
  fork: false,
  forget: [],
})

const stored = (sync: Sync, patch: Patch, now: number): Step => [fly(sync, 'store', [], now), [{ do: 'store', patch }]]

/** The offset and doubt of this phone's clock. */
export const clockOf = (sync: Sync): Sample => best(sync.samples)
