/** A server with too much to do says when to come again: the phone obeys, whoever is in a hurry, and counts no failure. */
import { expect, test } from 'vitest'
import type { Heard } from './ports'
import type { ExchangeAnswer } from '../wire/types.gen'
import { Lab } from '../testing/lab'
import { MemoryStore } from '../testing/memory-store'

const microtasks = async () => {
  for (let n = 0; n < 12; n++) await Promise.resolve()
}

/** A phone whose exchanges are noted, and answered by `busy` as long as that says something. */
async function pressed(busy: (count: number) => Heard<ExchangeAnswer> | null): Promise<{ one: Lab; store: MemoryStore; sent: number[] }> {
  const store = new MemoryStore()
  const one = new Lab(3, store, microtasks)
  const sent: number[] = []
  const { exchange } = one.wire
  one.wire.exchange = (body, signal) => {
    sent.push(one.now)
    const word = busy(sent.length)
    return word ? Promise.resolve(word) : exchange(body, signal)
  }
  await one.open()
  return { one, store, sent }
}

const told = (status: number, retryAfterMs: number): Heard<ExchangeAnswer> => ({ is: 'refused', status, code: 'busy', retryAfterMs })

test.each([429, 503])('%i with a moment is obeyed by every trigger, is no failure, and never sends work to the drop-box', async (status) => {
  const { one, store, sent } = await pressed((count) => (count <= 40 ? told(status, 5000) : null))
  await one.note()
  for (let n = 0; n < 300; n++) {
    await one.pass(1000)
    one.page?.trigger((['online', 'visible', 'manual', 'push', 'hint', 'enqueue', 'timer'] as const)[n % 7] ?? 'manual')
    expect(one.page?.sync().failures).toBe(0)
  }
  const gaps = sent.slice(1, 41).map((at, n) => at - (sent[n] ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5000)
  expect(Math.max(...gaps)).toBeLessThan(7500)
  expect(one.server.boxed).toEqual([])
  expect(one.server.state.notes).toHaveLength(1)
  expect(store.queue.every((op) => op.verdict !== null)).toBe(true)
})

test('an answer that names the next moment is obeyed too', async () => {
  const { one, sent } = await pressed(() => null)
  const { exchange } = one.wire
  one.wire.exchange = async (body, signal) => {
    const word = await exchange(body, signal)
    return word.is === 'answer' ? { ...word, body: { ...word.body, limits: { ops: 200, bytes: 1_000_000, retry_after_ms: 4000 } } } : word
  }
  await one.pass(3000)
  const heard = one.now
  const before = sent.length
  one.page?.trigger('manual')
  await one.pass(500)
  expect(sent.length).toBe(before)
  await one.pass(4000)
  expect(sent.length).toBe(before + 1)
  expect(sent.at(-1)).toBeGreaterThan(heard)
})

test('a proxy that says tomorrow, and a clock that is set back, hold nobody up for long', async () => {
  const { one, sent } = await pressed((count) => (count === 1 ? told(503, 24 * 3_600_000) : null))
  await one.pass(13 * 60_000)
  expect(sent.length).toBeGreaterThan(1)
  const second = await pressed((count) => (count === 1 ? told(503, 8000) : null))
  second.one.now += 2 * 3_600_000
  await second.one.pass(1000)
  second.one.now -= 2 * 3_600_000
  second.one.page?.trigger('visible')
  await second.one.pass(5000)
  expect(second.sent.length).toBeGreaterThan(1)
})
