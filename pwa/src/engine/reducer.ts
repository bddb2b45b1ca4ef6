/**
 * What the phone shows while the server has not answered yet: the server's picture with the waiting
 * operations laid over it, in the order they were made.
 *
 * The twin of the server's rules for the assignee's own operations, held together by `tests/vectors`.
 * Pure     yes.
 */
import type { Me } from '../wire/edge'
import type { PhoneOrder, Signature, WorkOrder } from '../wire/types.gen'
import { corrected } from './clock'
import { addNote, addPart, askApproval, NOT_DECIDED, over, removePart, reviseNote, setCheck, setPartQuantity, sheetChanged } from './details'
import { onArrival } from './fees'
import { advance, held, latest } from './lifecycle'
import { TERMINAL } from './lifecycle.gen'
import type { Op, PhotoArgs, SignOffArgs } from './protocol'
import { onSheet } from './sheet'

/** A photo that only this phone knows of so far. */
export interface Taken extends PhotoArgs {
  readonly work_order: string
}

export interface Scene {
  readonly shown: PhoneOrder
  readonly taken: readonly Taken[]
  readonly retracted: ReadonlySet<string>
  readonly signature: Signature | null
  readonly photos?: readonly { readonly id: string; readonly slot: string }[] // those the server has shown
}

/** The scene after one operation of `me`; the same scene when it changes nothing. */
export function replay(scene: Scene, op: Op, me: Me): Scene {
  if (op.kind === 'photo.add') return withPhoto(scene, { ...op.args, work_order: op.work_order })
  if (op.kind === 'photo.retract') return withoutPhoto(scene, op.args.id, corrected(op.at))
  const { shown } = scene
  const order = edited(shown, op, me)
  if (order === shown.order) return scene
  const offer = order.status === 'offered' ? shown.offer : null
  const signature = op.kind === 'sign_off.capture' ? signatureOf(op.args, order, me) : scene.signature
  return { ...scene, shown: { ...shown, order, offer }, signature }
}

/** The same picture twice for the same purpose is one photo. */
function withPhoto(scene: Scene, photo: Taken): Scene {
  const twin = scene.taken.some((one) => one.id === photo.id || (one.slot === photo.slot && one.sha256 === photo.sha256))
  return twin ? scene : resheeted({ ...scene, taken: [...scene.taken, photo] }, photo, photo.taken_at)
}

/** Until the work is accepted a photo may be taken back. */
function withoutPhoto(scene: Scene, id: string, at: string): Scene {
  if (over(scene.shown.order) || scene.retracted.has(id)) return scene
  const photo = [...scene.taken, ...(scene.photos ?? [])].find((one) => one.id === id)
  return resheeted({ ...scene, retracted: new Set(scene.retracted).add(id) }, photo, at)
}

/** A photo that comes onto the sheet or leaves it changes what was signed. */
function resheeted(scene: Scene, photo: { readonly slot: string } | undefined, at: string): Scene {
  const { order } = scene.shown
  const stale = photo && onSheet([photo]).length > 0 ? sheetChanged(order) : order
  if (stale === order) return scene
  const now = { ...stale, version: order.version + 1, updated_at: latest(order.updated_at, at) }
  return { ...scene, shown: { ...scene.shown, order: now } }
}

function edited(shown: PhoneOrder, op: Op, me: Me): WorkOrder {
  const { order } = shown
  switch (op.kind) {
    case 'photo.add':
    case 'photo.retract':
    case 'report.add':
      return order
    case 'check.set':
    case 'note.add':
    case 'note.revise':
    case 'part.add':
    case 'part.quantity':
    case 'part.remove':
    case 'approval.ask':
      return detailed(order, op, me)
    default:
      return order.technician_id === me.id ? walked(shown, op, corrected(op.at)) : answered(order, op, me)
  }
}

/** Yes or no of somebody who goes along: his own answer moves nobody else. */
function answered(order: WorkOrder, op: StatusOp, me: Me): WorkOrder {
  const state = op.kind === 'offer.accept' ? 'accepted' : op.kind === 'offer.decline' || op.kind === 'visit.hand_back' ? 'declined' : null
  const mine = mateOf(order, me.id)
  if (state === null || mine === undefined || mine.state === state) return order
  return { ...order, version: order.version + 1, crew: order.crew.map((mate) => (mate === mine ? { ...mate, state } : mate)) }
}

