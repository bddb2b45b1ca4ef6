/**
 * The photos of one report on their way: made small, hashed, sent, each with its own progress and its own retry.
 *
 * Effects  those of `photos.ts`.
 */
import { live, type Live } from '../../engine/live'
import { ApiProblem } from '../../wire/request'
import type { HeldPhoto } from './draft'
import { NotAPhoto, sha256, shrink, thumb, upload } from './photos'

export interface Shot {
  readonly key: number
  readonly name: string
  readonly url: string | null
  readonly sha: string | null
  /** `failed` may be sent again; `lost` is neither with the server nor here any more and must be chosen again. */
  readonly state: 'preparing' | 'sending' | 'sent' | 'failed' | 'lost' | 'bad'
  readonly part: number
  /** Why a bad one is bad, when the server said so. */
  readonly why: string
  /** A small picture that outlives a reload; empty until there is one. */
  readonly thumb: string
  /** It failed because the bearer has ended. */
  readonly late: boolean
}

export const MOST = 6

export interface Album {
  readonly shots: Live<readonly Shot[]>
  readonly add: (files: readonly File[]) => void
  readonly retry: (key: number) => void
  readonly remove: (key: number) => void
  /** Every photo that did not arrive, once more. */
  readonly again: () => void
  /** The server holds none of these (of all, without a list) for this bearer: what is still here is sent again. */
  readonly unheld: (shas?: readonly string[]) => void
}

/** Photos that were meant to go and did not. */
export const unsent = (shots: readonly Shot[]): number => shots.filter((shot) => shot.state === 'failed' || shot.state === 'lost').length

/** What a reload must bring back. */
export const heldOf = (shots: readonly Shot[]): HeldPhoto[] => shots.flatMap((shot) => (shot.state === 'sent' && shot.sha ? [{ sha: shot.sha, thumb: shot.thumb }] : []))

const NEW = { url: null, sha: null, state: 'preparing', part: 0, why: '', thumb: '', late: false } as const

export function openAlbum(held: readonly HeldPhoto[] = []): Album {
  const shots = live<readonly Shot[]>(held.map((photo, key) => ({ ...NEW, ...photo, key, name: '', url: photo.thumb || null, state: 'sent', part: 1 })))
  const files = new Map<number, Blob>()
  let next = held.length
  const put = (key: number, patch: Partial<Shot>) =>
    shots.set(shots.get().map((shot) => (shot.key === key ? { ...shot, ...patch } : shot)))
  const send = async (key: number, file: Blob) => {
    try {
      const small = shots.get().find((shot) => shot.key === key)?.sha ? file : await shrink(file)
      const sha = await sha256(await small.arrayBuffer())
      files.set(key, small)
      put(key, { url: URL.createObjectURL(small), sha, state: 'sending', part: 0, thumb: await thumb(small) })
      await upload(sha, small, (sent) => put(key, { part: sent / small.size }))
      put(key, { state: 'sent', part: 1 })
    } catch (why) {
      put(key, { state: hopeless(why) ? 'bad' : 'failed', why: why instanceof ApiProblem ? why.title : '', late: why instanceof ApiProblem && why.status === 401 })
    }
  }
  const retry = (key: number) => {
    const file = files.get(key)
    if (!file) return put(key, { state: 'lost' })
    put(key, { state: 'preparing', late: false })
    void send(key, file)
  }
  return {
    shots,
    retry,
    again: () => shots.get().filter((shot) => shot.state === 'failed').forEach((shot) => retry(shot.key)),
    unheld: (shas) => shots.get().filter((shot) => shot.state === 'failed' || (shot.state === 'sent' && (!shas || shas.includes(shot.sha ?? '')))).forEach((shot) => retry(shot.key)),
    add: (added) => {
      const room = MOST - shots.get().filter((shot) => shot.state !== 'bad').length
      for (const file of added.slice(0, Math.max(0, room))) {
        const key = next++
        files.set(key, file)
        shots.set([...shots.get(), { ...NEW, key, name: file.name }])
        void send(key, file)
      }
    },
    remove: (key) => {
      files.delete(key)
      shots.set(shots.get().filter((shot) => shot.key !== key))
    },
  }
}

/** Trying again changes nothing: these bytes are no photo, or more than the server takes. */
const hopeless = (why: unknown): boolean =>
  why instanceof NotAPhoto || (why instanceof ApiProblem && [400, 413, 415, 422].includes(why.status))
