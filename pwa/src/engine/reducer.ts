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
import { addNote, addPart, removePart, reviseNote, setCheck, setPartQuantity } from './details'
import { onArrival } from './fees'
import { advance, held } from './lifecycle'
import type { Op, PhotoArgs, SignOffArgs } from './protocol'

/** A photo that only this phone knows of so far. */
export interface Taken extends PhotoArgs {
  readonly work_order: string
}

export interface Scene {
  readonly shown: PhoneOrder
  readonly taken: readonly Taken[]
  readonly retracted: ReadonlySet<string>
  readonly signature: Signature | null
}

/** The scene after one operation of `me`; the same scene when it changes nothing. */
export function replay(scene: Scene, op: Op, me: Me): Scene {
  if (op.kind === 'photo.add') return { ...scene, taken: [...scene.taken, { ...op.args, work_order: op.work_order }] }
  if (op.kind === 'photo.retract') return { ...scene, retracted: new Set(scene.retracted).add(op.args.id) }
  const { shown } = scene
  const order = edited(shown, op, me)
  if (order === shown.order) return scene
  const offer = order.status === 'offered' ? shown.offer : null
  const signature = op.kind === 'sign_off.capture' ? signatureOf(op.args, order, me) : scene.signature
  return { ...scene, shown: { ...shown, order, offer }, signature }
}

function edited(shown: PhoneOrder, op: Op, me: Me): WorkOrder {
  const { order } = shown
  const at = corrected(op.at)
  const mine = order.technician_id === me.id
  switch (op.kind) {
    case 'check.set':
      return setCheck(order, op.args)
    case 'note.add':
      return addNote(order, { ...op.args, by: me.id, by_name: me.code })
    case 'note.revise':
      return reviseNote(order, { ...op.args, by: me.id, by_name: me.code })
    case 'part.add':
      return addPart(order, op.args)
    case 'part.quantity':
      return setPartQuantity(order, op.args.id, op.args.quantity_milli)
    case 'part.remove':
      return removePart(order, op.args.id)
    case 'photo.add':
    case 'photo.retract':
    case 'report.add':
      return order
    default:
      return mine ? walked(shown, op, at) : order
  }
}

type StatusOp = Exclude<Op, { kind: 'check.set' | `note.${string}` | `part.${string}` | `photo.${string}` | 'report.add' }>

function walked({ order, place }: PhoneOrder, op: StatusOp, at: string): WorkOrder {
  switch (op.kind) {
    case 'offer.accept':
      return advance(order, 'accept', at)
    case 'offer.decline':
      return advance(order, 'release', at)
    case 'visit.depart':
      return advance(order, 'depart', at)
    case 'visit.arrive': {
      const next = advance(order, 'arrive', at)
      return next === order ? order : onArrival({ ...next, presence: op.args.presence }, place.time_zone, at)
    }
    case 'visit.start':
      return advance(order, 'start', at)
    case 'visit.hold':
      return held(order, op.args, at)
    case 'visit.resume':
      return order.status === 'on_hold' ? advance(order, 'resume', at) : order
    case 'visit.finish': {
      const next = advance(order, 'finish', at)
      return next === order ? order : { ...next, cause: op.args.cause, action: op.args.action }
    }
    case 'visit.undo':
      return advance(order, 'undo', at)
    case 'visit.hand_back':
      return advance(order, 'revoke', at)
    case 'sign_off.capture':
      return signed(order, op.args, at)
  }
}

function signed(order: WorkOrder, args: SignOffArgs, at: string): WorkOrder {
  const again = order.sign_off?.stale === true
  const next = again ? { ...order, updated_at: at, version: order.version + 1 } : advance(order, 'sign', at)
  if (next === order) return order
  const { method, digest, signature_id, signer, reason } = args
  return { ...next, sign_off: { method, digest, at: args.at, signature_id, signer, reason, stale: false } }
}

function signatureOf(args: SignOffArgs, order: WorkOrder, me: Me): Signature | null {
  if (args.signature_id === null) return null
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
