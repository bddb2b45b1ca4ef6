/**
 * When an owner counts as absent: so many different tries, and the door as it was found after the work. The twin of
 * `dispatch/absence.py`, held together by `tests/vectors/absence.json`. Pure.
 */
import type { PhoneView } from '../../../engine/model'

export const TRIES = ['rang', 'called', 'neighbour', 'note'] as const
export type Try = (typeof TRIES)[number]
const LEAST = 2
const MOST = 200

/** What is still missing: `tries:<how many more>`, `door_photo`. Moments as milliseconds. */
export function missingForAbsence(tried: readonly Try[], doors: readonly number[], since: number): string[] {
  const short = LEAST - new Set(tried).size
  return [...(short > 0 ? [`tries:${short}`] : []), ...(doors.some((at) => at >= since) ? [] : ['door_photo'])]
}

/** When the door was photographed, and since when that counts: the arrival's own photo does not show that nobody opened. */
export function doors({ shown: { order }, photos }: Pick<PhoneView, 'shown' | 'photos'>): { at: number[]; since: number } {
  const at = photos.filter((photo) => photo.slot === 'door' && photo.state !== 'ghost').map((photo) => Date.parse(photo.takenAt))
  return { at, since: Date.parse(order.clocks.fixed_at ?? order.updated_at) }
}

/** The reason as it stands on the record. */
export const absenceReason = (words: readonly string[], more: string, comma: string): string =>
  [words.join(comma), more.trim()].filter(Boolean).join('；').slice(0, MOST)
