/**
 * What screens are shown, put together from the book, the outbox and the uploads.
 *
 * An order's view is the same value as before while nothing that it is made of has changed, so that screens
 * draw again only what moved.
 * Pure     apart from remembering the last views.
 */
import type { Me } from '../wire/edge'
import type { Fault, Material, Photo, Signature } from '../wire/types.gen'
import { key, row, rows } from './book'
import type { LocalPhoto, OutboxItem, OutboxState, Phase, PhoneView, SyncState } from './model'
import type { Queued } from './outbox'
import { replay, type Scene, type Taken, mateOf } from './reducer'
import type { Sync } from './sync'
import { open, type Upload } from './uploads'

export interface Views {
  readonly orders: readonly PhoneView[]
  readonly outbox: readonly OutboxItem[]
  readonly photosWaiting: { readonly count: number; readonly bytes: number }
  readonly catalog: { readonly faults: readonly Fault[]; readonly materials: readonly Material[] }
}

type Uploads = ReadonlyMap<string, Upload>

/** A function from the present state to what is shown, which keeps what did not change. */
export function viewer(me: Me): (sync: Sync, uploads: Uploads) => Views {
  let kept = new Map<string, { readonly made: readonly unknown[]; readonly view: PhoneView | null }>()
  let catalog: { readonly from: readonly unknown[]; readonly is: Views['catalog'] } = {
    from: [],
    is: { faults: [], materials: [] },
  }
  return (sync, uploads) => {
    const outbox = items(sync, uploads)
    const next = new Map<string, { readonly made: readonly unknown[]; readonly view: PhoneView | null }>()
    const orders: PhoneView[] = []
    for (const [id, parts] of gathered(sync, outbox, uploads)) {
      const before = kept.get(id)
      const made = [parts.server, ...parts.ops, ...parts.photos, ...parts.signatures, ...parts.uploads, ...parts.items.map(mark)]
      const held = before && same(before.made, made) ? before : { made, view: view(parts, me) }
      next.set(id, held)
      if (held.view) orders.push(held.view)
    }
    kept = next
    const from = [row(sync.book, 'catalog', 'faults'), row(sync.book, 'catalog', 'materials')]
    if (!same(catalog.from, from)) {
      catalog = { from, is: { faults: (from[0]?.d.items ?? []) as Fault[], materials: (from[1]?.d.items ?? []) as Material[] } }
    }
    return { orders, outbox, photosWaiting: waiting(uploads), catalog: catalog.is }
  }
}

const mark = (item: OutboxItem): string => `${item.opId}${item.state}${item.resolution ?? ''}`
const same = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((one, at) => Object.is(one, b[at]))

interface Parts {
  readonly server: Scene['shown']
  readonly ops: Queued[]
  readonly items: OutboxItem[]
  readonly photos: Photo[]
  readonly signatures: Signature[]
  readonly uploads: Upload[]
}

function gathered(sync: Sync, outbox: readonly OutboxItem[], uploads: Uploads): Map<string, Parts> {
  const found = new Map<string, Parts>()
  for (const { id, d } of rows(sync.book, 'work_order')) {
    found.set(id, { server: d, ops: [], items: [], photos: [], signatures: [], uploads: [] })
  }
  for (const op of sync.queue) if (unsettled(op, sync)) found.get(op.op.work_order)?.ops.push(op)
  for (const item of outbox) found.get(item.workOrder)?.items.push(item)
  for (const { d } of rows(sync.book, 'photo')) found.get(d.work_order_id)?.photos.push(d)
  for (const { d } of rows(sync.book, 'signature')) found.get(d.work_order_id)?.signatures.push(d)
  for (const one of uploads.values()) found.get(one.workOrder)?.uploads.push(one)
  return found
}

/**
 * Whether the server's picture may still lack this operation. What it proved to know is in there, unless its outcome
 * stands beside it: parked or held. A phone of an older build has `proven` nothing: no number is below it.
 */
export const unsettled = (op: Queued, { device, book }: Sync): boolean =>
  !(op.shown && op.shown === device.epoch && (device.whole || !op.midway)) &&
  ((op.verdict === null && (!(op.cseq <= device.proven) || book.has(key('op_outcome', op.op.op_id)))) || op.cseq > device.settled)

function view(parts: Parts, me: Me): PhoneView | null {
  let scene: Scene = { shown: parts.server, taken: [], retracted: new Set(), signature: newest(parts.signatures), photos: parts.photos }
  for (const { op } of parts.ops) scene = replay(scene, op, me)
  const left = scene.shown.order.technician_id === null && parts.server.order.technician_id === me.id
  const was = mateOf(parts.server.order, me.id)
  const mate = mateOf(scene.shown.order, me.id)
  if (left || (was && !mate)) return null // declined or handed back: gone from the list, the operation is still in the outbox
  const pending = parts.items.filter((item) => item.state === 'waiting' || item.state === 'sending')
  return {
    shown: scene.shown,
    photos: photosOf(parts, scene),
    signature: scene.signature,
    pending: pending.length,
    parked: parts.items.filter((item) => item.state === 'parked'),
    ...(mate && { part: mate.state === 'offered' ? ('asked' as const) : ('along' as const) }),
  }
}