/** His running part in the crew. */
export const mateOf = (order: WorkOrder, id: string): WorkOrder['crew'][number] | undefined =>
  (order.crew ?? []).find((mate) => mate.technician_id === id && (mate.state === 'offered' || mate.state === 'accepted'))

type DetailOp = Extract<Op, { kind: 'check.set' | 'note.add' | 'note.revise' | 'part.add' | 'part.quantity' | 'part.remove' | 'approval.ask' }>

/** What ended takes evidence of the visit all the same, and stays ended. */
function detailed(order: WorkOrder, op: DetailOp, me: Me): WorkOrder {
  const ended = order.status === 'cancelled' || order.status === 'declined' || order.status === 'merged'
  const opened: WorkOrder = ended ? { ...order, status: 'in_progress' } : order
  const next = detail(opened, op, me)
  return next === opened ? order : { ...next, status: order.status }
}

function detail(order: WorkOrder, op: DetailOp, me: Me): WorkOrder {
  switch (op.kind) {
    case 'check.set': {
      const known = order.checklist.find((one) => one.step === op.args.step)
      if (known && known.done === op.args.done && known.value === op.args.value) return order
      return setCheck(order, { ...op.args, at: latest(known?.at, op.args.at) })
    }
    case 'note.add':
      return addNote(order, { ...op.args, by: me.id, by_name: me.code })
    case 'note.revise': {
      const known = order.notes.find((one) => one.id === op.args.id)
      const note = { ...op.args, by: me.id, by_name: me.code, at: latest(known?.at, op.args.at) }
      return known ? reviseNote(order, note) : addNote(order, note)
    }
    case 'part.add':
      return addPart(order, op.args)
    case 'part.quantity':
      return setPartQuantity(order, op.args.id, op.args.quantity_milli)
    case 'part.remove':
      return removePart(order, op.args.id)
    case 'approval.ask':
      return askApproval(order, { ...NOT_DECIDED, ...op.args, photo: op.args.photo ?? null, asked_at: op.args.at, asked_by: me.id, asked_name: me.code })
  }
}

type StatusOp = Exclude<Op, DetailOp | { kind: 'photo.add' | 'photo.retract' | 'report.add' }>

function walked({ order, place }: PhoneOrder, op: StatusOp, at: string): WorkOrder {
  switch (op.kind) {
    case 'offer.accept':
      return advance(order, 'accept', at)
    case 'offer.decline':
    case 'visit.hand_back':
      return advance(order, order.status === 'offered' ? 'release' : 'revoke', at)
    case 'visit.depart':
      return advance(order, 'depart', at)
    case 'visit.arrive': {
      const next = advance(order, 'arrive', at)
      return next === order ? order : onArrival({ ...next, presence: op.args.presence }, place.time_zone, next.clocks.arrived_at ?? at)
    }
    case 'visit.start':
      return advance(order, 'start', at)
    case 'visit.hold':
      return held(order, op.args, at)
    case 'visit.resume':
      return advance(order, order.status === 'on_hold' ? 'resume' : 'start', at)
    case 'visit.finish': {
      const next = advance(order, 'finish', at)
      return next === order ? order : { ...next, cause: op.args.cause, action: op.args.action }
    }
    case 'visit.undo':
      return advance(order, 'undo', at)
    case 'sign_off.capture':
      return signed(order, op.args, at)
    default:
      return order // queued by a newer build of this app: sent as it is, shown when the server has understood it
  }
}

function signed(order: WorkOrder, args: SignOffArgs, at: string): WorkOrder {
  if (args.method === 'link') return order // the owner signs a link himself, on his own phone
  const again = order.sign_off?.stale === true && order.status !== 'work_done' && !TERMINAL.includes(order.status)
  const next = again ? { ...order, updated_at: latest(order.updated_at, at), version: order.version + 1 } : advance(order, 'sign', at)
  if (next === order) return order
  const { method, digest, signer, reason } = args
  const signature_id = method === 'in_person' ? args.signature_id : null
  return { ...next, sign_off: { method, digest, at: args.at, signature_id, signer, reason, stale: false } }
}

function signatureOf(args: SignOffArgs, order: WorkOrder, me: Me): Signature | null {
  if (args.signature_id === null || args.method !== 'in_person') return null
  return {
    id: args.signature_id,
    org_id: order.org_id,
    work_order_id: order.id,
    signer: args.signer,
    strokes: args.strokes,
    aspect: args.aspect,
    digest: args.digest,
    sheet: args.sheet,
    signed_at: args.at,
    by: me.id,
    version: 1,
  }
}
