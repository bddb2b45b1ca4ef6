/**
 * The loop of operations and the lane of photos, joined: who waits for whom, what a new history of the server means
 * for bytes that were sent, what another page's word means for this one. The same in a page and in the simulator.
 *
 * Effects  through its ports.
 */
import { photosHeld } from '../engine/holding'
import type { Chunks, NewOperation, Store, Wire, World } from '../engine/ports'
import { type Running, run, type Surroundings } from '../engine/run'
import type { Sync, Why } from '../engine/sync'
import { noted } from './noting'
import { type Lane, lane } from './uploader'

export interface AtWork {
  readonly running: Running
  readonly lane: Lane
  /** What a person did, stored before anything else happens. */
  keep(ops: readonly NewOperation[], chunks: readonly Chunks[]): Promise<void>
  triggered(why: Why): void
  /** Another page of this person wrote or pulled. */
  heard(): Promise<void>
  stop(): void
}

export interface Ports {
  readonly store: Store
  readonly wire: Wire
  readonly world: World
  readonly build: string
  readonly loaded: Awaited<ReturnType<Store['load']>>
  readonly cutter: Surroundings['cutter']
  /** Whether bytes of photos may travel on the connection there is; they may where nobody says otherwise. */
  readonly mayTravel?: () => boolean
  /** After every step of either. */
  readonly changed: () => void
  /** After the stored state moved on: other pages should read it again. */
  readonly moved: () => void
}

export function atWork(ports: Ports): AtWork {
  const { store, world } = ports
  const wire = noted(ports.wire, store, world)
  const { device, queue, book, uploads } = ports.loaded

  const stepped = (): void => {
    photos.kick()
    ports.changed()
  }
  const running: Running = run({
    store,
    wire,
    world,
    build: ports.build,
    stored: { device, queue, book },
    changed: stepped,
    read: (all) => photos.load(all),
    moved: ports.moved,
    cutter: ports.cutter,
  })
  /** The engine announces which photos lie only here; it is told when that has changed. */
  const photosMoved = (): void => {
    const held = photosHeld(photos.uploads().values())
    const known = running.sync().photos
    const same = held.length === known.length && held.every((one, at) => one.sha256 === known[at]?.sha256)
    if (same) ports.changed()
    else running.tell({ is: 'around', around: { photos: held } })
  }
  const photos: Lane = lane({
    store,
    wire,
    world,
    allowed: () => mayUpload(running.sync()) && (ports.mayTravel?.() ?? true),
    epoch: () => running.sync().device.epoch,
    changed: photosMoved,
  })
  photos.load(uploads)

  let news = 0
  return {
    running,
    lane: photos,
    async keep(ops, chunks) {
      const made = await store.enqueue(ops, chunks)
      for (const { upload } of chunks) photos.add(upload)
      running.tell({ is: 'enqueued', ops: made })
    },
    triggered(why) {
      running.trigger(why)
      if (why === 'online' || why === 'manual') photos.hurry()
    },
    async heard() {
      // Read once for all that was said meanwhile: another page may write hundreds of times in a row.
      news += 1
      if (news > 1) return
      try {
        for (let known = 0; known !== news; ) {
          known = news
          await running.reload()
        }
      } finally {
        news = 0
      }
    },
    stop() {
      running.stop()
      photos.stop()
    },
  }
}

/** Operations first: photos travel while nothing is waiting to be answered, or while that has to pause anyway. */
function mayUpload(sync: Sync): boolean {
  if (!sync.leader || sync.needsLogin || sync.offline || sync.device.id === null) return false
  const waiting = sync.queue.some((one) => one.verdict === null)
  return !waiting || sync.failures > 0
}
