/**
 * What the edge itself says: session, person, problems and the composed answers of its routes.
 *
 * Units    moments ISO-8601 UTC; money in fen.
 */
import type { BoardRow, Fault, Instant, OrderDetail, PastVisit, Photo, Priority, Signature } from './types.gen'

export type Role = 'technician' | 'dispatcher' | 'clerk' | 'steward' | 'lead' | 'manager' | 'admin'
export type Language = 'zh-CN' | 'en'

export interface Me {
  readonly id: string
  readonly code: string
  readonly role: Role
  readonly org: string
  readonly org_zh: string
  readonly org_en: string
  readonly communities: readonly string[]
  readonly language: string
  readonly currency: string
  readonly time_zone: string
}

export interface Session {
  readonly access_token: string
  readonly expires_at: Instant
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

export interface Dossier {
  readonly detail: OrderDetail
  readonly photos: readonly Photo[]
  readonly signature: Signature | null
}

export interface ReviewItem {
  readonly id: string
  readonly number: string
  readonly fault: string
  readonly fault_zh: string
  readonly fault_en: string
  readonly label: string
  readonly community: string
  readonly technician: string | null
  readonly done_at: Instant | null
  readonly flags: readonly string[]
  readonly priority: Priority
  readonly due_at: Instant | null
}

export interface PremisesHit {
  readonly code: string
  readonly label: string
  readonly community: string
  readonly community_zh: string
  readonly community_en: string
  readonly contact_masked: string
  readonly open: readonly BoardRow[]
  readonly recent: readonly PastVisit[]
}

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
