/**
 * A phone: a disk that survives, pages that do not. The page is the product's own: `atWork` over `openStore`, with
 * every transaction and every request a task of the world, so that it can be killed between any two of them.
 *
 * Effects  its disk and the world's tasks.
 */
import { createHash } from 'node:crypto'
import type { Store, World as Ports } from '../../engine/ports'
import type { Queued } from '../../engine/outbox'
import { pictured } from '../../engine/picture'
import { expected } from '../../engine/receipt'
import type { Patch } from '../../engine/sync'
import { viewer } from '../../engine/view'
import { type AtWork, atWork } from '../../platform/at-work'
import { nameOf } from '../../platform/idb'
import { openStore, type PhoneStore } from '../../platform/store'
import type { Me } from '../../wire/edge'
import { Watch } from './watch'
import type { Network } from './network'
import { Violation, type World } from './world'

export interface Made {
  readonly opId: string
  readonly raw: string
  told: boolean // a page has stored the server's word on it
}

export interface Housing {
  readonly world: World
  readonly network: Network
  readonly me: Me
  readonly person: number
  readonly name: string
}

export class Phone {
  readonly world: World
  readonly me: Me
  readonly person: number
  readonly name: string
  readonly made = new Map<string, Made>()
  readonly again = new Set<string>() // operations that the server said it had known before
  readonly known = new Set<string>() // orders this person has ever seen
  readonly watch: Watch
  pages: Page[] = []
  skew = 0
  signedIn = true
  boots = 0
  private readonly network: Network
  rotten: number | null = null // its picture was spoilt when the server had last summed it up then
  spoilt: number | null = null // the same of the last time, mended since or not
  freshAt = -1 // when the server showed what this phone has stored
  private readonly scopes = new Map<string, { readonly scope: string; readonly at: number }>()

  constructor(of: Housing) {
    this.world = of.world
    this.network = of.network
    this.me = of.me
    this.person = of.person
    this.name = of.name
    this.watch = new Watch(this)
  }

  get base(): string {
    return nameOf(this.me.org, `${this.me.id}:${this.name}`)
  }

  get page(): Page | undefined {
    return this.pages.find((page) => page.alive && page.work)
  }

  /** What the server's tables let this person see when it gave out this cursor. */
  promised(cursor: string, scope: string, at: number): void {
    this.scopes.set(cursor, { scope, at })
  }

  promise(cursor: string | null): { readonly scope: string; readonly at: number } | undefined {
    return this.scopes.get(cursor ?? '')
  }

  async open(): Promise<Page> {
    const page = new Page(this, `${this.name}.${++this.boots}`)
    this.pages.push(page)
    await page.open(this.network)
    this.lead()
    return page
  }

  /** The first page leads; where locks do not work, every page does. */
  lead(): void {
    const open = this.pages.filter((page) => page.alive)
    for (const [at, page] of open.entries()) page.lead(at === 0 || this.world.options.leaders)
  }

  kill(page: Page): void {
    page.alive = false
    page.work?.stop()
    this.pages = this.pages.filter((one) => one !== page)
    this.lead()
  }

  say(from: Page): void {
    for (const page of this.pages) {
      if (page === from || !page.alive) continue
      this.world.add(`${page.name} hears of ${from.name}`, () => void page.work?.heard().catch(() => undefined), { alive: () => page.alive, in: this.world.dice.below(50) })
    }
  }

  signIn(): void {
    this.signedIn = true
    for (const page of this.pages) page.work?.running.tell({ is: 'signed_in' })
  }

  /** At rest what a page shows is what the phone holds. */
  private same(queue: readonly Queued[]): void {
    const shown = new Map(this.page?.work?.running.sync().queue.map((one) => [one.op.op_id, one.verdict]))
    for (const { op, verdict } of queue) {
      if (shown.get(op.op_id) !== verdict) throw new Violation(`I11: ${this.name} holds ${op.op_id} as ${verdict} and shows it as ${shown.get(op.op_id)}`)
    }
  }

  /** What the checker of the tables is told of this phone. */
  async dump(): Promise<object> {
    const store = await openStore(this.base, () => {})
    const { device, queue, book, uploads } = await store.load()
    store.close()
    this.same(queue)
    const shown = new Map(this.page?.shown()?.outbox.map((one) => [one.opId, one.verdict]))
    const last = queue.reduce((top, one) => Math.max(top, one.cseq), 0)
    return {
      name: this.name,
      person: this.me.id,
      org: this.me.org,
      made: [...this.made.values()].map(({ opId, raw, told }) => [opId, raw, told]),
      queue: queue.map((one) => [one.op.op_id, one.cseq, one.verdict, one.reason, shown.get(one.op.op_id)]),
      book: [...book.values()].map(({ t, id, wo, ver, d }) => [t, id, wo, ver, d]),
      receipt: device.id && !this.world.options.lying && !this.world.counts.get('fault clone') ? [[device.id, expected(queue, device.forgotten, last)]] : [],
      picture: pictured(book),
      uploads: uploads.map(({ sha256, state }) => [sha256, state]),
    }
  }
}

