/**
 * The one step that a job asks for now, and how much of it is missing. Evidence comes first: a button that
 * would be refused leads to what is missing instead. Pure.
 */
import type { PhoneView } from '../../../engine/model'
import { missingForFinish, missingForStart, proofOf } from '../../../engine/evidence'

export type NextStep =
  | { readonly do: 'accept' | 'rework' | 'depart' | 'arrive' | 'start' | 'resume' | 'finish' | 'sign' | 'resign' | 'none' }
  | { readonly do: 'photos'; readonly slot: 'before' | 'after'; readonly n: number }
  | { readonly do: 'checks'; readonly before: boolean; readonly n: number; readonly first: string }

export function nextStep(view: Pick<PhoneView, 'shown' | 'photos'>): NextStep {
  const { order } = view.shown
  const proof = proofOf(kept(view))
  if (order.sign_off?.stale === true) return { do: 'resign' }
  switch (order.status) {
    case 'offered':
      return { do: 'accept' }
    case 'rework':
      return { do: 'rework' }
    case 'accepted':
      return { do: 'depart' }
    case 'en_route':
      return { do: 'arrive' }
    case 'arrived':
      return missing(missingForStart(view.shown, proof), true) ?? { do: 'start' }
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
