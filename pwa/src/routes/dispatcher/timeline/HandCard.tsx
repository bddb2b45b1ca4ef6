/** What goes with the hand: the order's number and what letting go here would do. */
import { y } from '../../../text/day'
import type { DayChange, Consequence } from '../../../wire/types.gen'
import { Effects, fitWord } from './Options'
import type { Hand } from './useDrag'

export interface HandCardProps {
  readonly hand: Hand
  readonly one: Consequence | null
  readonly holder: DayChange | null
  readonly zone: string
  readonly known: boolean
}

const WIDE = 300
const TALL = 220

export function HandCard({ hand, one, holder, zone, known }: HandCardProps) {
  const left = Math.min(hand.x + 16, innerWidth - WIDE - 8)
  const top = Math.min(hand.y + 16, innerHeight - TALL)
  return (
    <div class="tl-hand" role="status" style={{ transform: `translate(${left}px, ${top}px)` }}>
      <p class="row"><strong class="num grow">{hand.number}</strong>{one && <span class="num">→ {one.code}</span>}</p>
      {!known && <p class="small quiet">{y('asking')}</p>}
      {one && <p class={`small strong ${one.against.length > 0 ? 'tone-late' : 'tone-ok'} toned`}>{fitWord(one)}</p>}
      {one && <Effects one={one} holder={holder} zone={zone} />}
    </div>
  )
}
