/**
 * A laboratory for one phone: virtual time, seeded chance, a network that loses requests and replies, pages that
 * are killed and opened again on the same store.
 */
import type { Heard, Store, Wire, World } from '../engine/ports'
import { written } from '../engine/protocol'
import { type Running, run } from '../engine/run'
import { id, ME, seeded } from './build'
import { Server } from './server'

export interface Trouble {
  readonly lostRequest: number
  readonly lostReply: number
}

export class Lab {
  readonly server = new Server()
  readonly chance: () => number
  trouble: Trouble = { lostRequest: 0, lostReply: 0 }
  now = 1_000_000
  made = 0
  page: Running | null = null
  private timers: { at: number; n: number; told: () => void }[] = []
  private count = 0

  constructor(
    seed: number,
    readonly store: Store,
    private readonly settle: () => Promise<void>,
  ) {
    this.chance = seeded(seed)
  }

  readonly world: World = {
    now: () => this.now,
    luck: () => this.chance(),
    after: (ms, told) => {
      const timer = { at: this.now + ms, n: ++this.count, told }
      this.timers.push(timer)
      return () => {
        this.timers = this.timers.filter((one) => one !== timer)
      }
    },
  }

  readonly wire: Wire = {
    enrol: () => this.carried(() => ({ is: 'answer', body: this.server.enrol() })),
    exchange: (body) => this.carried(() => this.server.exchange(body, this.now)),
    dropbox: (raw) =>
      this.carried(() => {
        this.server.boxed.push(raw)
        return { is: 'answer', body: { id: `box ${this.server.boxed.length}` } }
      }),
    part: () => Promise.reject(new Error('no photos here')),
  }

  private carried<T>(work: () => Heard<T>): Promise<Heard<T>> {
    const lost: Heard<T> = { is: 'unreachable', why: 'offline' }
    const there = this.chance() >= this.trouble.lostRequest
    const back = this.chance() >= this.trouble.lostReply
    return new Promise((done) => {
      this.world.after(20 + this.chance() * 400, () => {
        const word = there ? work() : lost
        this.world.after(20 + this.chance() * 400, () => done(back ? word : lost))
      })
    })
  }

  /** Opens a page on what is stored; `crashed` pages never hear of their requests again. */
  async open(): Promise<void> {
    this.page?.stop()
    const { device, queue, book } = await this.store.load()
    const { store, wire, world } = this
    const cutter = () => {
      const signal = { aborted: false }
      return { signal, abort: () => void (signal.aborted = true) }
    }
    this.page = run({ store, wire, world, build: 'test', stored: { device, queue, book }, changed: () => {}, read: () => {}, moved: () => {}, cutter })
    this.page.tell({ is: 'leader', leader: true })
  }

  async note(): Promise<void> {
    const n = ++this.made
    const at = new Date(this.now).toISOString()
    const raw = written({
      opId: id(n),
      kind: 'note.add',
      actor: ME.id,
      at: { wall: this.now, boot: '', mono: 0, tz: '', off_ms: 0, unc_ms: 0 },
      workOrder: 'wo-1',
      seen: '',
      base: {},
      args: { id: id(n), text: `第${n}条 "备注" \\ ${n}`, at },
    })
    const ops = await this.store.enqueue([{ opId: id(n), raw }], [])
    this.page?.tell({ is: 'enqueued', ops })
  }

  /** Lets virtual time pass. */
  async pass(ms: number): Promise<void> {
    const until = this.now + ms
    for (;;) {
      await this.settle()
      const next = this.timers.sort((a, b) => a.at - b.at || a.n - b.n)[0]
      if (!next || next.at > until) break
      this.timers = this.timers.filter((one) => one !== next)
      this.now = Math.max(this.now, next.at)
      next.told()
    }
    this.now = until
  }
}
