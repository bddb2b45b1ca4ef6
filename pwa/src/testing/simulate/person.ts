/**
 * What a person does with a phone: taps on what the screen shows, in the words of the product, at any moment.
 *
 * Pure     but for chance and the page's own tasks.
 */
import { createHash } from 'node:crypto'
import type { PhoneView } from '../../engine/model'
import type { Chunks, NewOperation } from '../../engine/ports'
import { type Args, type Kind, type NewOp, written } from '../../engine/protocol'
import { canonical, compose, onSheet } from '../../engine/sheet'
import { CHUNK } from '../../platform/idb'
import type { Page } from './phone'
import type { World } from './world'

const DAY = 24 * 3_600_000
const POISON = '☠'
const MORTAL = '☢'

/** What is likely to be pressed where an order stands. */
const NEXT: Readonly<Record<string, readonly Kind[]>> = {
  offered: ['offer.accept', 'offer.accept', 'offer.accept', 'offer.decline'],
  rework: ['offer.accept'],
  accepted: ['visit.depart', 'visit.arrive', 'visit.hand_back'],
  en_route: ['visit.arrive'],
  arrived: ['visit.start'],
  in_progress: ['visit.finish', 'visit.finish', 'visit.hold'],
  on_hold: ['visit.resume'],
  work_done: ['sign_off.capture', 'visit.undo'],
}
const DETAILS = {
  'note.add': 6,
  'note.revise': 2,
  'check.set': 3,
  'part.add': 3,
  'part.quantity': 2,
  'part.remove': 1,
  'photo.add': 4,
  'photo.retract': 1,
  'report.add': 1,
} as const
const ANY: readonly Kind[] = ['visit.depart', 'visit.start', 'visit.finish', 'visit.undo', 'visit.resume', 'offer.accept', 'visit.hand_back']

export class Person {
  constructor(private readonly world: World) {}

  private get dice() {
    return this.world.dice
  }

  /** One tap, or a few that belong together. */
  tap(page: Page): void {
    const { dice } = this
    const orders = page.shown()?.orders ?? []
    const view = orders.length ? dice.one(orders) : undefined
    const known = [...page.phone.known]
    const elsewhere = known.length > 0 && dice.chance(0.1)
    if (!view && known.length === 0) return
    const id = elsewhere || !view ? dice.one(known) : view.shown.order.id
    const at = view?.shown.order.id === id ? view : undefined
    if (dice.chance(0.08)) return this.group(page, id)
    if (dice.chance(0.06)) return this.dependent(page, id)
    if (dice.chance(0.04)) return this.fromTomorrow(page, id)
    const next = NEXT[at?.shown.order.status ?? ''] ?? ANY
    const kind: Kind = dice.chance(0.45) ? dice.one(next) : dice.weighed(DETAILS)
    const twice = dice.chance(0.05) ? 2 : 1
    const made = this.made(page, kind, id, at)
    if (!made) return
    for (let n = 0; n < twice; n++) this.keep(page, [made.op], made.chunks)
  }

  private keep(page: Page, ops: readonly NewOperation[], chunks: readonly Chunks[] = []): void {
    this.world.tell(`${page.name} keeps ${ops.map(({ opId, raw }) => `${opId} ${(JSON.parse(raw) as { kind: string }).kind}`).join(', ')}`)
    this.world.count('operations', ops.length)
    void page.work?.keep(ops, chunks).then(
      () => page.phone.say(page),
      () => this.world.tell(`${page.name} could not keep`),
    )
  }

  private outside(page: Page, order: string): Pick<NewOp, 'opId' | 'actor' | 'at' | 'workOrder' | 'seen' | 'base'> {
    const sync = page.work?.running.sync()
    const row = sync?.book.get(`work_order/${order}`)
    const base = row && row.t === 'work_order' ? { ver: row.ver, status: row.d.order.status } : {}
    return { opId: this.dice.uuid(page.now), actor: page.phone.me.id, at: page.moment(), workOrder: order, seen: sync?.device.cursor ?? '', base }
  }

  private op<K extends Kind>(page: Page, kind: K, order: string, args: Args[K], more: Partial<NewOp<K>> = {}): NewOperation {
    const op = { ...this.outside(page, order), kind, args, ...more } as NewOp<K>
    return { opId: op.opId, raw: written(op) }
  }

  private note(page: Page, order: string, more: Partial<NewOp<'note.add'>> = {}, mark = ''): NewOperation {
    const id = this.dice.uuid(page.now)
    return this.op(page, 'note.add', order, { id, text: `备注 "${id.slice(-6)}" \\ ${mark}`, at: new Date(page.now).toISOString() }, more)
  }

  /** All or nothing: contiguous numbers, one transaction. */
  private group(page: Page, order: string): void {
    const grp = this.dice.uuid(page.now)
    const moves = this.dice.chance(0.5) ? [this.op(page, 'visit.start', order, {}, { grp })] : []
    this.keep(page, [this.note(page, order, { grp }), ...moves, this.note(page, order, { grp })])
    this.world.count('groups')
  }

