/**
 * The photos of one report on their way: made small, hashed, sent, each with its own progress and its own retry.
 *
 * Effects  those of `photos.ts`.
 */
import { live, type Live } from '../../engine/live'
import { ApiProblem } from '../../wire/request'
import { NotAPhoto, sha256, shrink, upload } from './photos'

export interface Shot {
  readonly key: number
  readonly name: string
  readonly url: string | null
  readonly sha: string | null
  readonly state: 'preparing' | 'sending' | 'sent' | 'failed' | 'bad'
  readonly part: number
  /** Why a bad one is bad, when the server said so. */
  readonly why: string
}

export const MOST = 6

export interface Album {
  readonly shots: Live<readonly Shot[]>
  readonly add: (files: readonly File[]) => void
  readonly retry: (key: number) => void
  readonly remove: (key: number) => void
}

export function openAlbum(): Album {
  const shots = live<readonly Shot[]>([])
  const files = new Map<number, Blob>()
  let next = 0
  const put = (key: number, patch: Partial<Shot>) =>
    shots.set(shots.get().map((shot) => (shot.key === key ? { ...shot, ...patch } : shot)))
  const send = async (key: number, file: Blob) => {
    try {
      const small = shots.get().find((shot) => shot.key === key)?.sha ? file : await shrink(file)
      const sha = await sha256(await small.arrayBuffer())
      files.set(key, small)
      put(key, { url: URL.createObjectURL(small), sha, state: 'sending', part: 0 })
      await upload(sha, small, (sent) => put(key, { part: sent / small.size }))
      put(key, { state: 'sent', part: 1 })
    } catch (why) {
      put(key, { state: hopeless(why) ? 'bad' : 'failed', why: why instanceof ApiProblem ? why.title : '' })
    }
  }
  return {
    shots,
    add: (added) => {
      const room = MOST - shots.get().filter((shot) => shot.state !== 'bad').length
      for (const file of added.slice(0, Math.max(0, room))) {
        const key = next++
        files.set(key, file)
        shots.set([...shots.get(), { key, name: file.name, url: null, sha: null, state: 'preparing', part: 0, why: '' }])
        void send(key, file)
      }
    },
    retry: (key) => {
      const file = files.get(key)
      if (!file) return
      put(key, { state: 'preparing' })
      void send(key, file)
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
