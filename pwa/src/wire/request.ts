/**
 * One authorised request, and what can go wrong with it.
 *
 * The bearer lives in memory only. A 401 is answered by one renewal (see `session.ts`) and one repetition; a
 * page without renewal (an owner's link) gets the problem. What did not come from our server - no connection,
 * a login page of a hotel network - is `Unreachable`, never data.
 *
 * Errors   `ApiProblem` for problem+json, `Unreachable` for everything that is not an answer of ours.
 * Effects  fetch, timers.
 */
import type { ProblemBody } from './edge'

const PREFIX = '/api/v1'
const PATIENCE_MS = 30_000
const SPARE_MS = 20_000

/** A failure that the server explained: `code` is stable, `title` is a sentence in the reader's language. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly retryAfterMs: number | null

  constructor(status: number, body: Partial<ProblemBody>, retryAfterMs: number | null = null) {
    const { type: _, title = '', status: __, code = `http_${status}`, detail = '', ...facts } = body
    super(title || code)
    this.name = 'ApiProblem'
    this.status = status
    this.code = code
    this.title = title
    this.detail = detail
    this.facts = facts
    this.retryAfterMs = retryAfterMs
  }
}

/** Nothing of ours answered: offline, cut, too slow, or somebody else answered instead. */
export class Unreachable extends Error {
  readonly why: 'offline' | 'timeout' | 'stranger'

  constructor(why: 'offline' | 'timeout' | 'stranger') {
    super(why)
    this.name = 'Unreachable'
    this.why = why
  }
}

export interface Ask {
  readonly body?: BodyInit | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly signal?: AbortSignal | undefined
  readonly patienceMs?: number
  readonly keepalive?: boolean // goes on when the page is gone
}

interface Bearer {
  readonly token: string
  readonly expiresAt: number
}

let bearer: Bearer | null = null
let renewal: (() => Promise<boolean>) | null = null
let language = ''

/** The bearer of everything that follows; `expiresAt` in epoch milliseconds. */
export function withToken(token: string | null, expiresAt = Number.POSITIVE_INFINITY): void {
  bearer = token ? { token, expiresAt } : null
}

/** How to get a new bearer when the old one is refused or about to end. */
export function renewWith(renew: (() => Promise<boolean>) | null): void {
  renewal = renew
}

/** The language in which problems are told. */
export function speak(tag: string): void {
  language = tag
}

export function address(path: string): string {
  return path.startsWith('/api/') || path.startsWith('/health/') ? path : PREFIX + path
}

/** The response of our server to one request, with the bearer; a 401 is repeated once after a renewal. */
export async function send(method: string, path: string, ask: Ask = {}): Promise<Response> {
  const due = renewal !== null && (bearer === null || bearer.expiresAt - Date.now() < SPARE_MS)
  const refused = due && !(await renewal?.())
  const used = bearer?.token
  const first = await once(method, path, ask)
  if (first.status !== 401 || !renewal || refused) return first
  const renewed = bearer?.token !== used || (await renewal())
  return renewed ? once(method, path, ask) : first
}

/** One request without renewal; also how a session is renewed. */
export async function once(method: string, path: string, ask: Ask = {}): Promise<Response> {
  const cut = new AbortController()
  let late = false
  const patience = ask.patienceMs ?? PATIENCE_MS
  const timer = patience > 0 ? setTimeout(() => ((late = true), cut.abort()), patience) : 0
  const stop = () => cut.abort()
  if (ask.signal?.aborted) stop()
  ask.signal?.addEventListener('abort', stop)
  try {
    const headers: Record<string, string> = { ...ask.headers }
    if (bearer) headers['Authorization'] = `Bearer ${bearer.token}`
    if (language) headers['Accept-Language'] = language
    const answer = await fetch(address(path), { method, headers, signal: cut.signal, body: ask.body ?? null, cache: 'no-store', keepalive: ask.keepalive ?? false })
    // With all its bytes: a network that falls silent in the middle is met by the same patience as one that never answers.
    return patience > 0 ? new Response(answer.body && (await answer.arrayBuffer()), answer) : answer
  } catch (error) {
    if (ask.signal?.aborted) throw error
    throw new Unreachable(late ? 'timeout' : 'offline')
  } finally {
    clearTimeout(timer)
    if (patience > 0) ask.signal?.removeEventListener('abort', stop)
  }
}

/** The JSON of an answer, or the problem it is. */
export async function read<T>(answer: Response): Promise<T> {
  const json = (answer.headers.get('content-type') ?? '').includes('json')
  if (answer.ok && (answer.status === 204 || answer.status === 202) && !json) return undefined as T
  if (answer.ok && !json) throw new Unreachable('stranger')
  let body: unknown
  try {
    body = json ? await answer.json() : {}
  } catch {
    throw new Unreachable('offline')
  }
  if (answer.ok) return body as T
  throw new ApiProblem(answer.status, body as Partial<ProblemBody>, retryAfter(answer))
}

/** Milliseconds the server asks us to wait, or null. */
export function retryAfter(answer: Response): number | null {
  const told = Number(answer.headers.get('retry-after'))
  return Number.isFinite(told) && told > 0 ? told * 1000 : null
}

/** One JSON call: `api<Board>('GET', '/board')`. Blobs, buffers and strings go as they are. */
export async function api<T>(
  method: string,
  path: string,
  body?: unknown,
  ask: { readonly signal?: AbortSignal; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<T> {
  const raw = body === undefined || body instanceof Blob || body instanceof ArrayBuffer || typeof body === 'string'
  const headers = raw ? { ...ask.headers } : { 'Content-Type': 'application/json', ...ask.headers }
  const sent = raw ? (body as BodyInit | undefined) : JSON.stringify(body)
  return read<T>(await send(method, path, { body: sent, headers, signal: ask.signal }))
}
