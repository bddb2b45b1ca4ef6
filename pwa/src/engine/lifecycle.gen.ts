// Written by `python -m api.typescript`. Do not edit: change the struct and run it again.

import type { HoldReason, Status } from '../wire/types.gen'

export interface Rule {
  readonly from: readonly Status[]
  readonly to: Status | null
}

/** The steps by which a technician moves a work order, also offline. */
export const TABLE = {
  report: { from: ['draft'], to: 'reported' },
  accept: { from: ['offered', 'rework'], to: 'accepted' },
  release: { from: ['offered'], to: 'triaged' },
  depart: { from: ['accepted'], to: 'en_route' },
  arrive: { from: ['accepted', 'en_route'], to: 'arrived' },
  start: { from: ['arrived'], to: 'in_progress' },
  hold: { from: ['in_progress'], to: 'on_hold' },
  resume: { from: ['on_hold'], to: 'in_progress' },
  finish: { from: ['in_progress'], to: 'work_done' },
  undo: { from: ['work_done'], to: 'in_progress' },
  sign: { from: ['work_done'], to: 'signed' },
  revoke: { from: ['accepted', 'en_route', 'arrived', 'in_progress', 'on_hold', 'rework'], to: 'triaged' },
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
  rework: 9,
  completed: 80,
  closed: 90,
  cancelled: 99,
  declined: 99,
  merged: 99,
}

export const TERMINAL: readonly Status[] = ['closed', 'cancelled', 'declined', 'merged']

export const PAUSING: readonly HoldReason[] = ['waiting_parts', 'waiting_owner_quote', 'waiting_owner_access', 'safety_stop', 'quiet_hours']

export const TERMS = '2026-11'
