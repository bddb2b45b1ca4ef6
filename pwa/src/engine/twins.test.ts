/** The phone decides as the server does: vectors that Python wrote, case by case. */
import { describe, expect, test } from 'vitest'
import { sha256 } from '../platform/hash'
import { ME, PLACE } from '../testing/build'
import { plain, vectors } from '../testing/vectors'
import type { Fault, PhoneOrder, WorkOrder } from '../wire/types.gen'
import { addNote, addPart, askApproval, removePart, reviseNote, setCheck, setPartQuantity } from './details'
import { missingForArrive, ownerCode, missingForFinish, missingForStart } from './evidence'
import { unlawful } from './fitness'
import { onArrival, total, withParts } from './fees'
import { type Args, type Kind, type Op, read, written } from './protocol'
import { replay } from './reducer'
import { canonical, compose } from './sheet'
import { allowedFen, ofOrder, STANDARD } from './spending'

type Json = any // oxlint-disable-line typescript/no-explicit-any -- vectors are what they are

describe('details', () => {
  const { base, cases } = vectors('details') as Json
  test(`edits leave what the server leaves (${cases.length} cases)`, () => {
    for (const { name, order: given, edit, expect: wanted } of cases) {
      const order: WorkOrder = { ...base.order, ...given }
      const changes = wanted.changes ?? {} // an error changes nothing
      expect({ name, ...(plain(edited(order, edit)) as object) }).toEqual({ name, ...(plain({ ...order, ...changes }) as object) })
    }
  })
})

function edited(order: WorkOrder, edit: Json): WorkOrder {
  switch (edit.kind) {
    case 'check.set':
      return setCheck(order, edit.answer)
    case 'part.add':
      return addPart(order, edit.line)
    case 'part.quantity':
      return setPartQuantity(order, edit.id, edit.quantity_milli)
    case 'part.remove':
      return removePart(order, edit.id)
    case 'approval.ask':
      return askApproval(order, edit.asked)
    case 'note.add':
      return addNote(order, edit.note)
    default:
      return reviseNote(order, edit.note)
  }
}

test('fees are the same to the fen, at night, in every zone', () => {
  const { cases } = vectors('fees') as Json
  for (const one of cases) {
    const order = { fees: { ...one.quoted, parts_fen: 0 }, parts: one.parts } as WorkOrder
    const arrived = onArrival(withParts(order), one.time_zone, one.arrived_at)
    expect({ name: one.name, fees: arrived.fees }).toEqual({ name: one.name, fees: one.on_arrival })
    expect(total(arrived)).toBe(one.total_fen)
  }
})

test('what may still be spent is the same to the fen, and the standard rules are the server\'s', () => {
  const { base, cases } = vectors('spending') as Json
  expect(STANDARD).toEqual(base.standard)
  for (const one of cases) {
    const spent = ofOrder({ order: { ...base.order, ...one.order } })
    expect({ name: one.name, spent }).toEqual({ name: one.name, spent: one.spent })
    expect({ name: one.name, allowed: allowedFen([spent, ...one.others], one.given, one.authority) }).toEqual({ name: one.name, allowed: one.allowed_fen })
  }
})

test('a sheet is the same text and the same digest', async () => {
  const { base, cases } = vectors('sheet') as Json
  for (const one of cases) {
    const order = { ...base.order, ...one.order }
    const shown: PhoneOrder = { order, fault: base.faults[one.fault], place: base.place, offer: null, history: [], authority: STANDARD, certificates: [] }
    const text = canonical(compose(shown, one.photos, one.technician))
    expect(text).toBe(one.canonical)
    expect(await sha256(text)).toBe(one.digest)
  }
})

describe('lifecycle', () => {
  const { base, cases } = vectors('lifecycle') as Json
  const me = { ...ME, id: base.actor }
  const of = (given: Json, more: Json = {}): PhoneOrder => ({
    order: { ...base.order, ...given },
    fault: { ...base.fault, ...more.fault } as Fault,
    place: { ...PLACE, position: base.place, report_code: base.report_code, time_zone: base.time_zone, quiet_hours: base.quiet_hours },
    offer: null,
    history: [],
    certificates: more.held ?? base.held,
    authority: STANDARD,
  })

  test('what is missing has the same codes', async () => {
    let seen = 0
    const owner_code = await ownerCode(base.order, sha256)
    for (const { name, order, fault, held, intent, proof, missing, at } of cases) {
      const told = missed(of(order, { fault, held }), intent, proof, { at, owner_code })
      if (told === null) continue
      seen += 1
      expect({ name, told }).toEqual({ name, told: missing })
    }
    expect(seen).toBeGreaterThan(20)
  })

  test('every step a technician may take leaves what the server leaves', () => {
    let seen = 0
    for (const { name, order, intent, at, expect: wanted } of cases) {
      const op = operation(intent, at)
      if (op === null || wanted.error) continue
      seen += 1
      const shown = of(order)
      const scene = replay({ shown, taken: [], retracted: new Set(), signature: null }, op, me)
      expect({ name, is: plain(scene.shown.order) }).toEqual({ name, is: plain({ ...shown.order, ...wanted.changes }) })
    }
    expect(seen).toBeGreaterThan(20)
  })

  test('from where no way leads to a step, the phone changes nothing either', () => {
    for (const { name, order, intent, at, expect: wanted } of cases) {
      const op = operation(intent, at)
      const over = ['cancelled', 'closed', 'declined', 'merged', 'completed', 'in_review'].includes(order.status)
      if (op === null || wanted.error !== 'illegal_transition' || !over) continue
      const shown = of(order)
      const scene = replay({ shown, taken: [], retracted: new Set(), signature: null }, op, me)
      expect({ name, is: scene.shown.order }).toEqual({ name, is: shown.order })
    }
  })
})

function missed(shown: PhoneOrder, intent: Json, proof: Json, { at, owner_code }: { readonly at: string; readonly owner_code: string }): string[] | null {
  switch (intent.intent) {
    case 'arrive':
      return missingForArrive(intent.presence, { ...shown.place, owner_code, photos: proof.doors })
    case 'start':
      return missingForStart(shown, proof, Date.parse(at))
    case 'accept':
      return unlawful(shown, Date.parse(at))
    case 'finish':
      return missingForFinish(shown, proof, intent.cause, intent.action)
    default:
      return null
  }
}

const KINDS: Record<string, Kind> = {
  accept: 'offer.accept',
  depart: 'visit.depart',
  arrive: 'visit.arrive',
  start: 'visit.start',
  hold: 'visit.hold',
  resume: 'visit.resume',
  finish: 'visit.finish',
  undo: 'visit.undo',
  revoke: 'visit.hand_back',
  sign: 'sign_off.capture',
}

/** The operation a phone would write for an intent; null for what only the office does. */
function operation({ intent, ...rest }: Json, at: string): Op | null {
  const kind = intent === 'release' && rest.state === 'declined' ? 'offer.decline' : KINDS[intent]
  if (!kind) return null
  // A link is signed on the owner's own phone, and only who signs in person leaves a signature.
  if (rest.sign_off && rest.sign_off.method !== 'in_person' && rest.sign_off.signature_id) return null
  const args = intent === 'sign' ? { strokes: [], aspect: 0.5, sheet: '', ...rest.sign_off } : { note: '', reason: '', ...rest }
  const moment = { wall: Date.parse(at), boot: '', mono: 0, tz: '', off_ms: 0, unc_ms: 0 }
  const raw = written({ opId: 'x', kind, actor: '', at: moment, workOrder: '', seen: '', base: {}, args: args as Args[Kind] })
  return read(raw)
}
