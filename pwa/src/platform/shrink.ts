/**
 * Shrinks photos off the main thread, one after the other; null when this browser cannot.
 *
 * Effects  starts one worker and keeps it.
 */
import type { Shrunk } from './shrunk'

const PATIENCE_MS = 15_000

let worker: Worker | null = null
let last = 0
const waiting = new Map<number, (shrunk: Shrunk | null) => void>()

export function shrink(blob: Blob): Promise<Shrunk | null> {
  if (typeof Worker === 'undefined' || typeof OffscreenCanvas === 'undefined') return Promise.resolve(null)
  worker ??= begun()
  const n = ++last
  return new Promise((done) => {
    const timer = setTimeout(() => settle(n, null), PATIENCE_MS)
    waiting.set(n, (shrunk) => {
      clearTimeout(timer)
      done(shrunk)
    })
    worker?.postMessage({ n, blob })
  })
}

function begun(): Worker {
  const made = new Worker(new URL('./shrink.worker.ts', import.meta.url), { type: 'module' })
  made.onmessage = ({ data }: MessageEvent<{ n: number; shrunk: Shrunk | null }>) => settle(data.n, data.shrunk)
  made.onerror = () => {
    for (const n of [...waiting.keys()]) settle(n, null)
    worker = null
  }
  return made
}

function settle(n: number, shrunk: Shrunk | null): void {
  waiting.get(n)?.(shrunk)
  waiting.delete(n)
}
