/**
 * What the edge itself says: session, person, problems and the composed answers of its routes.
 *
 * Units    moments ISO-8601 UTC; money in fen.
 */
import type { Fault, MeView, Session as Answered } from './types.gen'

export type Role = 'technician' | 'dispatcher' | 'clerk' | 'steward' | 'lead' | 'manager' | 'admin'
export type Language = 'zh-CN' | 'en'

export interface Me extends MeView {
  readonly role: Role
}

export interface Session extends Answered {
  readonly me: Me
}

/** problem+json (RFC 9457); facts are the members beside the standard ones. */
export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail?: string
  readonly [fact: string]: unknown
}

export type { Dossier, FaultEntry, PremisesHit, ReviewItem } from './types.gen'

/** A fault as the intake form lists it: flat, with the initials people type. */
export interface FaultHit extends Fault {
  readonly initials: string
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string | null
}

export interface Alert {
  readonly code: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly work_order_id: string | null
}
