/** A photo of a report travels in the server's own terms, and goes on where it was cut. */
import { afterEach, expect, test } from 'vitest'
import { upload } from './photos'

interface Sent {
  readonly method: string
  readonly headers: Record<string, string>
  readonly size: number
}

const real = globalThis.fetch
afterEach(() => {
  globalThis.fetch = real
})

/** A server that takes bytes only as the upload protocol says, and loses the connection after `first` of them. */
function server(first: number): { readonly sent: Sent[]; held: number } {
  const seen = { sent: [] as Sent[], held: 0 }
  globalThis.fetch = (async (_: string, init: RequestInit) => {
    const headers = init.headers as Record<string, string>
    const body = init.body as Blob | null
    seen.sent.push({ method: init.method ?? '', headers, size: body?.size ?? 0 })
    const told = (status: number) => new Response(null, { status, headers: { 'Upload-Offset': String(seen.held) } })
    if (init.method === 'HEAD') return told(200)
    if (headers['Content-Type'] !== 'application/offset+octet-stream') return told(415)
    if (init.method === 'POST') {
      seen.held = first
      if (first < (body?.size ?? 0)) throw new TypeError('cut')
      return told(201)
    }
    expect(headers['Upload-Offset']).toBe(String(seen.held))
    seen.held += body?.size ?? 0
    return told(200)
  }) as typeof fetch
  return seen
}

const photo = new Blob([new Uint8Array(1000)], { type: 'image/jpeg' })

test('the first request carries the bytes under the type of the protocol, and says what they are beside it', async () => {
  const seen = server(1000)
  await upload('ab', photo, () => undefined)
  expect(seen.sent.map(({ method, size }) => [method, size])).toEqual([['POST', 1000]])
  expect(seen.sent[0]?.headers).toMatchObject({ 'Upload-Length': '1000', 'Upload-Mime': 'image/jpeg' })
})

test('after a cut, only the rest is sent', async () => {
  const seen = server(300)
  const told: number[] = []
  await upload('ab', photo, (sent) => told.push(sent))
  expect(seen.sent.map(({ method, size }) => [method, size])).toEqual([['POST', 1000], ['HEAD', 0], ['PATCH', 700]])
  expect([seen.held, told.at(-1)]).toEqual([1000, 1000])
})
