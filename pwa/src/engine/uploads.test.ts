/** Photos arrive whole and once, however often the connection is cut. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seeded } from '../testing/build'
import { doubted, due, FIRST_PART, nextPart, open, partAfter, ready, type Reply, releasable, replied, type Upload } from './uploads'

const anUpload = (of: Partial<Upload> = {}): Upload => ({
  sha256: 'a',
  size: 700_000,
  mime: 'image/jpeg',
  workOrder: 'wo-1',
  state: 'fresh',
  offset: 0,
  failures: 0,
  notBefore: 0,
  takenAt: 0,
  presentAt: null,
  ...of,
})
const told = (status: number): Reply => ({ status, offset: null, retryAfterMs: 4000, tookMs: 100 })
const reply = (status: number, offset: number | null = null): Reply => ({ status, offset, retryAfterMs: null, tookMs: 100 })

test('the first request carries the bytes; after silence the server is asked what it holds', () => {
  const first = nextPart(anUpload(), FIRST_PART)
  expect(first).toEqual({ sha256: 'a', method: 'POST', from: 0, to: 700_000 })
  const cut = replied(anUpload(), first, reply(0), 1000, 0.5)
  expect(cut.state).toBe('unsure')
  expect(cut.notBefore).toBeGreaterThan(1000)
  expect(nextPart(cut, FIRST_PART).method).toBe('HEAD')
  const known = replied(cut, nextPart(cut, FIRST_PART), reply(200, 300_000), 2000, 0.5)
  expect(nextPart(known, FIRST_PART)).toEqual({ sha256: 'a', method: 'PATCH', from: 300_000, to: 700_000 })
  expect(replied(known, nextPart(known, FIRST_PART), reply(204, 700_000), 3000, 0.5).state).toBe('present')
})

test('a server that knows nothing of it gets it from the start, at once', () => {
  const unsure = anUpload({ state: 'unsure', offset: 300_000, failures: 3 })
  const again = replied(unsure, nextPart(unsure, FIRST_PART), reply(404), 5, 0.5)
  expect(again).toMatchObject({ state: 'fresh', offset: 0, notBefore: 0 })
})

test('bytes that the server can never take are told as lost, not tried for ever', () => {
  for (const status of [400, 413, 415, 422]) {
    const refused = replied(anUpload(), nextPart(anUpload(), FIRST_PART), reply(status), 0, 0.5)
    expect([refused.state, open(refused)]).toEqual(['ghost', false])
  }
})

test('two at a time, the oldest first, none that is pausing', () => {
  const all = [3, 1, 2, 4].map((n) => anUpload({ sha256: `${n}`, takenAt: n, notBefore: n === 1 ? 99 : 0 }))
  expect(ready(all, new Set(), 10).map((one) => one.sha256)).toEqual(['2', '3'])
  expect(ready(all, new Set(['2']), 10).map((one) => one.sha256)).toEqual(['3'])
})

test('a part follows the connection between a quarter and a whole mebibyte', () => {
  expect(partAfter(1_048_576, 1_048_576, 9000, true)).toBe(524_288)
  expect(partAfter(524_288, 524_288, 800, true)).toBe(1_048_576)
  expect(partAfter(262_144, 262_144, 60_000, false)).toBe(262_144)
})

test('bytes are given back only when the server holds and shows them for a week', () => {
  const week = 7 * 24 * 3_600_000
  const held = anUpload({ state: 'present', presentAt: 0 })
  expect(releasable(held, true, week + 1)).toBe(true)
  expect(releasable(held, false, week + 1)).toBe(false)
  expect(releasable(held, true, week - 1)).toBe(false)
})

test('bytes that another history of the server was given are asked for again, whenever that is noticed', () => {
  const held = anUpload({ state: 'present', presentAt: 0, heldIn: 'before' })
  expect(doubted(held, 'after').state).toBe('unsure')
  expect(doubted(held, 'before')).toBe(held)
  expect(doubted(held, null)).toBe(held) // nobody has said which history it is
  expect(doubted(anUpload({ state: 'present', presentAt: 0 }), 'after').state).toBe('unsure')
})

test('whatever is lost on the way, the server ends with exactly the bytes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.integer(), (size, seed) => {
      const chance = seeded(Math.abs(seed))
      let held: number | null = null
      let upload = anUpload({ size })
      let part = FIRST_PART
      for (let step = 0; open(upload); step++) {
        if (step > 500) throw new Error('does not end')
        const asked = nextPart(upload, part)
        const luck = step < 60 ? chance() : 1
        let answer = reply(0)
        if (luck > 0.25) {
          const arrives = luck > 0.5 ? asked.to - asked.from : Math.floor((asked.to - asked.from) * chance())
          if (asked.method === 'HEAD') answer = held === null ? reply(404) : reply(200, held)
          else if (asked.method === 'POST') held = Math.max(held ?? 0, arrives)
          else if (asked.from === held) held += arrives
          else answer = reply(409)
          if (asked.method !== 'HEAD' && answer.status !== 409 && luck > 0.6) answer = reply(asked.method === 'POST' ? 201 : 204, held)
        }
        part = partAfter(part, asked.to - asked.from, 1000, answer.status > 0)
        upload = replied(upload, asked, answer, step, chance())
      }
      expect(held).toBe(size)
    }),
  )
})

test('a pause that a wrong clock has set for years is over', () => {
  const years = 2 * 365 * 24 * 3_600_000
  expect([due(anUpload({ notBefore: 1000 }), 0), due(anUpload({ notBefore: 1000 }), 1000), due(anUpload({ notBefore: years }), 0)]).toEqual([false, true, true])
})

test('a server that says when to come again is waited for, and that is no failure', () => {
  const one = anUpload({ failures: 2 })
  const asked = replied(one, nextPart(one, FIRST_PART), told(503), 1000, 0.5)
  expect(asked).toMatchObject({ failures: 2, notBefore: 5000 })
})
