/**
 * Seals a file so that only the office can open it, whoever carries it: the twin of `offline_sync/sealing.py`, held
 * together by `tests/vectors/sealing.json`.
 *
 * A key pair is made for each file; its agreement with the office's public key, through HKDF, is the key of AES-256-GCM. The
 * nonce of a piece is its number and a byte that says whether it is the last, so nothing can be left out or cut off.
 *
 * Effects  WebCrypto.
 */
import type { PublicKey } from '../wire/types.gen'

const CHUNK = 1024 * 1024
const INFO = new TextEncoder().encode('doorstep unsent work')
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const

type Bytes = Uint8Array<ArrayBuffer>

/** The parts, one after the other, as one sealed file. */
export async function sealed(parts: AsyncIterable<Bytes>, to: PublicKey, once?: CryptoKeyPair, chunk = CHUNK): Promise<Blob> {
  const own = once ?? (await crypto.subtle.generateKey(CURVE, true, ['deriveBits']))
  const theirs = bytesOf(to.point)
  const mine = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey))
  const key = await agreed(own.privateKey, theirs, joined(mine, theirs))
  const head = new TextEncoder().encode(`${JSON.stringify({ doorstep: 1, key: to.id, epk: textOf(mine), chunk })}\n`)
  const pieces: BlobPart[] = [head]
  let number = 0
  const piece = async (plain: Bytes, last: boolean): Promise<void> => {
    const told = number === 0 ? { additionalData: head } : {}
    pieces.push(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce(number++, last), ...told }, key, plain))
  }
  let held: Bytes = new Uint8Array(0)
  for await (const part of parts) {
    held = joined(held, part)
    let at = 0
    // A full piece is written only when something follows it: which one is the last must be known.
    for (; held.length - at > chunk; at += chunk) await piece(held.slice(at, at + chunk), false)
    held = held.slice(at)
  }
  await piece(held, true)
  return new Blob(pieces, { type: 'application/octet-stream' })
}

async function agreed(own: CryptoKey, theirs: Bytes, salt: Bytes): Promise<CryptoKey> {
  const other = await crypto.subtle.importKey('raw', theirs, CURVE, false, [])
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, own, 256)
  const spread = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt, info: INFO }
  return crypto.subtle.deriveKey(how, spread, { name: 'AES-GCM', length: 256 }, false, ['encrypt'])
}

function nonce(number: number, last: boolean): Bytes {
  const made = new Uint8Array(12)
  new DataView(made.buffer).setUint32(7, number)
  made[11] = last ? 1 : 0
  return made
}

function joined(first: Bytes, second: Bytes): Bytes {
  const whole = new Uint8Array(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}

const bytesOf = (text: string): Bytes => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))

const textOf = (data: Bytes): string => btoa(String.fromCharCode(...data)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
