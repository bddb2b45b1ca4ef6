/** How long an offer still waits: counting down to the second, and its end in words. */
import { countdown } from '../../../text/format'
import { timer } from '../../../ui/icons'
import { Chip } from '../../../ui/Marks'
import { useNow } from '../../../ui/useNow'
import { w } from '../shell/words'

export function OfferClock({ expires, large }: { expires: string | null; large?: boolean }) {
  const now = useNow(1000)
  if (expires === null) return null
  const left = Date.parse(expires) - now
  if (left <= 0) return <Chip tone="late">{w('offerGone')}</Chip>
  const tone = left < 60_000 ? 'late' : left < 180_000 ? 'soon' : 'info'
  if (!large) return <Chip tone={tone} icon={timer}><span class="num">{countdown(left)}</span></Chip>
  return (
    <div class={`offer-clock tone-${tone}`} role="timer">
      <span class="num">{countdown(left)}</span>
      <span class="small">{w('offerLeft')}</span>
    </div>
  )
}
