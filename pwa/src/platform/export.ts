/**
 * Unsent work as one file, for the day when nothing else helps: a line of JSON with the operations and the list of
 * photos, then the photos' bytes one after the other, all of it sealed to the office. Anybody there takes it in, once.
 *
 * Effects  reads the store, one photo at a time; WebCrypto.
 */
import type { Queued } from '../engine/outbox'
import type { Store } from '../engine/ports'
import { open, type Upload } from '../engine/uploads'
import type { Me } from '../wire/edge'
import type { PublicKey } from '../wire/types.gen'
import { sealed } from './sealing'

export async function exported(
  store: Store,
  me: Me,
  deviceId: string | null,
  queue: readonly Queued[],
  uploads: readonly Upload[],
  to: PublicKey,
): Promise<Blob> {
  const ops = queue.filter((one) => one.verdict === null || one.verdict === 'held').map(({ cseq, raw }) => ({ cseq, raw }))
  const held: Upload[] = []
  for (const upload of uploads.filter(open)) if (await store.bytes(upload.sha256, 0, upload.size)) held.push(upload)
  const blobs = held.map(({ sha256, size, mime, workOrder }) => ({ sha256, size, mime, work_order: workOrder }))
  const head = { doorstep: 1, actor: me.id, org: me.org, device_id: deviceId, ops, blobs }
  return sealed(text(store, head, held), to)
}

async function* text(store: Store, head: object, held: readonly Upload[]): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield new TextEncoder().encode(`${JSON.stringify(head)}\n`)
  for (const { sha256, size } of held) {
    const bytes = await store.bytes(sha256, 0, size)
    if (!bytes) throw new Error(`photo ${sha256} is gone`)
    yield new Uint8Array(bytes)
  }
}
