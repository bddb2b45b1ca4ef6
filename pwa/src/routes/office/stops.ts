/** Where the office can go, and which of it lies under the thumb on a phone. Pure. */
import type { IconNode } from '../../ui/Icon'

export interface Stop {
  readonly href: string
  readonly label: string
  /** The same in a word, for the bar. */
  readonly brief?: string
  readonly icon: IconNode
  readonly count?: number
  readonly urgent?: boolean
  readonly here: boolean
  /** Asked for at a desk, hardly on a phone: the last to be in the bar. */
  readonly rare?: boolean
}

/** Five places in 360 pixels leave each 72: four to go to, and the way to the rest. */
export const IN_BAR = 4

/** The stops of the bar in their order; those of a desk only where there is room. */
export function inBar(stops: readonly Stop[]): readonly Stop[] {
  const often = [...stops].sort((a, b) => Number(a.rare ?? false) - Number(b.rare ?? false)).slice(0, IN_BAR)
  return stops.filter((stop) => often.includes(stop))
}
