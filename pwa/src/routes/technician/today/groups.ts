/** The day in groups: offers to answer, the job in hand or next, the rest, what is done. Pure. */
import type { PhoneView } from '../../../engine/model'
import type { Status } from '../../../wire/types.gen'

export interface Day {
  readonly offers: readonly PhoneView[]
  readonly next: PhoneView | null
  readonly rest: readonly PhoneView[]
  readonly done: readonly PhoneView[]
}

const IN_HAND: readonly Status[] = ['work_done', 'in_progress', 'arrived', 'en_route']
const OPEN: readonly Status[] = [...IN_HAND, 'accepted', 'rework', 'on_hold']
const DONE: readonly Status[] = ['signed', 'pending_evidence', 'in_review', 'completed', 'closed']
const DAY = 86_400_000

export function dayOf(orders: readonly PhoneView[], me: string, now: number): Day {
  const mine = orders.filter((view) => view.shown.order.technician_id === me || view.part !== undefined)
  const status = (view: PhoneView): Status => view.shown.order.status
  const open = mine.filter((view) => OPEN.includes(status(view)) && view.part !== 'asked').sort((a, b) => rank(a) - rank(b) || due(a) - due(b))
  const recent = (view: PhoneView): boolean => now - Date.parse(view.shown.order.updated_at) < DAY
  const [next = null, ...rest] = open
  return {
    offers: mine.filter((view) => view.part === 'asked' || (view.part === undefined && status(view) === 'offered')).sort((a, b) => lapse(a) - lapse(b)),
    next,
    rest,
    done: mine.filter((view) => DONE.includes(status(view)) && recent(view)).sort((a, b) => Date.parse(b.shown.order.updated_at) - Date.parse(a.shown.order.updated_at)),
  }
}

/** What is in hand comes first, emergencies before the rest, what is on hold last. */
function rank(view: PhoneView): number {
  const { status, priority } = view.shown.order
  if (status === 'on_hold') return 900
  if (IN_HAND.includes(status)) return IN_HAND.indexOf(status)
  return priority === 'P0' ? 10 : 20
}

/** When somebody has to be there: the booked window, else the next clock. */
function due(view: PhoneView): number {
  const { window_start, clocks, reported_at } = view.shown.order
  return Date.parse(window_start ?? clocks.arrive_by ?? clocks.fix_by ?? reported_at)
}

const lapse = (view: PhoneView): number => Date.parse(view.shown.offer?.expires_at ?? '9999-01-01T00:00:00Z')
