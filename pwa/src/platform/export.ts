/**
 * Unsent work as one file, for the day when nothing else helps: a line of JSON with the operations and the
 * list of blobs, then the bytes of the blobs one after the other. The office imports it through the drop-box.
 *
 * Effects  reads the store.
 */
import type { Queued } from '../engine/outbox'
import type { Store } from '../engine/ports'
import { open, type Upload } from '../engine/uploads'
import type { Me } from '../wire/edge'

export async function exported(
  store: Store,
  me: Me,
  deviceId: string | null,
  queue: readonly Queued[],
  uploads: readonly Upload[],
): Promise<Blob> {
  const ops = queue.filter((one) => one.verdict === null || one.verdict === 'held').map(({ cseq, raw }) => ({ cseq, raw }))
  const held: { readonly about: object; readonly bytes: ArrayBuffer }[] = []
  for (const { sha256, size, mime, workOrder } of uploads.filter(open)) {
    const bytes = await store.bytes(sha256, 0, size)
    if (bytes) held.push({ about: { sha256, size, mime, work_order: workOrder }, bytes })
  }
  const head = { doorstep: 1, actor: me.id, org: me.org, device_id: deviceId, ops, blobs: held.map((one) => one.about) }
  return new Blob([`${JSON.stringify(head)}\n`, ...held.map((one) => one.bytes)], { type: 'application/octet-stream' })
}
