/**
 * The phone at work: joins engine, store, wire, lanes and triggers behind the face of `phone.ts`.
 *
 * Effects  IndexedDB, fetch through the wire, listeners of the window; all ended by `close`.
 */
import { row } from '../engine/book'
import { holdings } from '../engine/holding'
import { type Live, live } from '../engine/live'
import type { LocalPhoto, PhoneState } from '../engine/model'
import { DROPBOX } from '../engine/outbox'
import { type Args, type Kind, type NewOp, written } from '../engine/protocol'
import type { Running } from '../engine/run'
import { clockOf } from '../engine/sync'
import { syncState, viewer } from '../engine/view'
import type { Me } from '../wire/edge'
import { learnOfficeKey, officeKey } from '../wire/keys'
import { api } from '../wire/request'
import type { Receipt, Slot } from '../wire/types.gen'
import { type AtWork, atWork } from './at-work'
import { moment, persist, scarce, type Storage, storage, world } from './browser'
import { exported } from './export'
import { sha256, uuid7 } from './hash'
import { askBackgroundSync } from './install'
import { nameOf } from './idb'
import { join } from './leader'
import type { ActOptions, Phone, ShiftReceipt } from './facade'
import { type Lost, lost } from './lost'
import { addressOf, type PhotoMeta, prepared, readsBack } from './photos'
import { holdsAny, safe } from './shift'
import { openStore, type PhoneStore } from './store'
import { mayTravel, travelOf } from './travel'
import { triggers } from './triggers'
import type { Lane } from './uploader'
import { announce, wire } from './wire'

declare const __BUILD__: string

/** More than any person writes at once; a larger one the server would never take. */
const OP_LIMIT = 300_000

export async function opened(me: Me): Promise<Phone> {
  const name = nameOf(me.org, me.id)
  let outdated = () => {}
  const store = await openStore(name, () => outdated())
  const phone = new Opened(me, name, store, await store.load(), await storage())
  outdated = () => void phone.close()
  return phone
}

class Opened implements Phone {
  readonly state: Live<PhoneState>
  private readonly views: ReturnType<typeof viewer>
  private readonly work: AtWork
  private readonly running: Running
  private readonly lane: Lane
  private readonly lost: Lost | undefined
  private readonly ends: (() => void)[] = []
  private room: Storage
  private drawn = false
  private asked = false

  constructor(
    private readonly me: Me,
    name: string,
    private readonly store: PhoneStore,
    loaded: Awaited<ReturnType<PhoneStore['load']>>,
    room: Storage,
  ) {
    const travel = travelOf(me.id).now
    this.room = room
    this.views = viewer(me)
    let say = (_: 'wrote' | 'pulled') => {}
    this.work = atWork({
      store,
      wire: wire(__BUILD__),
      world,
      build: __BUILD__,
      loaded,
      cutter: () => new AbortController(),
      mayTravel: () => mayTravel(travel.get()),
      changed: () => (this.draw(), this.lost?.look(Date.now())),
      moved: () => say('pulled'),
    })
    this.running = this.work.running
    this.lost = lost(this.running, store)
    this.lane = this.work.lane
    this.state = live(this.composed())
    const company = join(
      name,
      (leader) => this.running.tell({ is: 'leader', leader }),
      (word) => void this.heard(word),
    )
    say = company.say
    this.wrote = () => company.say('wrote')
    void learnOfficeKey().catch(() => undefined)
    this.ends.push(
      company.leave,
      travel.subscribe(() => this.lane.kick()),
      triggers((why) => this.work.triggered(why), (fact) => this.running.tell(fact), () => this.putAway()),
    )
  }

  private wrote = () => {}

  async act<K extends Kind>(kind: K, workOrderId: string, args: Args[K], opts: ActOptions = {}): Promise<void> {
    const taken = await Promise.all(
      (opts.photos ?? []).map(({ blob, slot, meta }) => prepared(workOrderId, slot ?? 'door', blob, meta ?? {})),
    )
    const main = this.operation(kind, workOrderId, args, opts.opId)
    const photos = taken.map((one) => this.operation('photo.add', workOrderId, one.args))
    await this.keep([...photos, main], taken.map((one) => one.chunks))
  }

  async photo(workOrderId: string, slot: Slot, blob: Blob, meta: PhotoMeta = {}): Promise<LocalPhoto> {
    const { args, chunks } = await prepared(workOrderId, slot, blob, meta)
    await this.keep([this.operation('photo.add', workOrderId, args)], [chunks])
    if (!(await readsBack(this.store, args.sha256, args.size))) {
      const ghost = { ...chunks.upload, state: 'ghost' as const }
      await this.store.saveUpload(ghost)
      this.lane.load([...this.lane.uploads().values(), ghost])
    }
    this.draw(true)
    const view = this.state.get().orders.find((order) => order.shown.order.id === workOrderId)
    const shown = view?.photos.find((photo) => photo.id === args.id)
    const { id, sha256, taken_at: takenAt, size, warnings, shot = '' } = args
    return shown ?? { id, workOrderId, slot, sha256, takenAt, state: 'on_phone', sent: 0, size, warnings, shot, server: null }
  }

