/**
 * How a technician's word moves a work order on his own phone; the twin of `dispatch/lifecycle.py` and of
 * the merge rules, as far as they concern the assignee. The table is generated (`lifecycle.gen.ts`).
 *
 * Forward by rank: the same status again changes nothing, an earlier one neither, a later one may jump over
 * stages that were never reported.
 * Pure     yes; `at` is the corrected moment of the operation.
 */
import type { Clocks, Status, WorkOrder } from '../wire/types.gen'
import { PAUSING, RANK, TABLE, TERMINAL } from './lifecycle.gen'
import type { Args } from './protocol'

export type Step = keyof typeof TABLE

const NEXT: Partial<Record<Status, readonly [Step, Status]>> = {
  offered: ['accept', 'accepted'],
  accepted: ['arrive', 'arrived'],
  en_route: ['arrive', 'arrived'],
  arrived: ['start', 'in_progress'],
  on_hold: ['resume', 'in_progress'],
}

const within = (status: Status, step: Step): boolean => (TABLE[step].from as readonly Status[]).includes(status)

export type Standpoint = 'ahead' | 'same' | 'behind'

/** Where a wished status lies from the present one. Working and on hold may be walked both ways. */
export function standpoint(status: Status, to: Status): Standpoint {
  if (status === to) return 'same'
  const toggle = (one: Status) => one === 'in_progress' || one === 'on_hold'
  if (toggle(status) && toggle(to)) return 'ahead'
  if (status === 'rework' && to === 'accepted') return 'ahead'
  return RANK[to] > RANK[status] ? 'ahead' : 'behind'
}

/** The steps between `status` and the first one from which `step` is possible; null when no way leads there. */
export function skipped(status: Status, step: Step): readonly Step[] | null {
  const steps: Step[] = []
  for (let here = status; !within(here, step); ) {
    const next = NEXT[here]
    if (!next) return null
    steps.push(next[0])
    here = next[1]
  }
  return steps
}

/** The order after a step of the table, or the same order when the step changes nothing. */
export function advance(order: WorkOrder, step: Step, at: string): WorkOrder {
  const to = TABLE[step].to
  if (TERMINAL.includes(order.status)) return order
  if (order.status === 'rework' && to !== 'accepted' && to !== 'triaged') return order
  const backwards = step === 'undo' || step === 'release' || step === 'revoke'
  if (backwards) return within(order.status, step) ? moved(order, step, to, at) : order
  if (standpoint(order.status, to) !== 'ahead') return order
  const between = skipped(order.status, step)
  if (between === null) return order
  const caught = between.reduce((now, one) => unreported(moved(now, one, TABLE[one].to, at), one), order)
  const plain = between.length === 0 || (between.length === 1 && between[0] === 'accept')
  const flagged = plain ? caught : { ...caught, flags: flag(caught.flags, 'steps_skipped') }
  return moved(flagged, step, to, at)
}

const unreported = (order: WorkOrder, step: Step): WorkOrder =>
  step === 'arrive' ? { ...order, flags: flag(order.flags, 'arrival_not_proved') } : order

const flag = (flags: readonly string[], name: string): readonly string[] => (flags.includes(name) ? flags : [...flags, name])

function moved(order: WorkOrder, step: Step, to: Status, at: string): WorkOrder {
  const next = { ...order, status: to, updated_at: latest(order.updated_at, at), version: order.version + 1 }
  const clocks = order.clocks
  switch (step) {
    case 'accept':
      return { ...next, clocks: { ...clocks, responded_at: clocks.responded_at ?? at } }
    case 'release':
    case 'revoke':
      return { ...next, technician_id: null, assignment_id: null, hold: null, presence: null, clocks: resumed(clocks, at) }
    case 'arrive':
      return {
        ...next,
        clocks: { ...clocks, arrived_at: clocks.arrived_at ?? at },
        flags: clocks.arrived_at === null && passed(clocks.arrive_by, at) ? flag(next.flags, 'arrive_late') : next.flags,
      }
    case 'resume':
      return { ...next, hold: null, clocks: resumed(clocks, at) }
    case 'finish':
      return {
        ...next,
        clocks: { ...clocks, fixed_at: at },
        flags: passed(clocks.fix_by, at) ? flag(next.flags, 'fix_late') : next.flags,
      }
    case 'undo':
      return { ...next, clocks: { ...clocks, fixed_at: null }, sign_off: null }
    default:
      return next
  }
}

const passed = (due: string | null, at: string): boolean => due !== null && Date.parse(at) > Date.parse(due)

/** What arrives later is never older than what it replaces: clocks do not decide. */
export function latest(known: string | undefined, at: string): string {
  return known !== undefined && passed(at, known) ? known : at
}

/** Clocks after a pause: what is still owed moves by exactly as long as it lasted. */
export function resumed(clocks: Clocks, at: string): Clocks {
  if (clocks.paused_since === null) return clocks
  const lasted = Math.max(0, Date.parse(at) - Date.parse(clocks.paused_since))
  const moves = clocks.fix_by !== null && clocks.fixed_at === null
  return {
    ...clocks,
    paused_since: null,
    paused_seconds: clocks.paused_seconds + Math.floor(lasted / 1000),
    fix_by: moves && clocks.fix_by !== null ? new Date(Date.parse(clocks.fix_by) + lasted).toISOString() : clocks.fix_by,
  }
}

const ABSENCES = 3 // attempts before an absent owner stops the clock

/** The order on hold as asked. */
export function held(order: WorkOrder, args: Args['visit.hold'], at: string): WorkOrder {
  const next = advance(order, 'hold', at)
  if (next === order) return order
  const tries = next.flags.filter((one) => one.startsWith('absent_')).length + 1
  const absent = args.reason === 'waiting_owner_access'
  return {
    ...next,
    hold: { reason: args.reason, since: at, until: args.until, note: args.note, material: args.material ?? '', seen: [] },
    clocks: { ...next.clocks, paused_since: pauses(order, args.reason, tries) ? at : null },
    flags: absent ? flag(next.flags, `absent_${tries}`) : next.flags,
  }
}

/** Whether the hold stops the owner's clock. */
function pauses(order: WorkOrder, reason: Args['visit.hold']['reason'], tries: number): boolean {
  if (reason === 'waiting_owner_access') return tries >= ABSENCES
  if (reason === 'quiet_hours') return order.priority !== 'P0' && order.priority !== 'P1'
  return PAUSING.includes(reason)
}
