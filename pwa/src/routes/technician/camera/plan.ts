/**
 * Which shots a slot wants: those that the procedure of the fault names, each with how many at least, and how many of
 * each are held. The names share the number that the fault asks for, the first ones first; more names than
 * that are worth taking, and not missing.
 *
 * Pure     yes.
 */
import type { Fault } from '../../../wire/types.gen'

export interface Wanted {
  readonly shot: string
  readonly need: number
  readonly have: number
}

type Held = { readonly slot: string; readonly shot: string }

/** A name says by its beginning when it is taken; one that does not is of the time before the work. */
const isOf = (slot: string, name: string): boolean => name !== 'before' && name !== 'after' && (name.startsWith('after') ? 'after' : 'before') === slot

export const needOf = (fault: Pick<Fault, 'before_photos' | 'after_photos'>, slot: string): number =>
  slot === 'before' ? fault.before_photos : slot === 'after' ? fault.after_photos : 0

/** The named shots of a slot; empty where the procedure names none. */
export function wanted(fault: Pick<Fault, 'before_photos' | 'after_photos' | 'slots'>, slot: string, photos: readonly Held[]): Wanted[] {
  const names = fault.slots.filter((name) => isOf(slot, name))
  const need = needOf(fault, slot)
  const held = photos.filter((photo) => photo.slot === slot)
  // What was taken without a name fills the gaps in their order.
  let loose = held.filter((photo) => !names.includes(photo.shot)).length
  return names.map((shot, n) => {
    const least = Math.floor(need / names.length) + (n < need % names.length ? 1 : 0)
    const own = held.filter((photo) => photo.shot === shot).length
    const lent = Math.min(loose, Math.max(0, least - own))
    loose -= lent
    return { shot, need: least, have: own + lent }
  })
}

/** The shot to take next: the first that is missing, else the first that nobody took, else none in particular. */
export const nextShot = (all: readonly Wanted[]): string =>
  (all.find((one) => one.have < one.need) ?? all.find((one) => one.have === 0))?.shot ?? ''

/** The before that belongs behind an after: the one at the same place in the row, or the last there is. */
export const ghostAt = (at: number, count: number): number => Math.max(0, Math.min(at, count - 1))
