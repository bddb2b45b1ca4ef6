/**
 * The parked inbox: what a phone wanted, beside how things stand, field by field.
 *
 * Effects  `readParked` and `rule` fetch; the rest is pure.
 */
import { api } from '../../wire/client'
import type { PhoneOrder } from '../../wire/types.gen'

/** One operation that waits for a person, as `/parked` gives it. */
export interface ParkedItem {
  readonly op_id: string
  readonly kind: string
  readonly work_order_id: string
  readonly reason: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly args: Readonly<Record<string, unknown>>
  readonly by: string
  readonly by_code: string
  readonly made_at: string
  readonly received_at: string
  readonly current: PhoneOrder | null
  readonly late: boolean
}

export type Ruling = 'accept' | 'reject' | 'amend'

export const readParked = async (signal?: AbortSignal): Promise<readonly ParkedItem[]> =>
  (await api<{ items: readonly ParkedItem[] }>('GET', '/parked', undefined, signal ? { signal } : {})).items

export const rule = (opId: string, decision: Ruling, note: string, args?: unknown): Promise<void> =>
  api<void>('POST', `/parked/${encodeURIComponent(opId)}`, { decision, note, ...(args === undefined ? {} : { args }) })

export interface Side {
  readonly field: string
  readonly phone: string
  readonly office: string
  readonly same: boolean
}

const NOTHING = '—'

const shown = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return NOTHING
  if (typeof value === 'boolean') return value ? '✓' : '✗'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** The phone's version and the office's, one line per thing the operation would change. */
export function sides(item: ParkedItem): Side[] {
  const order = item.current?.order ?? null
  const now: Record<string, unknown> = { status: order?.status, technician: order?.technician_id === item.by ? item.by_code : order?.technician_id ? '≠' : null, ...counterpart(item) }
  const then: Record<string, unknown> = { ...item.args }
  const status = REACHES[item.kind]
  if (status) then['status'] = status
  then['technician'] = item.by_code
  const fields = [...new Set([...Object.keys(then), ...Object.keys(now)])].filter((name) => !UNSAID.has(name))
  return fields.map((field) => {
    const [phone, office] = [shown(then[field]), shown(now[field])]
    return { field, phone, office, same: phone === office }
  }).filter(({ phone, office }) => phone !== NOTHING || office !== NOTHING)
}

/** What a machine needs of an operation and nobody would say. */
export const UNSAID: ReadonlySet<string> = new Set([
  'id', 'at', 'strokes', 'sheet', 'digest', 'signature_id', 'aspect', 'sha256', 'size', 'mime', 'width', 'height', 'position', 'accuracy_m', 'photo',
])

const REACHES: Readonly<Record<string, string>> = {
  'offer.accept': 'accepted', 'visit.depart': 'en_route', 'visit.arrive': 'arrived', 'visit.start': 'in_progress',
  'visit.hold': 'on_hold', 'visit.resume': 'in_progress', 'visit.finish': 'work_done', 'visit.undo': 'in_progress', 'sign_off.capture': 'signed',
}

/** What the order holds now where the operation would write. */
function counterpart({ kind, args, current }: ParkedItem): Record<string, unknown> {
  const order = current?.order
  if (!order) return {}
  const id = args['id']
  switch (kind) {
    case 'visit.finish':
      return { cause: order.cause, action: order.action }
    case 'visit.hold':
      return { reason: order.hold?.reason, until: order.hold?.until, note: order.hold?.note }
    case 'check.set': {
      const answer = order.checklist.find((one) => one.step === args['step'])
      return { step: args['step'], done: answer?.done, value: answer?.value }
    }
    case 'note.add':
    case 'note.revise':
      return { text: order.notes.find((note) => note.id === id)?.text }
    case 'part.add':
    case 'part.quantity': {
      const part = order.parts.find((one) => one.id === id)
      return { name: part?.name, material: part?.material, unit: part?.unit, quantity_milli: part?.quantity_milli, unit_price_fen: part?.unit_price_fen }
    }
    case 'sign_off.capture':
      return { method: order.sign_off?.method, signer: order.sign_off?.signer, digest: order.sign_off?.digest }
    default:
      return {}
  }
}

/** Arguments edited as text, or the reason they cannot be read. */
export function parseArgs(text: string): { args: Record<string, unknown> } | { why: string } {
  try {
    const args: unknown = JSON.parse(text)
    if (typeof args !== 'object' || args === null || Array.isArray(args)) return { why: '{ }' }
    return { args: args as Record<string, unknown> }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  }
}
