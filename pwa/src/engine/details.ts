/**
 * The small edits a phone makes to a work order; the twin of `dispatch/details.py`, held together by vectors.
 *
 * An edit that changes nothing, or that the server will not take, returns the same order.
 * Pure     yes.
 */
import type { Approval, CheckAnswer, Note, PartLine, WorkOrder } from '../wire/types.gen'
import { withParts } from './fees'
import { TERMINAL } from './lifecycle.gen'

const MAX_LINES = 200
const MAX_APPROVALS = 20

/** Completed or ended: its lines and photos stand. */
export const over = (order: WorkOrder): boolean => order.status === 'completed' || TERMINAL.includes(order.status)
const later = (a: string, b: string): boolean => Date.parse(a) > Date.parse(b)
const changed = (order: WorkOrder): WorkOrder => ({ ...order, version: order.version + 1 })

/** The newest answer to a step stands, whatever order they arrive in. */
export function setCheck(order: WorkOrder, answer: CheckAnswer): WorkOrder {
  if (over(order)) return order
  const known = order.checklist.find((one) => one.step === answer.step)
  if (!known) {
    if (order.checklist.length >= MAX_LINES) return order
    return changed({ ...order, checklist: [...order.checklist, answer] })
  }
  const same = known.done === answer.done && known.value === answer.value && !later(answer.at, known.at)
  if (same || later(known.at, answer.at)) return order
  return changed({ ...order, checklist: order.checklist.map((one) => (one === known ? answer : one)) })
}

export function addPart(order: WorkOrder, line: PartLine): WorkOrder {
  if (over(order) || order.parts.length >= MAX_LINES || order.parts.some((one) => one.id === line.id)) return order
  return parts(order, [...order.parts, line])
}

export function setPartQuantity(order: WorkOrder, id: string, quantity: number): WorkOrder {
  const known = order.parts.find((one) => one.id === id)
  if (over(order) || !known || known.quantity_milli === quantity) return order
  return parts(order, order.parts.map((one) => (one === known ? { ...known, quantity_milli: quantity } : one)))
}

export function removePart(order: WorkOrder, id: string): WorkOrder {
  const left = order.parts.filter((one) => one.id !== id)
  return over(order) || left.length === order.parts.length ? order : parts(order, left)
}

/** A request as it begins. */
export const NOT_DECIDED = { state: 'asked', decided_at: null, decided_by: '', decided_name: '', note: '' } as const

/** A request to spend more; the same id twice is one. */
export function askApproval(order: WorkOrder, asked: Approval): WorkOrder {
  const known = order.approvals ?? []
  if (over(order) || known.length >= MAX_APPROVALS || known.some((one) => one.id === asked.id)) return order
  return changed({ ...order, approvals: [...known, asked] })
}

/** Notes are welcome at any time, also on an order that is over. */
export function addNote(order: WorkOrder, note: Note): WorkOrder {
  if (order.notes.length >= MAX_LINES || order.notes.some((one) => one.id === note.id)) return order
  return changed({ ...order, notes: [...order.notes, note] })
}

/** Its author may put a note right; the newer text stands. */
export function reviseNote(order: WorkOrder, note: Note): WorkOrder {
  const known = order.notes.find((one) => one.id === note.id)
  if (!known || known.by !== note.by || known.text === note.text || later(known.at, note.at)) return order
  return changed({ ...order, notes: order.notes.map((one) => (one === known ? note : one)) })
}

/** A line or a photo of the sheet is another one now: what was signed no longer covers it. What is over stands. */
export function sheetChanged(order: WorkOrder): WorkOrder {
  const signed = order.sign_off
  return signed && !signed.stale && !over(order) ? { ...order, sign_off: { ...signed, stale: true } } : order
}

function parts(order: WorkOrder, lines: readonly PartLine[]): WorkOrder {
  return sheetChanged(withParts(changed({ ...order, parts: lines })))
}
