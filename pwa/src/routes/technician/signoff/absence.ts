/**
 * When an owner counts as absent: so many different tries, and the door as it was found after the work. Pure.
 */
import type { PhoneView } from '../../../engine/model'

export const TRIES = ['rang', 'called', 'neighbour', 'note'] as const
export type Try = (typeof TRIES)[number]
const LEAST = 2
const MOST = 200

/** Whether the door was photographed after the work was done: the arrival's own photo does not show that nobody opened. */
export function doorShown({ shown: { order }, photos }: Pick<PhoneView, 'shown' | 'photos'>): boolean {
  const since = order.clocks.fixed_at ?? order.updated_at
  return photos.some((photo) => photo.slot === 'door' && photo.state !== 'ghost' && Date.parse(photo.takenAt) >= Date.parse(since))
}

/** The reason as it stands on the record; null while the path is not walked to its end. */
export function absence(tried: readonly string[], door: boolean, more: string, comma: string): string | null {
  if (tried.length < LEAST || !door) return null
  return [tried.join(comma), more.trim()].filter(Boolean).join('；').slice(0, MOST)
}
