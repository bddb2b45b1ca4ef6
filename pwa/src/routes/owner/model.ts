/**
 * What an owner is told first, and the story after it.
 *
 * The first line is one sentence that answers "what is happening and when"; everything else is detail. A role code
 * stands for the technician: no names of people leave the office.
 *
 * Units   epoch milliseconds; ISO moments as the server sends them.
 * Pure    yes.
 */
import type { OwnerPage, OwnerPhoto, Step } from '../../wire/types.gen'
import type { OwnerKey } from '../../text/owner.zh'

export type Tone = 'plain' | 'moving' | 'waiting' | 'yours' | 'done' | 'stopped'

export interface Saying {
  readonly key: OwnerKey
  /** Facts by name; a `time` or `why` is a moment or code that the page says in the reader's words. */
  readonly facts: { readonly who?: string; readonly time?: string; readonly why?: string; readonly days?: number }
  readonly tone: Tone
}

/** The large first line. */
export function firstLine(page: OwnerPage): Saying {
  const who = page.technician?.code ?? ''
  const time = page.eta ?? undefined
  switch (page.stage) {
    case 'assigned':
      if (!who) return { key: 'first.assigned.plain', facts: {}, tone: 'moving' }
      return time
        ? { key: 'first.assigned.at', facts: { who, time }, tone: 'moving' }
        : { key: 'first.assigned', facts: { who }, tone: 'moving' }
    case 'en_route':
      return time
        ? { key: 'first.en_route.at', facts: { who, time }, tone: 'moving' }
        : { key: 'first.en_route', facts: { who }, tone: 'moving' }
    case 'arrived':
      return { key: 'first.arrived', facts: { who }, tone: 'moving' }
    case 'in_progress':
      return { key: 'first.in_progress', facts: { who }, tone: 'moving' }
    case 'on_hold':
      return { key: 'first.on_hold', facts: { why: page.hold_reason ?? '' }, tone: 'waiting' }
    case 'finished':
      return { key: page.may_sign ? 'first.finished' : 'first.finished.wait', facts: {}, tone: page.may_sign ? 'yours' : 'moving' }
    case 'signed':
      return { key: 'first.signed', facts: {}, tone: 'done' }
    case 'reviewing':
      return { key: page.status === 'pending_evidence' ? 'first.uploading' : 'first.reviewing', facts: {}, tone: 'done' }
    case 'rework':
      return { key: 'first.rework', facts: {}, tone: 'waiting' }
    case 'completed':
      return { key: page.rated || !page.may_rate ? 'first.completed.rated' : 'first.completed', facts: {}, tone: page.may_rate ? 'yours' : 'done' }
    case 'closed':
      return page.warranty_days > 0
        ? { key: 'first.closed', facts: { days: page.warranty_days }, tone: 'done' }
        : { key: 'first.closed.plain', facts: {}, tone: 'done' }
    case 'cancelled':
      return { key: page.status === 'merged' ? 'first.merged' : 'first.cancelled', facts: {}, tone: 'stopped' }
    case 'declined':
      return { key: 'first.declined', facts: {}, tone: 'stopped' }
    default:
      return { key: 'first.reported', facts: {}, tone: 'plain' }
  }
}

/** The second line, where one helps: until when, what happens next. */
export function secondLine(page: OwnerPage): { key: OwnerKey; time?: string } | null {
  switch (page.stage) {
    case 'reported':
      return { key: 'sub.reported' }
    case 'en_route':
      return { key: 'sub.en_route' }
    case 'on_hold':
      return page.hold_until ? { key: 'sub.on_hold', time: page.hold_until } : { key: 'sub.on_hold.open' }
    case 'declined':
      return { key: 'sub.declined' }
    case 'cancelled':
      return { key: 'sub.cancelled' }
    default:
      return null
  }
}

/** Whether the promised arrival has passed without one: said plainly rather than left standing. */
export function etaPassed(page: OwnerPage, now: number): boolean {
  return page.eta !== null && ['assigned', 'en_route'].includes(page.stage) && Date.parse(page.eta) < now - 5 * 60_000
}

export interface Line {
  readonly step: Step
  readonly state: 'past' | 'now' | 'ahead'
}

/** The steps with the last one that happened marked as now. */
export function story(steps: readonly Step[]): Line[] {
  const last = steps.reduce((found, step, n) => (step.at === null ? found : n), -1)
  return steps.map((step, n) => ({ step, state: n < last && step.at !== null ? 'past' : n === last ? 'now' : step.at === null ? 'ahead' : 'past' }))
}

export interface Album {
  readonly pairs: readonly { readonly before: OwnerPhoto; readonly after: OwnerPhoto }[]
  readonly others: readonly OwnerPhoto[]
}

/** Before and after as pairs in the order they were taken; what has no partner is shown alone. */
export function album(photos: readonly OwnerPhoto[]): Album {
  const taken = [...photos].sort((a, b) => a.taken_at.localeCompare(b.taken_at))
  const before = taken.filter((photo) => photo.slot === 'before')
  const after = taken.filter((photo) => photo.slot === 'after')
  const pairs = before.flatMap((photo, n) => {
    const partner = after[n]
    return partner ? [{ before: photo, after: partner }] : []
  })
  const used = new Set(pairs.flatMap((pair) => [pair.before.id, pair.after.id]))
  return { pairs, others: taken.filter((photo) => !used.has(photo.id)) }
}

/** The code of an owner's link, or null when the address carries none. */
export function codeOf(hash: string): string | null {
  const code = decodeURIComponent(hash.replace(/^#/, '')).trim()
  return code === '' ? null : code
}