const newest = (signatures: readonly Signature[]): Signature | null =>
  signatures.reduce<Signature | null>((last, one) => (last && last.signed_at > one.signed_at ? last : one), null)

function photosOf(parts: Parts, scene: Scene): LocalPhoto[] {
  const bytes = new Map(parts.uploads.map((one) => [one.sha256, one]))
  const found = new Map<string, LocalPhoto>()
  for (const photo of parts.photos) {
    if (photo.retracted_at === null) found.set(photo.id, ofServer(photo, bytes.get(photo.sha256)))
  }
  for (const photo of scene.taken) if (!found.has(photo.id)) found.set(photo.id, ofPhone(photo, bytes.get(photo.sha256)))
  for (const id of scene.retracted) found.delete(id)
  return [...found.values()].sort((a, b) => (a.takenAt < b.takenAt ? -1 : 1))
}

function ofServer(photo: Photo, upload: Upload | undefined): LocalPhoto {
  return {
    id: photo.id,
    workOrderId: photo.work_order_id,
    slot: photo.slot as LocalPhoto['slot'],
    sha256: photo.sha256,
    takenAt: photo.taken_at,
    state: photo.present ? 'on_server' : upload ? stateOf(upload) : 'elsewhere',
    sent: photo.present ? (upload?.size ?? 0) : (upload?.offset ?? 0),
    size: upload?.size ?? 0,
    warnings: photo.quality?.warnings ?? [],
    shot: photo.shot ?? '', // an older server names none
    server: photo,
  }
}

function ofPhone(photo: Taken, upload: Upload | undefined): LocalPhoto {
  return {
    id: photo.id,
    workOrderId: photo.work_order,
    slot: photo.slot,
    sha256: photo.sha256,
    takenAt: photo.taken_at,
    state: stateOf(upload),
    sent: upload?.offset ?? 0,
    size: photo.size,
    warnings: photo.warnings,
    shot: photo.shot ?? '',
    server: null,
  }
}

function stateOf(upload: Upload | undefined): LocalPhoto['state'] {
  if (!upload || upload.state === 'ghost') return 'ghost'
  if (upload.state === 'present') return 'on_server'
  return upload.offset > 0 || upload.state === 'known' ? 'sending' : 'on_phone'
}

function waiting(uploads: Uploads): Views['photosWaiting'] {
  let count = 0
  let bytes = 0
  for (const one of uploads.values()) {
    if (!open(one)) continue
    count += 1
    bytes += one.size - one.offset
  }
  return { count, bytes }
}

/** Every operation the phone still remembers, newest last. */
export function items(sync: Sync, uploads: Uploads = new Map()): OutboxItem[] {
  const outcomes = new Map(rows(sync.book, 'op_outcome').map(({ d }) => [d.op_id, d]))
  const flying = new Set(sync.flight?.cseqs ?? [])
  return sync.queue.map((one) => {
    const { op } = one
    const outcome = outcomes.get(op.op_id)
    const verdict = one.verdict === null ? null : (outcome?.verdict ?? one.verdict)
    const resolution = outcome?.resolution ?? null
    return {
      opId: op.op_id,
      kind: op.kind,
      workOrder: op.work_order,
      cseq: one.cseq,
      state: stateOfOp(one, verdict, resolution, flying, sync),
      verdict,
      reason: outcome?.reason || one.reason,
      at: op.at.wall,
      resolution,
      note: outcome?.note ?? '',
      moved: op.work_order !== '' && op.kind !== 'report.add' && !row(sync.book, 'work_order', op.work_order),
      bytesLeft: op.kind === 'photo.add' ? left(uploads.get(op.args.sha256)) : 0,
    }
  })
}

const left = (upload: Upload | undefined): number => (upload && open(upload) ? upload.size - upload.offset : 0)

function stateOfOp(
  one: Queued,
  verdict: OutboxItem['verdict'],
  resolution: string | null,
  flying: ReadonlySet<number>,
  sync: Sync,
): OutboxState {
  if (one.verdict === null) return flying.has(one.cseq) ? 'sending' : 'waiting'
  if (verdict === 'parked' && resolution === null) return 'parked'
  if (verdict === 'held') return 'held'
  return unsettled(one, sync) ? 'sent' : 'confirmed'
}

export function phase(sync: Sync): Phase {
  if (sync.needsLogin) return 'needs_login'
  if (sync.offline) return 'offline'
  if (sync.error !== null) return 'trouble'
  const busy = sync.flight !== null && sync.flight.what !== 'store'
  return busy && (sync.flight.cseqs.length > 0 || sync.device.cursor === null) ? 'syncing' : 'idle'
}

export function syncState(sync: Sync): SyncState {
  return { phase: phase(sync), done: sync.round.done, total: sync.round.total, lastOk: sync.device.lastOk, error: sync.error }
}
