/** What goes out: long bodies packed, short ones as they are; any gunzip reads them. */
import { gunzipSync } from 'node:zlib'
import { afterEach, expect, test, vi } from 'vitest'
import { wire } from './wire'

const sent: { headers: Record<string, string>; body: unknown }[] = []
const answer = { epoch: 'e', now: 1, dev: { last_cseq: 0 }, results: [] }

async function exchanged(body: string) {
  sent.length = 0
  vi.stubGlobal('fetch', (_: string, asked: { headers: Record<string, string>; body: unknown }) => {
    sent.push(asked)
    return Promise.resolve(new Response(JSON.stringify(answer), { headers: { 'Content-Type': 'application/json' } }))
  })
  expect(await wire('test').exchange(body, new AbortController().signal)).toEqual({ is: 'answer', body: answer })
  return sent[0]
}

afterEach(() => vi.unstubAllGlobals())

test('a long body travels packed and comes out as it was written', async () => {
  const body = `{"ops":["${'备注 \\ud83d'.repeat(400)}"]}`
  const asked = await exchanged(body)
  expect(asked?.headers['Content-Encoding']).toBe('gzip')
  const small = Buffer.from(asked?.body as ArrayBuffer)
  expect(gunzipSync(small).toString()).toBe(body)
  expect(small.length).toBeLessThan(body.length / 10)
})

test('a short one, and every one of a browser that cannot pack, goes as it is', async () => {
  expect(await exchanged('{}')).toMatchObject({ body: '{}', headers: { 'Content-Type': 'application/json' } })
  vi.stubGlobal('CompressionStream', undefined)
  const body = JSON.stringify('x'.repeat(5000))
  const asked = await exchanged(body)
  expect([asked?.body, asked?.headers['Content-Encoding']]).toEqual([body, undefined])
})
