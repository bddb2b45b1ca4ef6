/**
 * Who is signed in on this browser.
 *
 * The access token stays in memory; the refresh token is a cookie that scripts cannot see and rotates. One
 * renewal at a time: inside a page by one promise, between pages by a Web Lock. What is remembered across
 * restarts is only who the person is, so that a phone opens without any network; whether the session still
 * stands is asked when there is one. A refused renewal leaves `needsLogin` true and the person known: the
 * queue of work belongs to the person, not to the session.
 *
 * Effects  fetch, localStorage, Web Locks.
 */
import { type Live, live } from '../engine/live'
import type { Me, Session } from './edge'
import { ApiProblem, api, once, read, renewWith, Unreachable, withToken } from './request'

const KEPT = 'doorstep.me'
const NEVER = '1970-01-01T00:00:00Z'

export const session: Live<Session | null> = /*#__PURE__*/ live<Session | null>(null)
export const needsLogin: Live<boolean> = /*#__PURE__*/ live<boolean>(false)

export async function signIn(login: string, password: string): Promise<Session> {
  withToken(null)
  const json = { 'Content-Type': 'application/json' }
  const begun = await read<Session>(await once('POST', '/auth/login', { body: JSON.stringify({ login, password }), headers: json }))
  begin(begun)
  return begun
}

/** Ends the session here and, when it can be reached, on the server. */
export async function signOut(): Promise<void> {
  try {
    await once('POST', '/auth/logout', { patienceMs: 5000 })
  } catch {
    // Offline: the cookie lives on, but this browser no longer knows the person.
  }
  localStorage.removeItem(KEPT)
  renewWith(null)
  withToken(null)
  needsLogin.set(false)
  session.set(null)
}

/**
 * The session at start: renewed, or remembered when nothing answers, or null when nobody is known. A cookie alone opens
 * nothing: it outlives a sign-out that could not reach the server.
 */
export async function restore(): Promise<Session | null> {
  const me = remembered()
  if (!me) return null
  session.set({ access_token: '', expires_at: NEVER, me })
  renewWith(renew)
  try {
    await renew()
  } catch (error) {
    if (!(error instanceof Unreachable) && !(error instanceof ApiProblem)) throw error
  }
  return session.get()
}

/** The language, break and duty of the person, changed on the server and here. */
export async function changeMe(patch: { language?: string; on_break?: boolean; off_duty?: boolean }): Promise<void> {
  await api('PATCH', '/me', patch)
  const now = session.get()
  if (now && patch.language) begin({ ...now, me: { ...now.me, language: patch.language } })
}

let running: Promise<boolean> | null = null

/** A new access token; true when there is one. Refusal is false, no connection is `Unreachable`. */
export function renew(): Promise<boolean> {
  running ??= alone(refresh).finally(() => {
    running = null
  })
  return running
}

async function refresh(): Promise<boolean> {
  const answer = await once('POST', '/auth/refresh', { patienceMs: 15_000 })
  if (answer.status === 401 || answer.status === 403) {
    withToken(null)
    const known = session.get()
    if (known?.me.role === 'technician') {
      session.set({ ...known, access_token: '', expires_at: NEVER })
      needsLogin.set(true)
    } else {
      localStorage.removeItem(KEPT)
      session.set(null)
    }
    return false
  }
  begin(await read<Session>(answer))
  return true
}

function begin(begun: Session): void {
  withToken(begun.access_token, Date.parse(begun.expires_at))
  renewWith(renew)
  localStorage.setItem(KEPT, JSON.stringify(begun.me))
  needsLogin.set(false)
  session.set(begun)
}

function remembered(): Me | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Me | null
  } catch {
    return null
  }
}

async function alone<T>(work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks
  return locks ? await locks.request('doorstep-refresh', work) : await work()
}
