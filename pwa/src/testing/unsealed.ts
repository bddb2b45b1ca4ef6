/** An office for tests: its key, and how it opens a file that a phone sealed to it. */
import type { PublicKey } from '../wire/types.gen'

const CURVE = { name: 'ECDH', namedCurve: 'P-256' }

export interface Office {
  readonly key: PublicKey
  opened(file: Blob): Promise<Uint8Array<ArrayBuffer>>
}

export async function anOffice(): Promise<Office> {
  const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  return {
    key: { id: 'office', point: Buffer.from(point).toString('base64url') },
    async opened(file) {
      const all = new Uint8Array(await file.arrayBuffer())
      const start = all.indexOf(10) + 1
      const head = JSON.parse(new TextDecoder().decode(all.slice(0, start)))
      const theirs = Uint8Array.from(Buffer.from(head.epk, 'base64url'))
      const other = await crypto.subtle.importKey('raw', theirs, CURVE, false, [])
      const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, pair.privateKey, 256)
      const spread = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
      const how = { name: 'HKDF', hash: 'SHA-256', salt: Uint8Array.from([...theirs, ...point]), info: new TextEncoder().encode('doorstep unsent work') }
      const key = await crypto.subtle.deriveKey(how, spread, { name: 'AES-GCM', length: 256 }, false, ['decrypt'])
      const text: number[] = []
      for (let at = start, n = 0; at < all.length; n++, at += head.chunk + 16) {
        const iv = new Uint8Array(12)
        iv[10] = n
        iv[11] = at + head.chunk + 16 >= all.length ? 1 : 0
        const told = n === 0 ? { additionalData: all.slice(0, start) } : {}
        const piece = all.slice(at, at + head.chunk + 16)
        text.push(...new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, ...told }, key, piece)))
      }
      return Uint8Array.from(text)
    },
  }
}