export class Page {
  alive = true
  work: AtWork | null = null
  leading = false
  later = { until: 0, skew: 0 } // what the server asked of this page
  private store: PhoneStore | null = null
  private views: ReturnType<typeof viewer>
  private opened = 0

  constructor(
    readonly phone: Phone,
    readonly name: string,
  ) {
    this.views = viewer(phone.me)
  }

  get now(): number {
    return Math.floor(this.phone.world.now + this.phone.skew)
  }

  async open(network: Network): Promise<void> {
    const { world } = this.phone
    this.opened = world.now
    this.store = await openStore(this.phone.base, () => {})
    const store = this.gated(this.store)
    const ports: Ports = {
      now: () => this.now,
      luck: () => world.dice.luck(),
      after: (ms, told) => {
        const task = world.add(`${this.name} wakes`, told, { in: Math.max(0, ms), alive: () => this.alive })
        return () => world.drop(task)
      },
    }
    this.work = atWork({
      store,
      wire: network.wire(this),
      world: ports,
      build: 'sim',
      loaded: await this.store.load(),
      cutter: () => {
        const signal = { aborted: false }
        return { signal, abort: () => void (signal.aborted = true) }
      },
      changed: () => undefined,
      moved: () => this.phone.say(this),
    })
  }

  lead(leader: boolean): void {
    if (this.leading === leader || !this.work) return
    this.leading = leader
    this.work.running.tell({ is: 'leader', leader })
  }

  shown() {
    const { work } = this
    return work ? this.views(work.running.sync(), work.lane.uploads()) : null
  }

  moment() {
    const boot = createHash('sha256').update(this.name).digest('hex').slice(0, 8)
    return { wall: this.now, boot, mono: Math.floor(this.phone.world.now - this.opened), tz: 'Asia/Shanghai', off_ms: 0, unc_ms: 50 }
  }

  /** The store with every call a task: what is asked may fail, what is done may never be heard of. One after the
   * other, as transactions of one page are. */
  private gated(store: PhoneStore): Store {
    let before: Promise<unknown> = Promise.resolve()
    const gate = <A extends unknown[], T>(name: string, work: (...args: A) => Promise<T>, after?: (...args: A) => void) => {
      return (...args: A): Promise<T> => {
        const turn = before.then(() => this.transaction(name, async () => {
          const made = await work(...args)
          after?.(...args)
          return made
        }))
        before = turn.catch(() => undefined)
        return turn
      }
    }
    return {
      load: gate('load', () => store.load()),
      enqueue: gate('enqueue', store.enqueue, (ops) => {
        this.phone.watch.enqueued(ops)
        const { options } = this.phone.world
        if (options.shut && this.phone.pages.length > 1 && this.phone.world.strikes('shut')) this.phone.kill(this)
      }),
      apply: gate('apply', store.apply, (patch: Patch) => this.phone.watch.applied(patch)),
      saveUpload: gate('saveUpload', store.saveUpload),
      bytes: gate('bytes', store.bytes),
      releaseBytes: gate('releaseBytes', store.releaseBytes),
      log: (what, at) => {
        this.phone.world.tell(`  ${this.name} log ${what}`)
        this.phone.world.count(`log ${what.split(':')[0] ?? ''}`)
        return store.log(what, at)
      },
      close: () => store.close(),
    }
  }

  private transaction<T>(name: string, work: () => Promise<T>): Promise<T> {
    const { world } = this.phone
    const alive = () => this.alive
    return new Promise((done, failed) => {
      const perform = async () => {
        if (world.strikes('storage')) return failed(new DOMException('simulated', 'AbortError'))
        let made: T
        try {
          made = await work()
        } catch (error) {
          if (error instanceof Violation) throw error
          world.tell(`  ${name} failed ${String(error)}`)
          return failed(error)
        }
        if (world.dice.chance(0.15)) world.add(`${this.name} hears ${name}`, () => done(made), { alive })
        else done(made)
      }
      world.add(`${this.name} ${name}`, perform, { alive })
    })
  }
}
