/**
 * What must hold of a phone at every moment, looked at from outside: after each of its transactions and after each
 * look at its screen.
 *
 *     I3, I6, I9  at the end of a catch-up the phone holds exactly what the server's tables let its person see
 *     I7          numbers are given once and without holes
 *     I11         a row never gets older, a note once shown stays shown, a status never falls by itself
 *
 * Errors   `Violation`.
 * Pure     but for what it remembers.
 */
import type { NewOperation } from '../../engine/ports'
import type { Device, Patch, Sync } from '../../engine/sync'
import type { Row } from '../../engine/book'
import type { PhoneView } from '../../engine/model'
import type { Meta, Waiting } from '../../platform/idb'
import { diskOf } from './idb-memory'
import type { Page, Phone } from './phone'
import { Violation } from './world'

const ENDED = new Set(['cancelled', 'merged', 'declined'])
const RANK: Readonly<Record<string, number>> = {
  reported: 1,
  triaged: 2,
  offered: 3,
  rework: 9,
  accepted: 10,
  en_route: 20,
  arrived: 30,
  in_progress: 40,
  on_hold: 40, // it is held and gone on with in turns, also by another phone of the same person
  work_done: 60,
  signed: 65,
  pending_evidence: 66,
  in_review: 70,
  completed: 80,
  closed: 90,
  cancelled: 99,
  merged: 99,
  declined: 99,
}
const BACKWARDS = new Set(['visit.undo', 'visit.hand_back', 'offer.decline'])
const OPEN = new Set(['parked', 'held'])

interface Seen {
  readonly server: string
  readonly shown: string
  readonly back: number
  readonly again: number // what another identity of this phone had brought, as the server has said by now
  readonly part: string // which assignment of this order it is
}

export class Watch {
  private versions = new Map<string, number>()
  private notes = new Map<string, Set<string>>()
  private seen = new Map<string, Seen>()
  private differed: number | null = null // of a phone that wakes with another's memory: what it remembers
  private readonly looked = new Map<string, Sync>()

  constructor(private readonly phone: Phone) {}

  /** The phone remembers less than before, through no fault of its software. */
  forgetful(): void {
    this.versions.clear()
    this.notes.clear()
    this.seen.clear()
  }

  enqueued(ops: readonly NewOperation[]): void {
    for (const { opId, raw } of ops) {
      if (!this.phone.made.has(opId)) this.phone.made.set(opId, { opId, raw, told: false })
    }
    this.numbers()
    this.look()
  }

  applied(patch: Patch): void {
    for (const { opId } of patch.said) {
      const made = this.phone.made.get(opId)
      if (made) made.told = true
    }
    this.numbers()
    this.rows(patch)
    this.look()
  }

  private rowsOf<T>(store: string): T[] {
    return [...(diskOf(this.phone.base).now.get(store)?.values() ?? [])].map((row) => row.value as T)
  }

  private numbers(): void {
    const meta = this.rowsOf<Meta>('meta')[0]
    if (!meta) return
    const given = [...this.rowsOf<Waiting>('outbox'), ...this.rowsOf<Waiting>('journal')].map((row) => row.cseq).filter((cseq) => cseq > 0)
    const once = new Set(given)
    if (once.size !== given.length) throw new Violation(`I7: ${this.phone.name} gave a number twice`)
    const top = given.reduce((a, b) => Math.max(a, b), 0)
    if (top >= meta.next_cseq) throw new Violation(`I7: ${this.phone.name} will give ${meta.next_cseq} after ${top}`)
  }

  private rows(patch: Patch): void {
    const device = this.rowsOf<Meta>('meta')[0]?.device
    if (!device) return
    const rows = this.rowsOf<Row>('server')
    if (patch.page?.clear) this.versions.clear()
    this.compared(device)
    for (const { t, id, ver } of rows) {
      const before = this.versions.get(`${t}/${id}`)
      if (before !== undefined && ver < before) throw new Violation(`I11: ${t} ${id} went from version ${before} back to ${ver}`)
      this.versions.set(`${t}/${id}`, ver)
    }
    const promise = this.phone.promise(device.cursor)
    if (promise === undefined || this.phone.rotten !== null) return
    const mine = rows.map(({ t, id, ver }) => `${t}/${id}@${ver}`).sort().join(' ')
    if (mine !== promise.scope) {
      const theirs = new Set(promise.scope.split(' '))
      const own = new Set(mine.split(' '))
      const odd = [...[...own].filter((one) => !theirs.has(one)).map((one) => `+${one}`), ...[...theirs].filter((one) => !own.has(one)).map((one) => `-${one}`)]
      throw new Violation(`I3: ${this.phone.name} has caught up and differs in ${odd.slice(0, 4).join(' ')}`)
    }
    this.phone.freshAt = promise.at
  }

