// Written by `python -m api.typescript`. Do not edit: change the struct and run it again.

import type { HoldReason, Status } from '../wire/types.gen'

export interface Rule {
  readonly from: readonly Status[]
  readonly to: Status | null
  readonly technician: boolean
  readonly offline: boolean
}

export const TABLE = {
  report: { from: ['draft'], to: 'reported', technician: true, offline: true },
  triage: { from: ['reported'], to: 'triaged', technician: false, offline: false },
  decline_report: { from: ['reported'], to: 'declined', technician: false, offline: false },
  merge: { from: ['reported', 'triaged'], to: 'merged', technician: false, offline: false },
  offer: { from: ['triaged'], to: 'offered', technician: false, offline: false },
  accept: { from: ['offered', 'rework'], to: 'accepted', technician: true, offline: true },
  release: { from: ['offered'], to: 'triaged', technician: true, offline: true },
  depart: { from: ['accepted'], to: 'en_route', technician: true, offline: true },
  arrive: { from: ['accepted', 'en_route'], to: 'arrived', technician: true, offline: true },
  start: { from: ['arrived'], to: 'in_progress', technician: true, offline: true },
  hold: { from: ['in_progress'], to: 'on_hold', technician: true, offline: true },
  resume: { from: ['on_hold'], to: 'in_progress', technician: true, offline: true },
  finish: { from: ['in_progress'], to: 'work_done', technician: true, offline: true },
  undo: { from: ['work_done'], to: 'in_progress', technician: true, offline: true },
  sign: { from: ['work_done'], to: 'signed', technician: true, offline: true },
  await_evidence: { from: ['signed'], to: 'pending_evidence', technician: false, offline: false },
  submit: { from: ['signed', 'pending_evidence'], to: 'in_review', technician: false, offline: false },
  approve: { from: ['in_review'], to: 'completed', technician: false, offline: false },
  send_back: { from: ['in_review'], to: 'rework', technician: false, offline: false },
  close: { from: ['completed'], to: 'closed', technician: false, offline: false },
  cancel: { from: ['draft', 'reported', 'triaged', 'offered', 'accepted', 'en_route', 'arrived', 'in_progress', 'on_hold'], to: 'cancelled', technician: false, offline: true },
  revoke: { from: ['accepted', 'en_route', 'arrived', 'in_progress', 'on_hold', 'rework'], to: 'triaged', technician: true, offline: true },
  escalate: { from: ['reported', 'triaged', 'offered', 'accepted', 'en_route', 'arrived', 'in_progress', 'on_hold', 'work_done', 'signed', 'pending_evidence', 'in_review', 'rework', 'completed'], to: null, technician: false, offline: false },
} as const satisfies Record<string, Rule>

/** How far along a status is; a late word about an earlier one is superseded, not refused. */
export const RANK: Readonly<Record<Status, number>> = {
  draft: 0,
  reported: 1,
  triaged: 2,
  offered: 3,
  accepted: 10,
  en_route: 20,
  arrived: 30,
  in_progress: 40,
  on_hold: 45,
  work_done: 60,
  signed: 65,
  pending_evidence: 66,
  in_review: 70,
  rework: 10,
  completed: 80,
  closed: 90,
  cancelled: 99,
  declined: 99,
  merged: 99,
}

export const TERMINAL: readonly Status[] = ['closed', 'cancelled', 'declined', 'merged']

export const ON_SITE: readonly Status[] = ['arrived', 'in_progress', 'on_hold', 'work_done']

export const PAUSING: readonly HoldReason[] = ['waiting_parts', 'waiting_owner_quote', 'waiting_owner_access', 'safety_stop', 'quiet_hours']

export const TERMS = '2026-11'
