/**
 * The pipe to the server's process: a line of JSON and a line of body each way, one question at a time. Blocking on
 * purpose: nothing else may happen while the server thinks, or a schedule would not be a function of its seed.
 *
 * Effects  file descriptors 0 and 1.
 */
import { readSync, writeSync } from 'node:fs'

export interface Head {
  readonly status: number
  readonly code?: string
  readonly retryAfterMs?: number
  readonly offset?: number
  readonly said?: string
  readonly struck?: string
  readonly scope?: string
  readonly wrong?: readonly string[]
  readonly violations?: readonly string[]
  readonly told?: { readonly verdicts: Record<string, number>; readonly kinds: Record<string, number> }
}

export interface Answer {
  readonly head: Head
  readonly body: string
}

const room = Buffer.allocUnsafe(1 << 16)
let rest = Buffer.alloc(0)

export function line(): string | null {
  const parts: Buffer[] = [rest]
  for (let at = rest.indexOf(10); ; ) {
    if (at >= 0) {
      const last = parts[parts.length - 1] as Buffer
      parts[parts.length - 1] = last.subarray(0, at)
      rest = Buffer.from(last.subarray(at + 1))
      return parts.length === 1 ? (parts[0] as Buffer).toString() : Buffer.concat(parts).toString()
    }
    const got = readSync(0, room, 0, room.length, null)
    if (got === 0) return null
    const more = Buffer.from(room.subarray(0, got))
    parts.push(more)
    at = more.indexOf(10)
  }
}

export function say(text: string): void {
  const bytes = Buffer.from(`${text}\n`)
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at)
}

export function ask(question: object, body = ''): Answer {
  say(`${JSON.stringify(question)}\n${body}`)
  const head = line()
  const answer = line()
  if (head === null || answer === null) throw new Error('the server has left')
  return { head: JSON.parse(head) as Head, body: answer }
}
