/**
 * Pictures behind a bearer, as addresses that an <img> can show.
 *
 * Effects  fetch; keeps at most `KEPT` object URLs and gives the oldest back.
 */
import { ApiProblem, send, Unreachable } from './request'

const KEPT = 300
const held = new Map<string, Promise<string>>()

/** An object URL of `path`, fetched once: `blobUrl('/blobs/<sha256>?v=thumb')`. */
export function blobUrl(path: string): Promise<string> {
  const known = held.get(path)
  if (known) return known
  const made = fetched(path)
  held.set(path, made)
  made.catch(() => held.delete(path))
  for (const [old, url] of held) {
    if (held.size <= KEPT) break
    held.delete(old)
    void url.then((address) => URL.revokeObjectURL(address))
  }
  return made
}

async function fetched(path: string): Promise<string> {
  const answer = await send('GET', path)
  if (!answer.ok) throw new ApiProblem(answer.status, {})
  try {
    return URL.createObjectURL(await answer.blob())
  } catch {
    throw new Unreachable('offline')
  }
}
