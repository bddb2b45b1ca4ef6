/** One renewal for many refused requests, strangers are no answers, problems keep their facts. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ME } from '../testing/build'
import { ApiProblem, api, renewWith, Unreachable, withToken } from './request'
import { needsLogin, renew, restore, session, signIn, signOut } from './session'
import { parser } from './stream'

type Answer = (url: string, init: RequestInit) => Response | Promise<Response>
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
const problem = (status: number, body: object) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } })
const begun = (token: string) => json({ access_token: token, expires_at: '2100-01-01T00:00:00Z', me: ME })
const bearer = (init: RequestInit) => (init.headers as Record<string, string>)['Authorization']

let answer: Answer = () => json({})
const asked: string[] = []
const kept = new Map<string, string>()
const real = globalThis.fetch

beforeEach(() => {
  asked.length = 0
  kept.clear()
  const fetching = async (url: string, init: RequestInit) => {
    asked.push(`${init.method} ${url}`)
    return answer(url, init)
  }
  const memory = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  }
  Object.assign(globalThis, { fetch: fetching, localStorage: memory })
})
afterEach(() => {
  globalThis.fetch = real
  withToken(null)
  renewWith(null)
  session.set(null)
  needsLogin.set(false)
})

describe('a request', () => {
  test('that is refused is explained by code, sentence and facts', async () => {
    answer = () => problem(409, { type: 'x', title: '已改派', status: 409, code: 'stale', version: 7 })
    const error = await api('GET', '/board').catch((one: unknown) => one)
    expect(error).toBeInstanceOf(ApiProblem)
    expect(error).toMatchObject({ status: 409, code: 'stale', title: '已改派', facts: { version: 7 } })
  })

  test('answered by a hotel instead of us is unreachable, not data', async () => {
    answer = () => new Response('<html>Wi-Fi login', { status: 200, headers: { 'content-type': 'text/html' } })
    await expect(api('GET', '/me')).rejects.toMatchObject({ name: 'Unreachable', why: 'stranger' })
  })

  test('that meets no network is unreachable', async () => {
    answer = () => Promise.reject(new TypeError('Failed to fetch'))
    await expect(api('GET', '/me')).rejects.toBeInstanceOf(Unreachable)
  })
})

describe('a session', () => {
  test('many requests refused at once renew it once, and are all repeated with the new bearer', async () => {
    answer = (url, init) => {
      if (url.endsWith('/auth/login')) return begun('old')
      if (url.endsWith('/auth/refresh')) return begun('new')
      return bearer(init) === 'Bearer new' ? json({ ok: true }) : problem(401, { code: 'token_expired' })
    }
    await signIn('t', 'p')
    const all = await Promise.all(Array.from({ length: 8 }, () => api<{ ok: boolean }>('GET', '/me')))
    expect(all.every((one) => one.ok)).toBe(true)
    expect(asked.filter((one) => one.endsWith('/auth/refresh'))).toHaveLength(1)
  })

  test('whose renewal is refused keeps the person and asks for a sign-in', async () => {
    answer = (url) => (url.endsWith('/auth/login') ? begun('old') : problem(401, { code: 'refresh_reused' }))
    await signIn('t', 'p')
    expect(await renew()).toBe(false)
    expect(session.get()?.me.id).toBe(ME.id)
    expect(needsLogin.get()).toBe(true)
    expect(kept.size).toBe(1)
  })

  test('opens from memory when there is no network', async () => {
    kept.set('doorstep.me', JSON.stringify(ME))
    answer = () => Promise.reject(new TypeError('Failed to fetch'))
    expect((await restore())?.me.code).toBe(ME.code)
    expect(needsLogin.get()).toBe(false)
  })

  test('opened without a network is renewed before the first request that meets one', async () => {
    kept.set('doorstep.me', JSON.stringify(ME))
    answer = () => Promise.reject(new TypeError('Failed to fetch'))
    await restore()
    asked.length = 0
    answer = (url, init) => (url.endsWith('/auth/refresh') ? begun('new') : bearer(init) ? json({ ok: true }) : problem(401, {}))
    expect(await api('GET', '/board')).toEqual({ ok: true })
    expect(asked).toEqual(['POST /api/v1/auth/refresh', 'GET /api/v1/board'])
  })

  test('of nobody is not asked for: a cookie outlives a sign-out without a network', async () => {
    answer = () => begun('somebody')
    expect([await restore(), asked.length]).toEqual([null, 0])
  })

  test('that was ended is not remembered', async () => {
    answer = (url) => (url.endsWith('/auth/login') ? begun('old') : new Response(null, { status: 204 }))
    await signIn('t', 'p')
    await signOut()
    expect([session.get(), kept.size]).toEqual([null, 0])
  })
})

test('events are cut as the standard says, however the bytes are cut', () => {
  const text = ': ping\n\nevent: order\nid: 7\ndata: {"a":\ndata: 1}\n\ndata: plain\r\n\r\nevent: bye\ndata: {}\n\n'
  for (let size = 1; size < 12; size++) {
    const heard: unknown[] = []
    const take = parser((name, data, id) => heard.push([name, data, id]))
    for (let at = 0; at < text.length; at += size) take(text.slice(at, at + size))
    expect(heard).toEqual([['order', { a: 1 }, '7'], ['message', 'plain', '7'], ['bye', {}, '7']])
  }
})
