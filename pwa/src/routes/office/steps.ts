/**
 * What the office can do to a work order from where it stands, in the order a person looks for it.
 *
 * Only the office's part of the state table: the server has the whole of it and the last word; this decides
 * which buttons are worth showing.
 *
 * Pure    yes.
 */
import type { Status } from '../../wire/types.gen'

export type Step = 'assign' | 'triage' | 'decline_report' | 'merge' | 'hold' | 'resume' | 'revoke' | 'cancel' | 'permit' | 'override' | 'link'
export type OfficeRole = 'dispatcher' | 'clerk' | 'lead' | 'admin' | 'manager' | 'steward'

const CAN: Record<Exclude<Step, 'link'>, { from: readonly Status[]; by: readonly OfficeRole[] }> = {
  assign: { from: ['triaged', 'offered', 'accepted', 'en_route', 'arrived', 'in_progress', 'on_hold', 'rework'], by: ['dispatcher', 'admin'] },
  triage: { from: ['reported'], by: ['dispatcher', 'clerk', 'admin'] },
  decline_report: { from: ['reported'], by: ['dispatcher', 'admin'] },
  merge: { from: ['reported', 'triaged'], by: ['dispatcher', 'admin'] },
  hold: { from: ['in_progress'], by: ['dispatcher', 'admin'] },
  resume: { from: ['on_hold'], by: ['dispatcher', 'admin'] },
  revoke: { from: ['accepted', 'en_route', 'arrived', 'in_progress', 'on_hold', 'rework'], by: ['dispatcher', 'admin'] },
  permit: { from: ['triaged', 'offered', 'accepted', 'en_route', 'arrived', 'in_progress', 'on_hold', 'rework'], by: ['manager', 'admin'] },
  override: { from: ['reported', 'triaged', 'offered', 'accepted', 'en_route', 'arrived', 'in_progress', 'on_hold', 'rework'], by: ['manager'] },
  cancel: {
    from: ['reported', 'triaged', 'offered', 'accepted', 'en_route', 'arrived', 'in_progress', 'on_hold'],
    by: ['dispatcher', 'admin'],
  },
}

/** Whether the step leads somewhere; the owner's link can be made at any time. */
export function steps(status: Status, role: string): Step[] {
  const open = (Object.keys(CAN) as Exclude<Step, 'link'>[]).filter(
    (step) => CAN[step].from.includes(status) && (CAN[step].by as readonly string[]).includes(role),
  )
  return [...open, 'link']
}

/** Steps that take something away from somebody need a reason before the button works. */
export const NEEDS_REASON: ReadonlySet<Step> = new Set<Step>(['decline_report', 'revoke', 'cancel', 'override'])
