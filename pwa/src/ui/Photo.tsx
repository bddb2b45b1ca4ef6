/** Photos as evidence: a slot that says how many it still needs, a strip, and the full screen. */
import { useEffect, useRef, useState } from 'preact/hooks'
import './controls.css'
import './evidence.css'
import { c } from '../text/common'
import { IconButton } from './Button'
import { Icon } from './Icon'
import { cameraOff, chevronLeft, chevronRight, imagePlus, trash, triangleAlert, x } from './icons'
import { Chip, SyncBadge, type SyncMark } from './Marks'
import type { Tone } from './Surface'

export interface Shot {
  readonly id: string
  /** Something an <img> can show; null while it loads or when its bytes are gone. */
  readonly url: string | null
  readonly label: string
  readonly sync?: SyncMark
  readonly warning?: string
}

export interface PhotoStripProps {
  shots: readonly Shot[]
  label: string
  strip?: boolean
  onOpen: (index: number) => void
  onAdd?: () => void
  addWord?: string
}

export function PhotoStrip({ shots, label, strip, onOpen, onAdd, addWord }: PhotoStripProps) {
  return (
    <div class={strip ? 'shots shots-strip' : 'shots'} role="group" aria-label={label}>
      {shots.map((shot, n) => (
        <button key={shot.id} type="button" class="shot" aria-label={`${shot.label}${shot.warning ? `, ${shot.warning}` : ''}`} onClick={() => onOpen(n)}>
          {shot.url === null ? <span class="gone"><Icon of={cameraOff} /></span> : <img src={shot.url} alt="" loading="lazy" decoding="async" />}
          {shot.warning && <span class="warn"><Chip tone="soon" icon={triangleAlert}>{shot.warning}</Chip></span>}
          {shot.sync && <span class="badge"><SyncBadge state={shot.sync} /></span>}
        </button>
      ))}
      {onAdd && (
        <button type="button" class="shot shot-add" onClick={onAdd}>
          <Icon of={imagePlus} size={32} />
          {addWord ?? c('photo')}
        </button>
      )}
    </div>
  )
}

export interface PhotoSlotProps extends PhotoStripProps {
  need: number
  /** "1 more needed", said by the face. */
  word: string
}

export function PhotoSlot({ need, word, ...strip }: PhotoSlotProps) {
  const tone: Tone = strip.shots.length >= need ? 'ok' : 'soon'
  return (
    <section class="slot" aria-label={strip.label}>
      <header>
        <h3>{strip.label}</h3>
        {need > 0 && <Chip tone={tone}><span class="num">{word}</span></Chip>}
      </header>
      <PhotoStrip {...strip} />
    </section>
  )
}

export interface ViewerProps {
  shots: readonly Shot[]
  index: number
  onClose: () => void
  onRemove?: (shot: Shot) => void
}

/** Full screen: swipe or arrows to move, tap to come near, Escape to leave. */
export function Viewer({ shots, index, onClose, onRemove }: ViewerProps) {
  const box = useRef<HTMLDialogElement>(null)
  const [at, go] = useState(index)
  const [near, come] = useState(false)
  const start = useRef(0)
  useEffect(() => box.current?.showModal?.(), [])
  const shot = shots[Math.min(at, shots.length - 1)]
  const move = (by: number): void => {
    come(false)
    go(Math.min(shots.length - 1, Math.max(0, at + by)))
  }
  const swiped = (event: PointerEvent): void => {
    const by = event.clientX - start.current
    if (!near && Math.abs(by) > 60) move(by < 0 ? 1 : -1)
  }
  if (shot === undefined) return null
  return (
    <dialog class="viewer" ref={box} aria-label={shot.label} onCancel={(event) => { event.preventDefault(); onClose() }} onKeyDown={(event) => move(event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0)}>
      <div class="bar">
        <IconButton icon={x} label={c('close')} onClick={onClose} />
        <span class="grow cut">{shot.label}</span>
        <span class="num small">{c('of', { n: at + 1, m: shots.length })}</span>
        {onRemove && <IconButton icon={trash} label={c('remove')} onClick={() => onRemove(shot)} />}
      </div>
      <div class={near ? 'stage near' : 'stage'} onPointerDown={(event) => { start.current = event.clientX }} onPointerUp={swiped}>
        {shot.url === null ? <Icon of={cameraOff} size={32} /> : <img src={shot.url} alt={shot.label} onDblClick={() => come(!near)} draggable={false} />}
      </div>
      <div class="bar" style={{ justifyContent: 'space-between' }}>
        <IconButton icon={chevronLeft} label={c('previous')} onClick={() => move(-1)} />
        <span class="small">{shot.warning ?? ''}</span>
        <IconButton icon={chevronRight} label={c('next')} onClick={() => move(1)} />
      </div>
    </dialog>
  )
}
