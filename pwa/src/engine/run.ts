/**
 * Performs the effects of `sync.step` on a store and a wire: the only impure part of the loop, and the same in
 * a page, in a worker, in tests and in the simulator, because everything outside is a port.
 *
 * Effects  through its ports only.
 */
import type { Heard, Store, Wire, World } from './ports'
import { isAnswer, isBoxed, isEnrolment } from './protocol'
import { begin, type Effect, type Input, type Patch, step, type Stored, type Sync, type Why } from './sync'
import type { Upload } from './uploads'

type WithoutTime<T> = T extends unknown ? Omit<T, 'now' | 'luck'> : never
export type Fact = WithoutTime<Input>

export interface Running {
  readonly sync: () => Sync
  tell(fact: Fact): void
  trigger(why: Why): void
  /** Reads everything again: another page wrote. */
  reload(): Promise<void>
  stop(): void
}

export interface Surroundings {
  readonly store: Store
  readonly wire: Wire
  readonly world: World
  readonly build: string
  readonly stored: Stored
  /** After every step. */
  readonly changed: (sync: Sync) => void
  /** The uploads as they are stored, whenever everything is read again. */
  readonly read: (uploads: readonly Upload[]) => void
  /** After the stored state moved on: other pages should read it again. */
  readonly moved: () => void
  readonly cutter: () => { readonly signal: { readonly aborted: boolean }; abort(): void }
}

export function run(around: Surroundings): Running {
  const { store, wire, world } = around
  let sync: Sync = { ...begin(around.build), ...around.stored }
  let stopped = false
  let callOff = () => {}
  let cut = around.cutter()
  let latest = 0 // of the requests
  let patches = 0 // handed to the store

  const tell = (fact: Fact): void => {
    if (stopped) return
    const [next, effects] = step(sync, { ...fact, now: world.now(), luck: world.luck() } as Input)
    sync = next
    callOff()
    for (const effect of effects) perform(effect)
    around.changed(sync)
  }

  // A captive portal says 200 to everything: what is no answer of our server counts as none.
  // What a request that was given up comes to, unless it is our answer or asks for time, says nothing of the one under way.
  const heard = <T>(mine: number, word: Heard<unknown>, ours: (body: unknown) => body is T, told: (body: T) => Fact): void => {
    if (word.is === 'answer' && ours(word.body)) tell(told(word.body))
    else if (mine === latest) tell(word.is === 'answer' ? { is: 'unreachable', why: 'stranger' } : word)
    else if (word.is === 'refused') tell({ ...word, late: true })
  }

  // What was read before the newest answer was handed to the store would take it off the screen again.
  const reload = async (): Promise<void> => {
    const before = patches
    const { device, queue, book, uploads } = await store.load()
    if (before !== patches) return reload()
    around.read(uploads)
    tell({ is: 'loaded', stored: { device, queue, book } })
  }

  const failed = (): void => tell({ is: 'refused', status: 0, code: 'storage', retryAfterMs: null })

  const keep = async (patch: Patch): Promise<void> => {
    patches += 1
    try {
      const ok = await store.apply(patch)
      around.moved()
      if (!ok) await reload()
      tell({ is: 'stored' })
    } catch {
      failed()
    }
  }

  const exchange = async (body: string, cursor: string | null): Promise<void> => {
    cut = around.cutter()
    const mine = ++latest
    const sentAt = world.now()
    const word = await wire.exchange(body, cut.signal)
    heard(mine, word, isAnswer, (answer) => ({ is: 'answer', body: answer, sentAt, cursor }))
  }

  const perform = (effect: Effect): void => {
    const mine = latest + 1
    switch (effect.do) {
      case 'enrol':
        latest = mine
        void wire.enrol(effect.forkOf).then((word) => heard(mine, word, isEnrolment, (answer) => ({ is: 'enrolled', deviceId: answer.device_id, epoch: answer.epoch })))
        return
      case 'exchange':
        void exchange(effect.body, effect.cursor)
        return
      case 'dropbox':
        latest = mine
        void wire.dropbox(effect.raw, sync.device.id ?? '').then((word) => heard(mine, word, isBoxed, () => ({ is: 'boxed', opId: effect.opId })))
        return
      case 'store':
        void keep(effect.patch)
        return
      case 'reload':
        void reload().catch(failed)
        return
      case 'abort':
        latest = mine
        cut.abort()
        return
      case 'wake':
        callOff = world.after(Math.max(0, effect.at - world.now()), () => tell({ is: 'tick' }))
        return
      case 'log':
        void store.log(effect.what, world.now())
    }
  }

  return {
    sync: () => sync,
    tell,
    trigger: (why) => tell({ is: 'trigger', why }),
    reload: () =>
      reload().catch((error: unknown) => {
        failed()
        throw error
      }),
    stop() {
      stopped = true
      callOff()
      cut.abort()
    },
  }
}
