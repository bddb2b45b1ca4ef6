/**
 * Server-sent events over fetch, because an `EventSource` cannot carry a bearer.
 *
 * Resumes with Last-Event-ID, pauses with full jitter after a failure, ends at once when the browser
 * says it is offline (an open stream would otherwise look alive) and starts again when it says online.
 * Silence longer than `SILENCE_MS` is a dead connection: the server breathes every 15 to 25 seconds.
 *
 * Effects  fetch, timers, online and offline events.
 */
import { pause } from '../engine/pause'
import { send } from './request'

const SILENCE_MS = 60_000

export interface Listening {
  readonly onEvent: (name: string, data: unknown, id: string) => void
  readonly onState?: (open: boolean) => void
  readonly signal?: AbortSignal
}

/** Listens until `signal` is aborted; never throws. */
export async function stream(path: string, listening: Listening): Promise<void> {
  const memory = { last: '' }
  let failures = 0
  while (!listening.signal?.aborted) {
    if (globalThis.navigator?.onLine === false) await until('online', 0, listening.signal)
    if (listening.signal?.aborted) return
    const heard = await listen(path, memory, listening)
    failures = heard ? 0 : failures + 1
    if (!listening.signal?.aborted) await until('online', 500 + pause(failures, Math.random()), listening.signal)
  }
}

/** One connection; true when it delivered anything before it ended. */
async function listen(path: string, memory: { last: string }, listening: Listening): Promise<boolean> {
  const cut = new AbortController()
  const stop = () => cut.abort()
  listening.signal?.addEventListener('abort', stop)
  globalThis.addEventListener?.('offline', stop)
  let heard = false
  let watch = setTimeout(stop, SILENCE_MS)
  try {
    const headers: Record<string, string> = { Accept: 'text/event-stream' }
    if (memory.last) headers['Last-Event-ID'] = memory.last
    const answer = await send('GET', path, { headers, signal: cut.signal, patienceMs: 0 })
    const kind = answer.headers.get('content-type') ?? ''
    if (!answer.ok || !answer.body || !kind.startsWith('text/event-stream')) return false
    listening.onState?.(true)
    const take = parser((name, data, id) => {
      if (id) memory.last = id
      if (name !== 'bye') listening.onEvent(name, data, id)
    })
    const reader = answer.body.getReader()
    const decoder = new TextDecoder()
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      heard = true
      clearTimeout(watch)
      watch = setTimeout(stop, SILENCE_MS)
      take(decoder.decode(part.value, { stream: true }))
    }
  } catch {
    // Cut, offline or refused: the loop decides when to try again.
  } finally {
    clearTimeout(watch)
    cut.abort()
    listening.signal?.removeEventListener('abort', stop)
    globalThis.removeEventListener?.('offline', stop)
    if (heard) listening.onState?.(false)
  }
  return heard
}

/** Cuts text into events by the rules of the HTML standard; data that is JSON arrives parsed. */
export function parser(told: (name: string, data: unknown, id: string) => void): (text: string) => void {
  let rest = ''
  let name = ''
  let id = ''
  let data: string[] = []
  const line = (text: string) => {
    if (text === '') {
      if (data.length) told(name || 'message', parsed(data.join('\n')), id)
      name = ''
      data = []
      return
    }
    const at = text.indexOf(':')
    if (at === 0) return
    const field = at < 0 ? text : text.slice(0, at)
    const value = at < 0 ? '' : text.slice(at + 1).replace(/^ /, '')
    if (field === 'event') name = value
    else if (field === 'data') data.push(value)
    else if (field === 'id') id = value
  }
  return (text) => {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    for (const one of lines) line(one)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Waits for an event of the window, or `ms` (0: without limit), or the signal. */
function until(event: string, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer)
      globalThis.removeEventListener?.(event, end)
      signal?.removeEventListener('abort', end)
      done()
    }
    const timer = ms > 0 ? setTimeout(end, ms) : 0
    globalThis.addEventListener?.(event, end)
    signal?.addEventListener('abort', end)
  })
}