  photoUrl(sha: string, variant: 'thumb' | 'master' = 'thumb'): Promise<string | null> {
    const held = this.lane.uploads().get(sha)
    return addressOf(this.store, sha, held?.size ?? 0, held?.mime ?? '', variant)
  }

  newId(): string {
    return uuid7()
  }

  deviceId(): string | null {
    return this.running.sync().device.id
  }

  hash(text: string): Promise<string> {
    return sha256(text)
  }

  syncNow(): void {
    this.work.triggered('manual')
  }

  async retry(opId: string): Promise<void> {
    const known = this.running.sync().queue.find((one) => one.op.op_id === opId)
    if (known && (known.verdict === 'parked' || known.reason === DROPBOX)) {
      const { kind, work_order, args } = known.op
      await this.keep([this.operation(kind, work_order, args)], [])
    }
    this.syncNow()
  }

  async exportQueue(): Promise<Blob> {
    const { device, queue } = this.running.sync()
    return exported(this.store, this.me, device.id, queue, [...this.lane.uploads().values()], officeKey())
  }

  log() {
    return this.store.lastLog(500)
  }

  async intend(workOrderId: string, slot: Slot, shot = ''): Promise<string> {
    const id = uuid7()
    await this.store.intend({ id, wo: workOrderId, slot, shot, at: Date.now() })
    return id
  }

  intents() {
    return this.store.intents()
  }

  forgetIntent(id: string): Promise<void> {
    return this.store.forgetIntent(id)
  }

  async receipt(): Promise<ShiftReceipt> {
    this.work.triggered('shift')
    const told = await api<Receipt>('GET', `/sync/receipt?device_id=${this.running.sync().device.id ?? ''}`)
    const { device, queue } = this.running.sync()
    const waiting = queue.filter((one) => one.verdict === null).length
    const photos = this.state.get().photosWaiting.count
    const missing = Math.max(told.missing_blobs.length, photos)
    const number = `${told.n}-${told.digest.slice(-6).toUpperCase()}`
    return { number, safe: safe(queue, device.forgotten, told, missing), waiting, missing, parked: told.parked }
  }

  close(): Promise<void> {
    for (const end of this.ends.splice(0)) end()
    this.work.stop()
    this.store.close()
    return Promise.resolve()
  }

  private operation<K extends Kind>(kind: K, workOrder: string, args: Args[K], opId = uuid7()): NewOp<K> {
    const sync = this.running.sync()
    const at = moment(clockOf(sync))
    const base = this.base(kind, workOrder, args)
    return { opId, kind, actor: this.me.id, at, workOrder, seen: sync.device.cursor ?? '', base, args }
  }

  /** What the person saw when acting: the server's version, and of a part line its quantity on the screen. */
  private base(kind: Kind, workOrder: string, args: Args[Kind]): Record<string, unknown> {
    const server = row(this.running.sync().book, 'work_order', workOrder)
    if (!server) return {}
    const seen = { ver: server.ver, status: server.d.order.status }
    if (kind !== 'part.remove' || !('id' in args)) return seen
    const view = this.state.get().orders.find((one) => one.shown.order.id === workOrder)
    const line = view?.shown.order.parts.find((one) => one.id === args.id)
    return line ? { ...seen, quantity_milli: line.quantity_milli } : seen
  }

  private async keep(ops: readonly NewOp[], chunks: Parameters<PhoneStore['enqueue']>[1]): Promise<void> {
    const texts = ops.map((op) => ({ opId: op.opId, raw: written(op) }))
    if (texts.some(({ raw }) => raw.length > OP_LIMIT)) throw new RangeError('operation too large')
    await this.work.keep(texts, chunks)
    this.draw(true)
    this.wrote()
    if (!this.asked) {
      // Asked with the first piece of work, because it is a tap that brought us here.
      this.asked = true
      await persist()
    }
    if (chunks.length) void this.measure()
  }

  private async measure(): Promise<void> {
    this.room = await storage()
    if (scarce(this.room)) void this.store.log('storage is scarce', Date.now())
    this.draw()
  }

  private async heard(word: string): Promise<void> {
    if (word === 'wrote' || word === 'pulled') await this.work.heard()
  }

  /** The page is put away, perhaps for ever: the office is told what this phone still holds, the browser asked to wake it. */
  private putAway(): void {
    const { device, queue, photos } = this.running.sync()
    if (device.id === null || !holdsAny(queue, photos)) return
    announce(device.id, holdings(queue, [], photos, device.acked))
    void askBackgroundSync()
  }

  private draw(now = false): void {
    if (now) return this.state.set(this.composed())
    if (this.drawn) return
    this.drawn = true
    queueMicrotask(() => {
      this.drawn = false
      this.state.set(this.composed())
    })
  }

  private composed(): PhoneState {
    const sync = this.running.sync()
    const { orders, outbox, photosWaiting, catalog } = this.views(sync, this.lane.uploads())
    const present = new Set<string>()
    for (const view of orders) for (const photo of view.photos) if (photo.server?.present) present.add(photo.sha256)
    this.lane.sweep(present)
    return { me: this.me, orders, outbox, photosWaiting, sync: syncState(sync), catalog, storage: this.room, clock: clockOf(sync) }
  }
}
