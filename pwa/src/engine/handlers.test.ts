/** What the server applies, the phone shows already: every operation in every status, as Python decided it. */
import { expect, test } from 'vitest'
import { ME, PLACE } from '../testing/build'
import { plain, vectors } from '../testing/vectors'
import type { PhoneOrder, WorkOrder } from '../wire/types.gen'
import { type Kind, type Op, read, written } from './protocol'
import { replay } from './reducer'
import { STANDARD } from './spending'

type Json = any // oxlint-disable-line typescript/no-explicit-any -- vectors are what they are

const { base, cases } = vectors('handlers') as Json
const me = { ...ME, id: base.actor, code: base.code }
/** An order that was cancelled or merged has left the phone: there is nothing to show. */
const GONE = ['cancelled', 'merged', 'declined']
const applied = (cases as Json[]).filter((one) => one.verdict === 'applied' && !GONE.includes(one.order.status ?? base.order.status))

/** Moments as a phone writes them. */
const zoned = (value: Json): Json => JSON.parse(JSON.stringify(value).replaceAll('+00:00"', 'Z"'))

function operation({ op }: Json): Op {
  const at = { wall: Date.parse(base.at), boot: '', mono: 0, tz: '', off_ms: 0, unc_ms: 0 }
  return read(written({ opId: 'op', kind: op.kind as Kind, actor: base.actor, at, workOrder: base.order.id, seen: '', base: {}, args: zoned(op.args) }))
}

function shownAfter(one: Json): WorkOrder {
  const order: WorkOrder = { ...base.order, ...one.order }
  const shown: PhoneOrder = { order, fault: base.faults[one.fault], place: { ...PLACE, ...base.place }, offer: null, history: [], certificates: [], authority: STANDARD }
  return replay({ shown, taken: [], retracted: new Set(), signature: null }, operation(one), me).shown.order
}

/** Versions and the moment of the last change are the server's to count; flags have no order, what is not said is null. */
function compared(order: WorkOrder): Json {
  const { version: _, updated_at: __, ...rest } = order
  const said = JSON.stringify({ ...rest, flags: [...rest.flags].sort() }, (_, value: unknown) => value ?? undefined)
  return plain(JSON.parse(said))
}

test(`what is applied is shown (${applied.length} cases)`, () => {
  expect(applied.length).toBeGreaterThan(100)
  for (const one of applied) {
    const server = compared({ ...base.order, ...one.order, ...one.changes })
    expect({ name: one.name, is: compared(shownAfter(one)) }).toEqual({ name: one.name, is: server })
  }
})
