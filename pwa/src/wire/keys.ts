/**
 * The office's public key, to which unsent work is sealed: asked for once per start, so that it is here when the network
 * is not.
 *
 * Errors   `NoOfficeKey` when this phone has never been told.
 * Effects  one request; the key is kept in localStorage (it is no secret).
 */
import { api } from './request'
import type { PublicKey } from './types.gen'

const KEPT = 'doorstep.sealing'

export class NoOfficeKey extends Error {}

export async function learnOfficeKey(): Promise<void> {
  localStorage.setItem(KEPT, JSON.stringify(await api<PublicKey>('GET', '/sync/sealing-key')))
}

export function officeKey(): PublicKey {
  const kept = localStorage.getItem(KEPT)
  if (kept === null) throw new NoOfficeKey()
  return JSON.parse(kept) as PublicKey
}
