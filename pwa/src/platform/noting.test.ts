/** The ring of sync events tells what came of each request, and nothing anybody wrote. */
import { expect, test } from 'vitest'
import type { Heard, Wire } from '../engine/ports'
import { noted } from './noting'

/** What is noted while these words come in. */
async function log(...words: readonly Heard<unknown>[]): Promise<string[]> {
  const lines: string[] = []
  const next = words.values()
  const word = () => Promise.resolve(next.next().value as Heard<never>)
  const wire = { enrol: word, exchange: word, dropbox: word } as unknown as Wire
  const store = { log: (what: string) => (lines.push(what), Promise.resolve()) }
  const ears = noted(wire, store, { now: () => 0, luck: () => 0, after: () => () => undefined })
  for (const _ of words) await ears.exchange('', { aborted: false })
  return lines
}

const cut: Heard<unknown> = { is: 'unreachable', why: 'cut' }
const answer = (of: object = {}): Heard<unknown> => ({ is: 'answer', body: { results: [], dev: { last_cseq: 4 }, pull: null, ...of } })

test('refusals, verdicts that need somebody, forks, holes and resets', async () => {
  const results = [{ cseq: 3, verdict: 'applied', reason: '', facts: { note: 'secret' } }, { cseq: 4, verdict: 'parked', reason: 'job_cancelled' }]
  expect(await log({ is: 'refused', status: 503, code: 'busy', retryAfterMs: 2000 }, answer({ results }), answer({ dev: { last_cseq: 1, expected: 2, fork: true }, pull: { reset: true } }))).toEqual([
    'exchange: 503 busy',
    'exchange: 2 answered up to 4, 4 parked job_cancelled',
    'exchange: fork, misses 2, picture anew',
  ])
})

test('an hour without a network is two lines, an hour without news is none', async () => {
  expect(await log(cut, cut, cut, answer(), answer(), answer())).toEqual(['exchange: cut', 'exchange: reached again'])
})

test('what is no answer of ours breaks nothing', async () => {
  expect(await log({ is: 'answer', body: { login: 'hotel' } })).toEqual([])
})
