/**
 * The camera in the page, so that no other app can push this one out of memory: the shots that the fault asks for in a row, the
 * before as a ghost over the after, a bad picture said before it is kept, a good one kept at once and the next may follow.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { wordFor } from '../../../text'
import { c, slots } from '../../../text/common'
import { p } from '../../../text/proof'
import { problem } from '../../../text/problems'
import { Button, IconButton } from '../../../ui/Button'
import { check, eraser, flashlight, layers, x } from '../../../ui/icons'
import { Banner } from '../../../ui/Surface'
import type { Slot } from '../../../wire/types.gen'
import { kept } from '../job/next'
import { useGround, useView } from '../phone'
import { useShots } from '../shots'
import { t } from '../words'
import { Gallery } from './Gallery'
import { Mask } from './Mask'
import { ghostAt, needOf, nextShot, wanted } from './plan'
import { ShotRow } from './ShotRow'
import { Taken } from './Taken'
import { useCamera } from './useCamera'
import { useIntent } from './useIntent'
import { useTaking } from './useTaking'
import { Unkept, Verdict } from './Verdict'
import './camera.css'

export interface CameraProps {
  readonly id: string
  readonly slot: Slot
  /** The shot that was asked for; the next missing one when none was. */
  readonly shot: string
}

export function Camera({ id, slot, shot: asked }: CameraProps) {
  const { back } = useGround()
  const view = useView(id)
  const video = useRef<HTMLVideoElement>(null)
  const held = view === undefined ? [] : kept(view)
  const row = view === undefined ? [] : wanted(view.shown.fault, slot, held)
  const [chosen, choose] = useState<string | null>(asked || null)
  const shot = chosen ?? nextShot(row)
  const { camera, error, lit, light } = useCamera(video, useIntent(id, slot, shot))
  const [masked, mask] = useState(false)
  const leave = (): void => back(`/t/job/${id}`)
  const { busy, held: open, taken, hold, keep, shoot, pick } = useTaking(id, slot, { shot, masked, arrives: slot === 'door' && (view?.shown.order.status === 'en_route' || view?.shown.order.status === 'accepted'), onArrived: leave })
  const ghosts = useShots(slot === 'after' ? held.filter((photo) => photo.slot === 'before') : [], view?.shown.place.time_zone, 'master')
  const [ghosted, ghost] = useState<number | null>(0)
  const at = row.findIndex((one) => one.shot === shot)
  const shown = ghosted === null ? null : ghostAt(Math.max(0, at) + ghosted, ghosts.length)
  const before = shown === null ? undefined : ghosts[shown]
  // Whoever took what was asked for is asked for the next.
  useEffect(() => choose(null), [taken.length])
  const turn = (): void => ghost(ghosted === null ? 0 : ghosted + 1 < ghosts.length ? ghosted + 1 : null)
  const need = view === undefined ? 0 : needOf(view.shown.fault, slot)
  const have = view === undefined ? taken.length : held.filter((photo) => photo.slot === slot).length
  const name = slot === 'during' ? p('lateTitle') : wordFor(slots, slot)
  const press = (): void => void (camera !== null && video.current !== null && shoot(() => camera.shoot(video.current as HTMLVideoElement)))
  return (
    <div class="camera" role="main" aria-label={t('camera')}>
      <div class="camera-stage">
        <video ref={video} muted playsInline aria-label={name} class={camera ? 'on' : ''} />
        {before?.url && camera && <img class="ghost" src={before.url} alt="" data-ghost={shown} />}
        {error && <div class="camera-off"><Banner tone="soon">{problem(error)}</Banner></div>}
      </div>
      <header class="camera-top">
        <IconButton icon={x} label={c('close')} onClick={leave} />
        <span class="grow strong cut">{name}<span class="num"> · {need > 0 ? t('takenOf', { n: have, need }) : t('taken', { n: have })}</span></span>
        {ghosts.length > 0 && <IconButton icon={layers} label={ghosted === null ? p('ghostGone') : p('ghostNo', { n: (shown ?? 0) + 1 })} pressed={ghosted !== null} onClick={turn} />}
        <IconButton icon={eraser} label={p(masked ? 'maskOn' : 'maskOff')} pressed={masked} onClick={() => mask(!masked)} />
        {camera?.hasTorch && <IconButton icon={flashlight} label={t('torch')} pressed={lit} onClick={light} />}
      </header>
      <footer class="camera-foot">
        {row.length > 0 && <ShotRow row={row} shot={shot} onChoose={choose} />}
        {taken.length > 0 && <Taken photos={taken} zone={view?.shown.place.time_zone} />}
        <div class="camera-bar">
          <Gallery onPick={(files) => void pick(files)} />
          <button type="button" class="shutter" aria-label={t('shutter')} aria-busy={busy} disabled={camera === null} onClick={press} />
          <Button kind="plain" icon={check} onClick={leave}>{t('cameraDone')}</Button>
        </div>
      </footer>
      {open?.why === 'mask' && <Mask blob={open.blob} onDrop={() => hold(null)} onKeep={(blob) => void keep({ blob, warnings: open.warnings })} />}
      {open?.why === 'warned' && <Verdict blob={open.blob} warnings={open.warnings} onAgain={() => hold(null)} onKeep={() => void keep(open)} onMask={() => hold({ ...open, why: 'mask' })} />}
      {(open?.why === 'full' || open?.why === 'broken') && <Unkept blob={open.blob} full={open.why === 'full'} onRetry={() => void keep(open)} onDrop={() => hold(null)} />}
    </div>
  )
}
