/**
 * A phone that was reported lost, at its next contact. It has no session, so it asks by its own name whether it still
 * stands. If not, what the server had shown is destroyed on this phone at once, photos that the server has go with it, and
 * what was never sent is handed over piece by piece into the drop-box, where the office looks at it.
 *
 * Effects  fetch, the store.
 */
import type { Queued } from '../engine/outbox'
import type { Running } from '../engine/run'
import { once, read } from '../wire/request'
import { forgetAddresses } from './photos'
import type { PhoneStore } from './store'

const PAUSE_MS = 60_000
export const REVOKED = 'device_revoked'

export interface Lost {
  /** After every step: a phone that is refused asks why, at most once a minute. */
  look(now: number): void
}

export function lost(running: Running, store: PhoneStore): Lost {
  let last = -PAUSE_MS
  let destroyed = false

  const destroy = async (): Promise<void> => {
    await store.destroyPicture()
    forgetAddresses()
    void store.log('picture destroyed: reported lost', Date.now())
    await running.reload()
    running.tell({ is: 'refused', status: 403, code: REVOKED, retryAfterMs: null })
    destroyed = true
  }

  /** One after the other; a piece that is not taken ends the round, and the next one begins with it. */
  const handOver = async (device: string): Promise<void> => {
    for (const one of unsent(running.sync().queue)) {
      const answer = await once('POST', `/sync/devices/${device}/left`, { body: one.raw, headers: { 'Content-Type': 'application/json' } })
      const { id } = (await read<{ id?: string }>(answer)) ?? {}
      if (!id) return
      running.tell({ is: 'boxed', opId: one.op.op_id })
    }
  }

  const asked = async (device: string): Promise<void> => {
    const { revoked } = await read<{ revoked?: boolean }>(await once('GET', `/sync/devices/${device}/standing`))
    if (revoked !== true) return
    if (!destroyed) await destroy()
    await handOver(device)
  }

  return {
    look(now) {
      const { needsLogin, error, device } = running.sync()
      if (!needsLogin && error !== REVOKED) destroyed = false
      if ((!needsLogin && error !== REVOKED) || device.id === null || now - last < PAUSE_MS) return
      last = now
      void asked(device.id).catch(() => undefined) // nobody answers: the next look asks again
    },
  }
}

const unsent = (queue: readonly Queued[]): readonly Queued[] => queue.filter((one) => one.verdict === null)