  /** It waits for another operation, or for bytes that are not there yet. */
  private dependent(page: Page, order: string): void {
    const { dice } = this
    if (dice.chance(0.5)) {
      const made = this.picture(page, order)
      const first = dice.chance(0.5)
      const waiting = this.note(page, order, { deps: { blobs: [`sha256:${made.chunks[0]?.upload.sha256 ?? ''}`] } })
      return this.keep(page, first ? [waiting, made.op] : [made.op, waiting], made.chunks)
    }
    const before = this.note(page, order)
    const never = dice.chance(0.3)
    const after = this.note(page, order, { deps: { ops: [never ? dice.uuid(page.now) : before.opId] } })
    this.keep(page, dice.chance(0.7) ? [before, after] : [after, before])
  }

  /** A kind or a version that this server does not know yet. */
  private fromTomorrow(page: Page, order: string): void {
    const raw = this.note(page, order).raw
    const opId = this.dice.uuid(page.now)
    const named = raw.replace(/"op_id":"[^"]+"/, `"op_id":"${opId}"`)
    this.keep(page, [{ opId, raw: this.dice.chance(0.5) ? named.replace('"v":1', '"v":7') : named.replace('note.add', 'note.sing') }])
  }

  private picture(page: Page, order: string): { op: NewOperation; chunks: Chunks[] } {
    const { dice } = this
    const big = dice.chance(this.world.options.big)
    const size = big ? CHUNK + dice.below(CHUNK) : 20 + dice.below(2000)
    const bytes = Buffer.alloc(size, `photo ${dice.uuid(page.now)} `, 'latin1')
    for (let n = 0; n < bytes.length; n++) if (bytes[n] === 10) bytes[n] = 32
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + size) as ArrayBuffer
    const parts: ArrayBuffer[] = []
    for (let from = 0; from < size; from += CHUNK) parts.push(whole.slice(from, from + CHUNK))
    const slot = dice.one(['before', 'after'] as const)
    const taken = new Date(page.now).toISOString()
    const args: Args['photo.add'] = { id: dice.uuid(page.now), slot, sha256, size, mime: 'image/jpeg', taken_at: taken, width: 9, height: 9, warnings: [] }
    const upload = { sha256, size, mime: 'image/jpeg', workOrder: order, state: 'fresh', offset: 0, failures: 0, notBefore: 0, takenAt: page.now, presentAt: null } as const
    this.world.count('photos')
    return { op: this.op(page, 'photo.add', order, args), chunks: [{ upload, parts }] }
  }

  private made(page: Page, kind: Kind, order: string, view: PhoneView | undefined): { op: NewOperation; chunks: readonly Chunks[] } | null {
    if (kind === 'photo.add') return this.picture(page, order)
    if (kind === 'note.add') {
      const mark = this.world.strikes('poison') ? this.dice.one([POISON, POISON, MORTAL]) : ''
      return { op: this.note(page, order, {}, mark), chunks: [] }
    }
    const args = this.args(page, kind, view)
    return args && { op: this.op(page, kind, order, args), chunks: [] }
  }

  private args(page: Page, kind: Kind, view: PhoneView | undefined): Args[Kind] | null {
    const { dice } = this
    const at = new Date(page.now).toISOString()
    const shown = view?.shown.order
    switch (kind) {
      case 'offer.accept':
      case 'visit.depart':
      case 'visit.start':
      case 'visit.resume':
        return {}
      case 'offer.decline':
      case 'visit.undo':
      case 'visit.hand_back':
        return { reason: 'because' }
      case 'visit.arrive':
        return { presence: { method: 'asset_qr', at, proof: view?.shown.place.report_code ?? 'R' } } as Args['visit.arrive']
      case 'visit.hold':
        return { reason: 'waiting_parts', until: new Date(page.now + DAY).toISOString(), note: '' } as Args['visit.hold']
      case 'visit.finish':
        return { cause: 'AGE', action: 'REPLACE' }
      case 'check.set':
        return { step: dice.one(['TIDY', 'TEST']), done: dice.chance(0.7), value: String(dice.below(9)), at }
      case 'note.revise': {
        const own = shown?.notes.filter((note) => note.by === page.phone.me.id) ?? []
        return own.length ? { id: dice.one(own).id, text: `again ${dice.below(1000)}`, at } : null
      }
      case 'part.add':
        return { id: dice.uuid(page.now), material: 'M-001', name: '角阀', unit: '个', quantity_milli: 1000, unit_price_fen: 1800 }
      case 'part.quantity':
        return shown?.parts.length ? { id: dice.one(shown.parts).id, quantity_milli: 1000 * (1 + dice.below(5)) } : null
      case 'part.remove':
        return shown?.parts.length ? { id: dice.one(shown.parts).id } : null
      case 'photo.retract':
        return view?.photos.length ? { id: dice.one(view.photos).id, reason: 'blurred' } : null
      case 'report.add':
        return { id: dice.uuid(page.now), premises: view?.shown.place.code ?? 'YQL-03-2-1201', words: '又坏了', at }
      case 'sign_off.capture':
        return view ? this.signature(page, view) : null
      default:
        return null
    }
  }

  private signature(page: Page, view: PhoneView): Args['sign_off.capture'] {
    const photos = onSheet(view.photos).map((photo) => photo.sha256)
    const sheet = canonical(compose(view.shown, photos, page.phone.me.code))
    const digest = createHash('sha256').update(sheet).digest('hex')
    return {
      method: 'in_person',
      signer: '张阿姨',
      signature_id: this.dice.uuid(page.now),
      strokes: [[2000, 2000, 900, 500, 900, -400, 700, 600, 800, -500]],
      aspect: 0.5,
      digest,
      sheet,
      reason: '',
      at: new Date(page.now).toISOString(),
    }
  }
}
