/**
 * The one step that a job asks for now, and how much of it is missing. Evidence comes first: a button that
 * would be refused leads to what is missing instead. Pure.
 */
import type { PhoneView } from '../../../engine/model'
import { missingForFinish, missingForStart, proofOf } from '../../../engine/evidence'
import { unfit, unlawful } from '../../../engine/fitness'

export type NextStep =
  | { readonly do: 'accept' | 'rework' | 'depart' | 'arrive' | 'start' | 'resume' | 'finish' | 'sign' | 'resign' | 'none' }
  | { readonly do: 'photos'; readonly slot: 'before' | 'after'; readonly n: number }
  | { readonly do: 'blocked'; readonly codes: readonly string[] }
  | { readonly do: 'checks'; readonly before: boolean; readonly n: number; readonly first: string }

/** `now` is when he would take the step. */
export function nextStep(view: Pick<PhoneView, 'shown' | 'photos' | 'part'>, now: number = Date.parse(view.shown.order.updated_at)): NextStep {
  const { order } = view.shown
  if (view.part !== undefined) return { do: view.part === 'asked' ? 'accept' : 'none' }
  const proof = proofOf(kept(view))
  if (order.sign_off?.stale === true) return { do: 'resign' }
  switch (order.status) {
    case 'offered':
      return forbidden(unlawful(view.shown, now)) ?? { do: 'accept' }
    case 'rework':
      return forbidden(unlawful(view.shown, now)) ?? { do: 'rework' }
    case 'accepted':
      return { do: 'depart' }
    case 'en_route':
      return { do: 'arrive' }
    case 'arrived':
      return missing(missingForStart(view.shown, proof, now), true) ?? forbidden(unfit(view.shown, now)) ?? { do: 'start' }
    case 'in_progress':
      return missing(missingForFinish(view.shown, proof, '-', '-'), false) ?? { do: 'finish' }
    case 'on_hold':
      return { do: 'resume' }
    case 'work_done':
      return { do: 'sign' }
    default:
      return { do: 'none' }
  }
}

const forbidden = (codes: readonly string[]): NextStep | null => (codes.length > 0 ? { do: 'blocked', codes } : null)

/** Photos that count: those taken back do not, those whose bytes were lost do not either. */
export const kept = (view: Pick<PhoneView, 'photos'>): PhoneView['photos'] =>
  view.photos.filter((photo) => photo.server?.retracted_at == null && photo.state !== 'ghost' && !late(photo))

/** What a former assignee brought late is neither proof of this work nor on its sheet. */
const late = (photo: PhoneView['photos'][number]): boolean =>
  photo.server?.flags.includes('late_from_former_assignee') === true

function missing(codes: readonly string[], before: boolean): NextStep | null {
  const steps = codes.filter((code) => code.startsWith('step:')).map((code) => code.slice(5))
  if (before && steps[0] !== undefined) return { do: 'checks', before, n: steps.length, first: steps[0] }
  const photo = /^(before|after)_photo:(\d+)$/.exec(codes.find((code) => code.includes('_photo:')) ?? '')
  if (photo !== null) return { do: 'photos', slot: photo[1] === 'after' ? 'after' : 'before', n: Number(photo[2]) }
  if (steps[0] !== undefined) return { do: 'checks', before, n: steps.length, first: steps[0] }
  return null
}
