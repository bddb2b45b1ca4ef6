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

let room = Buffer.allocUnsafe(1 << 20)
let from = 0 // what was heard and not yet taken lies in between
let to = 0

export function line(): string | null {
  for (let looked = from; ; ) {
    const at = room.subarray(looked, to).indexOf(10)
    if (at >= 0) {
      const text = room.toString('utf8', from, looked + at)
      from = looked + at + 1
      return text
    }
    looked = to
    if (to === room.length) {
      const kept = room.subarray(from, to)
      if (kept.length > room.length / 2) room = Buffer.allocUnsafe(2 * room.length)
      kept.copy(room)
      looked -= from
      to -= from
      from = 0
    }
    const got = readSync(0, room, to, room.length - to, null)
    if (got === 0) return null
    to += got
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