  /** I15: only a picture that was spoilt is found to differ, and it is found. */
  private compared({ summed = 0, differed = 0 }: Device): void {
    const before = this.differed ?? differed
    if (differed > before && this.phone.rotten === null) throw new Violation(`I15: the picture of ${this.phone.name} was found to differ and nothing had spoilt it`)
    if (differed > before) this.phone.world.count('picture read anew')
    this.differed = differed
    if (summed !== this.phone.rotten) this.phone.rotten = null
  }

  /** What the screens show now, compared with what they showed. */
  look(): void {
    for (const page of this.phone.pages) if (page.alive && page.work) this.screen(page)
  }

  private screen(page: Page): void {
    const sync = page.work?.running.sync()
    if (!sync || this.looked.get(page.name) === sync) return
    this.looked.set(page.name, sync)
    const views = page.shown()
    if (!views || !page.work) return
    const open = new Set<string>()
    const parked = new Set<string>()
    let back = 0
    for (const item of views.outbox) {
      if (OPEN.has(item.state) || item.verdict === 'parked' || item.verdict === 'held' || item.resolution !== null) {
        open.add(item.opId)
        parked.add(item.workOrder)
      }
      if (BACKWARDS.has(item.kind)) back += 1
    }
    // In the middle of a catch-up the server's rows are of different moments: only whole pictures are compared.
    const whole = this.phone.promise(sync.device.cursor) !== undefined
    const here = new Set<string>()
    for (const view of views.orders) {
      const { id, status } = view.shown.order
      here.add(id)
      this.phone.known.add(id)
      this.notesOf(page, view, open)
      const server = page.work.running.sync().book.get(`work_order/${id}`) as { d: PhoneView['shown'] } | undefined
      const now: Seen = { server: server?.d.order.status ?? '', shown: status, back, again: this.again(sync, id), part: server?.d.order.assignment_id ?? '' }
      if (!whole) continue
      const was = this.seen.get(`${page.name}/${id}`)
      this.seen.set(`${page.name}/${id}`, now)
      if (was && !parked.has(id) && this.fell(was, now)) throw new Violation(`I11: ${id} was shown as ${was.shown} and now as ${status} on ${page.name} (server: ${was.server} -> ${now.server}; ${this.told(page, id)})`)
    }
    for (const at of this.seen.keys()) if (at.startsWith(`${page.name}/`) && !here.has(at.slice(page.name.length + 1))) this.seen.delete(at)
  }

  /** What the phone knows of this order's operations. */
  private told(page: Page, order: string): string {
    const sync = page.work?.running.sync()
    const ops = sync?.queue.filter((one) => one.op.work_order === order) ?? []
    return `settled ${sync?.device.settled}: ${ops.map((one) => `${one.cseq} ${one.op.kind} ${one.verdict} ${one.reason}`).join(', ')}`
  }

  /**
   * What another identity has brought is owed again under a new one, and nobody can say to which of it the picture comes
   * after until the server has answered: then a status may fall.
   */
  private again({ device, queue }: Sync, order: string): number {
    return device.forkOf === null ? 0 : queue.filter((one) => one.op.work_order === order && one.verdict !== null && this.phone.again.has(one.op.op_id)).length
  }

  private fell(was: Seen, now: Seen): boolean {
    const rank = (name: string) => RANK[name] ?? 0
    if (rank(now.shown) >= rank(was.shown) || ENDED.has(now.server) || ENDED.has(was.server)) return false
    return now.back === was.back && now.again === was.again && now.part === was.part && rank(now.server) >= rank(was.server)
  }

  private notesOf(page: Page, view: PhoneView, open: ReadonlySet<string>): void {
    const { id, notes } = view.shown.order
    const own = notes.filter((note) => note.by === this.phone.me.id).map((note) => note.id)
    const at = `${page.name}/${id}`
    const before = this.notes.get(at) ?? new Set<string>()
    for (const name of before) {
      if (own.includes(name)) continue
      const op = page.work?.running.sync().queue.find((one) => one.op.kind === 'note.add' && one.op.args.id === name)
      // Shown on the order that another one was merged into, by an answer that could not be stored: owed again under its own.
      if (op && op.verdict === null && op.op.work_order !== id) continue
      if (op && !open.has(op.op.op_id)) throw new Violation(`I11: note ${name} has vanished from ${id} (${view.shown.order.status}) on ${page.name}: ${op.verdict} ${op.reason} as ${op.cseq}, settled ${page.work?.running.sync().device.settled}`)
    }
    this.notes.set(at, new Set(own))
  }
}
