/** Before and after, large and side by side: zoom or move one and the other follows. A click can mark the spot. */
import { useRef, useState } from 'preact/hooks'
import { wordFor } from '../../text'
import { slots } from '../../text/common'
import { shotNames } from '../../text/evidence'
import { when } from '../../text/format'
import { l } from '../../text/lead'
import { Icon } from '../../ui/Icon'
import { cameraOff } from '../../ui/icons'
import { Chip } from '../../ui/Marks'
import { Spot } from '../../ui/Spot'
import type { Photo, Pin } from '../../wire/types.gen'
import { flagWord, usePicture } from '../office/shots'
import { moved, pinAt, zoomed, type Pair, type View } from './model'

export interface CompareProps {
  readonly pair: Pair
  readonly view: View
  readonly pins: readonly Pin[]
  readonly marking: boolean
  readonly waived: boolean
  readonly now: number
  readonly zone: string
  readonly onView: (view: View) => void
  readonly onPin: (pin: Pin) => void
}

export function Compare(props: CompareProps) {
  return (
    <div class={props.marking ? 'twin marking' : 'twin'}>
      <Frame {...props} photo={props.pair.before} slot="before" />
      <Frame {...props} photo={props.pair.after} slot="after" />
    </div>
  )
}

interface FrameProps extends CompareProps {
  readonly photo: Photo | null
  readonly slot: 'before' | 'after'
}

function Frame({ photo, slot, view, pins, marking, waived, now, zone, onView, onPin }: FrameProps) {
  const box = useRef<HTMLDivElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const [ratio, measured] = useState(photo?.quality && photo.quality.height > 0 ? photo.quality.width / photo.quality.height : 4 / 3)
  const drag = useRef<{ x: number; y: number; far: boolean } | null>(null)
  const thumb = usePicture(photo?.present ? photo.sha256 : null, 'thumb')
  const master = usePicture(photo?.present ? photo.sha256 : null, 'master')
  const url = master.url ?? thumb.url ?? photo?.quality?.lqip ?? null
  const part = (event: MouseEvent) => {
    const rect = box.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1)
    return { px: (event.clientX - rect.left) / rect.width, py: (event.clientY - rect.top) / rect.height, rect }
  }
  const wheel = (event: WheelEvent): void => {
    event.preventDefault()
    const { px, py } = part(event)
    onView(zoomed(view, Math.exp(-event.deltaY / 400), px, py))
  }
  const move = (event: PointerEvent): void => {
    const from = drag.current
    if (from === null) return
    const { rect } = part(event)
    const far = from.far || Math.hypot(event.clientX - from.x, event.clientY - from.y) > 4
    if (far) onView(moved(view, (event.clientX - from.x) / rect.width, (event.clientY - from.y) / rect.height))
    drag.current = far ? { x: event.clientX, y: event.clientY, far } : from
  }
  const up = (event: PointerEvent): void => {
    const still = drag.current !== null && !drag.current.far
    drag.current = null
    if (!still || photo === null) return
    const { px, py } = part(event)
    if (marking) {
      // The photo may not fill its frame: a spot belongs to the photo, wherever it is looked at.
      const on = sheet.current?.getBoundingClientRect()
      const pin = on && pinAt(photo.id, (event.clientX - on.left) / on.width, (event.clientY - on.top) / on.height)
      if (pin) onPin(pin)
    }
    else onView(view.scale > 1 ? { scale: 1, x: 0, y: 0 } : zoomed(view, 2.5, px, py))
  }
  const flags = photo ? [...photo.flags, ...(photo.quality?.warnings ?? [])] : []
  return (
    <figure>
      <figcaption class="row">
        <strong>{wordFor(slots, slot)}</strong>
        {photo?.shot && <span class="small">{wordFor(shotNames, photo.shot)}</span>}
        {photo && <span class="small quiet num">{l('takenAt', { time: when(photo.taken_at, now, zone) })}</span>}
        <span class="grow" />
        {flags.map((flag) => <Chip key={flag} tone="soon">{flagWord(flag)}</Chip>)}
      </figcaption>
      <div
        class={view.scale > 1 ? 'lens near' : 'lens'}
        ref={box}
        onWheel={wheel}
        onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); drag.current = { x: event.clientX, y: event.clientY, far: false } }}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={() => (drag.current = null)}
      >
        {photo === null || url === null
          ? <Gone words={photo === null ? (waived ? l('waived') : l(slot === 'before' ? 'noBefore' : 'noAfter')) : l('awaited')} />
          : (
            <div class="seen" style={{ transform: `translate(${view.x * 100}%, ${view.y * 100}%) scale(${view.scale})` }}>
              <div class="paper" ref={sheet} style={{ '--ratio': String(ratio) }}>
                <img src={url} alt={wordFor(slots, slot)} draggable={false} onLoad={(event) => measured(event.currentTarget.naturalWidth / Math.max(1, event.currentTarget.naturalHeight))} />
                {pins.map((pin, n) => pin.photo === photo.id && (
                  <Spot key={n} n={n + 1} label={l('pinNo', { n: n + 1 })} x={pin.x} y={pin.y} near={view.scale} />
                ))}
              </div>
            </div>
          )}
      </div>
    </figure>
  )
}

function Gone({ words }: { readonly words: string }) {
  return <div class="gone quiet"><Icon of={cameraOff} size={32} /><span>{words}</span></div>
}
