import { expect, test } from 'vitest'
import { vectors } from '../testing/vectors'
import type { PublicKey } from '../wire/types.gen'
import { sealed } from './sealing'

interface Base {
  readonly office: PublicKey
  readonly once: JsonWebKey
}

interface Case {
  readonly name: string
  readonly text: string
  readonly chunk: number
  readonly file: string
}

const { base, cases } = vectors('sealing') as unknown as { readonly base: Base; readonly cases: readonly Case[] }
const CURVE = { name: 'ECDH', namedCurve: 'P-256' }

async function pair(): Promise<CryptoKeyPair> {
  const { d: _, ...open } = base.once
  return {
    privateKey: await crypto.subtle.importKey('jwk', base.once, CURVE, true, ['deriveBits']),
    publicKey: await crypto.subtle.importKey('jwk', open, CURVE, true, []),
  }
}

async function* cut(text: Uint8Array<ArrayBuffer>, size: number) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'))

test.each(cases)('the phone seals $name exactly as the office expects, however the text comes', async ({ text, chunk, file }) => {
  for (const size of [1, 700, 1024, 5000]) {
    const made = await sealed(cut(bytes(text), size), base.office, await pair(), chunk)
    expect(Buffer.from(await made.arrayBuffer()).toString('base64')).toBe(file)
  }
})
