/**
 * The engine's wire over fetch.
 *
 * A 200 that is no JSON - a captive portal says 200 to everything - counts as unreachable; whether JSON is an answer of
 * our server is the engine's to see.
 * Effects  fetch.
 */
import type { Heard, Wire } from '../engine/ports'
import type { Reply } from '../engine/uploads'
import { ApiProblem, type Ask, once, read, retryAfter, send, Unreachable } from '../wire/request'
import type { EnrolAnswer, ExchangeAnswer, Holdings } from '../wire/types.gen'
import { standalone, storage } from './browser'

const JSON_TYPE = { 'Content-Type': 'application/json' }
const SMALL = 1000 // characters; fits one packet as it is
const STREAM = 'application/offset+octet-stream'
const TUS = { 'Tus-Resumable': '1.0.0' }

export function wire(build: string): Wire {
  return {
    async enrol(forkOf) {
      const { quota, persisted } = await storage()
      const platform = navigator.userAgent.slice(0, 200)
      const body = JSON.stringify({ build, platform, standalone: standalone(), persisted, quota: Math.floor(quota), fork_of: forkOf })
      return hear(async () => read<EnrolAnswer>(await send('POST', '/sync/devices', { body, headers: JSON_TYPE })))
    },
    exchange(body, signal) {
      return hear(async () => {
        const answer = await send('POST', '/sync/exchange', { ...(await packed(body)), signal: signal as AbortSignal, patienceMs: 60_000 })
        if (!answer.ok && answer.status !== 426) return read<ExchangeAnswer>(answer)
        return (await answer.json().catch(() => null)) as ExchangeAnswer
      })
    },
    dropbox: (raw, deviceId) =>
      hear(async () => read(await send('POST', `/sync/dropbox?device_id=${deviceId}`, { body: raw, headers: JSON_TYPE }))),
    async part(part, upload, bytes) {
      const began = performance.now()
      const headers: Record<string, string> = { ...TUS }
      if (part.method !== 'HEAD') headers['Content-Type'] = STREAM
      if (part.method === 'POST') {
        headers['Upload-Length'] = String(upload.size)
        headers['Upload-Mime'] = upload.mime
      }
      if (part.method === 'PATCH') headers['Upload-Offset'] = String(part.from)
      try {
        const answer = await send(part.method, `/blobs/${part.sha256}`, { body: bytes ?? undefined, headers, patienceMs: 90_000 })
        const told = answer.headers.get('upload-offset')
        const offset = told === null ? null : Number(told)
        // A proxy's word about our bytes is none: a photo is given up only when the server itself refuses it.
        const ours = answer.ok || part.method === 'HEAD' || spoken(answer)
        return { status: ours ? answer.status : 0, offset, retryAfterMs: retryAfter(answer), tookMs: performance.now() - began } satisfies Reply
      } catch {
        return { status: 0, offset: null, retryAfterMs: null, tookMs: performance.now() - began }
      }
    },
  }
}

/** A body as it travels: packed, where this browser can and it pays. */
async function packed(body: string): Promise<Ask> {
  if (body.length < SMALL || !globalThis.CompressionStream) return { body, headers: JSON_TYPE }
  const small = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'))
  return { body: await new Response(small).arrayBuffer(), headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' } }
}

/** Whether a refusal is one of our server's, which always says why. */
const spoken = (answer: Response): boolean => (answer.headers.get('content-type') ?? '').includes('json')

/** A word that outlives the page; nobody waits for it, and nothing depends on it. */
export function announce(deviceId: string, holds: Holdings): void {
  const headers = JSON_TYPE
  void once('POST', `/sync/holdings?device_id=${deviceId}`, { body: JSON.stringify(holds), headers, keepalive: true, patienceMs: 0 }).catch(() => undefined)
}

async function hear<T>(work: () => Promise<T>): Promise<Heard<T>> {
  try {
    return { is: 'answer', body: await work() }
  } catch (error) {
    if (error instanceof ApiProblem) {
      return { is: 'refused', status: error.status, code: error.code, retryAfterMs: error.retryAfterMs }
    }
    return { is: 'unreachable', why: error instanceof Unreachable ? error.why : 'cut' }
  }
}
