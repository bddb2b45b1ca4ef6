/**
 * The lane of photos: two at a time, behind the operations.
 *
 * Units    bytes, milliseconds.
 * Effects  through its ports.
 */
import type { Store, Wire, World } from '../engine/ports'
import { doubted, due, FIRST_PART, nextPart, open, partAfter, ready, releasable, replied, type Upload } from '../engine/uploads'
import { readsBack } from './photos'

export interface Lane {
  readonly uploads: () => ReadonlyMap<string, Upload>
  add(upload: Upload): void
  load(uploads: readonly Upload[]): void
  /** Something may be possible now. */
  kick(): void
  /** Forget the pauses: the network came back or a person asked. */
  hurry(): void
  /** The server shows these photos with their bytes: give back what is old. */
  sweep(shown: ReadonlySet<string>): void
  stop(): void
}

export interface Around {
  readonly store: Store
  readonly wire: Wire
  readonly world: World
  /** Whether bytes may travel now: this page leads, it is signed in, operations have gone first. */
  readonly allowed: () => boolean
  /** The history of the server, as far as is known. */
  readonly epoch: () => string | null
  readonly changed: () => void
}

export function lane(around: Around): Lane {
  const { store, wire, world } = around
  let uploads: ReadonlyMap<string, Upload> = new Map()
  let part = FIRST_PART
  let stopped = false
  let callOff = () => {}
  const busy = new Set<string>()
  const released = new Set<string>()

  const put = (upload: Upload): void => {
    uploads = new Map(uploads).set(upload.sha256, upload)
    around.changed()
  }

  const advance = async (upload: Upload): Promise<Upload> => {
    const next = nextPart(upload, part)
    const bytes = next.method === 'HEAD' ? null : await store.bytes(upload.sha256, next.from, next.to)
    if (next.method !== 'HEAD' && bytes === null) return { ...upload, state: 'ghost' }
    const heldIn = around.epoch() // before asking: an answer may come from a history that has ended meanwhile
    const reply = await wire.part(next, upload, bytes)
    const ok = reply.status >= 200 && reply.status < 300
    // The server saw other bytes than were named: were they damaged on the way, or here?
    if (reply.status === 460 && !(await readsBack(store, upload.sha256, upload.size))) return { ...upload, state: 'ghost' }
    if (bytes && reply.status !== 401) part = partAfter(part, next.to - next.from, reply.tookMs, ok)
    return { ...replied(upload, next, reply, world.now(), world.luck()), heldIn }
  }

  const carry = async (first: Upload): Promise<void> => {
    busy.add(first.sha256)
    try {
      let now = first
      while (!stopped && open(now) && due(now, world.now()) && around.allowed()) {
        now = await advance(now)
        await store.saveUpload(now)
        put(now)
      }
    } catch (error) {
      void store.log(`upload: ${String(error)}`, world.now())
      put({ ...first, notBefore: world.now() + 30_000 })
    } finally {
      busy.delete(first.sha256)
      kick()
    }
  }

  const kick = (): void => {
    callOff()
    if (stopped || !around.allowed()) return
    const now = world.now()
    const doubtful = [...uploads.values()].some((one) => !busy.has(one.sha256) && doubted(one, around.epoch()) !== one)
    if (doubtful) return everyone((one) => doubted(one, around.epoch()))
    for (const upload of ready([...uploads.values()], busy, now)) void carry(upload)
    const next = [...uploads.values()].filter((one) => open(one) && !busy.has(one.sha256)).map((one) => one.notBefore)
    if (next.length) callOff = world.after(Math.max(250, Math.min(...next) - now), kick)
  }

  const everyone = (change: (one: Upload) => Upload): void => {
    uploads = new Map([...uploads].map(([sha, one]) => [sha, busy.has(sha) ? one : change(one)]))
    around.changed()
    kick()
  }

  return {
    uploads: () => uploads,
    add(upload) {
      if (!uploads.has(upload.sha256) || uploads.get(upload.sha256)?.state === 'ghost') put(upload)
      kick()
    },
    load(all) {
      uploads = new Map(all.map((one) => [one.sha256, busy.has(one.sha256) ? (uploads.get(one.sha256) ?? one) : one]))
      around.changed()
      kick()
    },
    kick,
    hurry: () => everyone((one) => (open(one) ? { ...one, notBefore: 0, failures: 0 } : one)),
    sweep(shown) {
      for (const one of uploads.values()) {
        if (released.has(one.sha256) || !releasable(one, shown.has(one.sha256), world.now())) continue
        released.add(one.sha256)
        void store.releaseBytes(one.sha256)
      }
    },
    stop() {
      stopped = true
      callOff()
    },
  }
}
