/** The pairs one after the other, with the tools above them: turn, zoom, mark. */
import { l } from '../../text/lead'
import { Button, IconButton } from '../../ui/Button'
import { chevronLeft, chevronRight, crosshair, image, zoomIn, zoomOut } from '../../ui/icons'
import { EmptyState } from '../../ui/Surface'
import { Compare } from './Compare'
import type { Pin } from '../../wire/types.gen'
import { WHOLE, zoomed, type Pair, type View } from './model'

export interface EvidenceProps {
  readonly shown: readonly Pair[]
  readonly pair: number
  readonly view: View
  readonly pins: readonly Pin[]
  readonly marking: boolean
  readonly waived: boolean
  readonly now: number
  readonly zone: string
  readonly onPair: (n: number) => void
  readonly onView: (view: View) => void
  readonly onPin: (pin: Pin) => void
  readonly onAim: () => void
  readonly onClear: () => void
}

export function Evidence(props: EvidenceProps) {
  const { shown, pair, view, pins, marking } = props
  const current = shown[Math.min(pair, shown.length - 1)]
  if (current === undefined) return <div class="evidence"><EmptyState icon={image} title={l('noAfter')}>{props.waived ? l('waived') : ''}</EmptyState></div>
  return (
    <div class="evidence">
      <div class="row wrap evidence-tools">
        {shown.length > 1 && (
          <>
            <IconButton icon={chevronLeft} label={l('key_previousPhoto')} onClick={() => props.onPair(Math.max(0, pair - 1))} />
            <span class="small num" aria-live="polite">{l('pair', { n: pair + 1, m: shown.length })}</span>
            <IconButton icon={chevronRight} label={l('key_nextPhoto')} onClick={() => props.onPair(Math.min(shown.length - 1, pair + 1))} />
          </>
        )}
        <span class={marking ? 'grow cut small quiet' : 'grow cut small quiet wheel'}>{pins.length > 0 ? '' : marking ? l('marking') : l('zoomHint')}</span>
        {pins.length > 0 && <Button small kind="plain" onClick={props.onClear}>{l('marked', { n: pins.length })} · {l('markClear')}</Button>}
        <Button small icon={crosshair} kind={marking ? 'primary' : 'quiet'} onClick={props.onAim}>{l('mark')} <kbd>M</kbd></Button>
        <IconButton icon={zoomIn} label={l('zoom')} onClick={() => props.onView(zoomed(view, 1.6, 0.5, 0.5))} />
        <IconButton icon={zoomOut} label={l('zoomReset')} onClick={() => props.onView(WHOLE)} />
      </div>
      <div class="sight"><Compare key={pair} pair={current} view={view} pins={pins} marking={marking} waived={props.waived} now={props.now} zone={props.zone} onView={props.onView} onPin={props.onPin} /></div>
    </div>
  )
}
