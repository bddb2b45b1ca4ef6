/**
 * The digest of what this phone sent: SHA-256 over the lines `<cseq> <SHA-256 of the operation's text>` up to
 * the server's last number. Equal digests mean that the server holds these operations, byte for byte.
 *
 * Effects  WebCrypto.
 */
import type { Queued } from '../engine/outbox'
import { sha256 } from './hash'

export async function receiptDigest(queue: readonly Queued[], last: number): Promise<string> {
  const sent = queue.filter((one) => one.cseq > 0 && one.cseq <= last)
  const lines = await Promise.all(sent.map(async ({ cseq, raw }) => `${cseq} ${await sha256(raw)}\n`))
  return sha256(lines.join(''))
}
