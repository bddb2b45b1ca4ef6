/**
 * The camera in the page, so that no other app can push this one out of memory: the before lies as a ghost over the
 * after, a bad picture is said before it is kept, a good one is kept at once and the next may follow.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { LocalPhoto } from '../../../engine/model'
import { inspect } from '../../../platform/camera'
import { NoPhoto } from '../../../platform/photos'
import { wordFor } from '../../../text'
import { c, slots } from '../../../text/common'
import { problem } from '../../../text/problems'
import { Button, IconButton } from '../../../ui/Button'
import { Icon } from '../../../ui/Icon'
import { check, flashlight, layers, x } from '../../../ui/icons'
import { Banner } from '../../../ui/Surface'
import { toast } from '../../../ui/Toast'
import type { Slot } from '../../../wire/types.gen'
import { useGround, useView } from '../phone'
import { useShots } from '../shots'
import { t } from '../words'
import { kept } from '../job/next'
import { Gallery } from './Gallery'
import { Unkept, Verdict } from './Verdict'
import { useCamera } from './useCamera'
import { useLastFix } from './useLastFix'
import './camera.css'

interface Held {
  readonly blob: Blob
  readonly warnings: readonly string[]
  /** Why the phone could not keep it; absent while it was not tried. */
  readonly failed?: 'full' | 'broken'
}

const full = (reason: unknown): boolean => reason instanceof DOMException && reason.name === 'QuotaExceededError'

export function Camera({ id, slot }: { id: string; slot: Slot }) {
  const { phone, back } = useGround()
  const view = useView(id)
  const video = useRef<HTMLVideoElement>(null)
  const { camera, error, lit, light } = useCamera(video)
  const fix = useLastFix()
  const [ghosted, ghost] = useState(true)
  const [busy, work] = useState(false)
  const [held, hold] = useState<Held | null>(null)
  const [taken, count] = useState<readonly LocalPhoto[]>([])
  const before = useShots(slot === 'after' ? (view?.photos ?? []).filter((photo) => photo.slot === 'before').slice(0, 1) : [], view?.shown.place.time_zone, 'master')[0]
  const leave = (): void => back(`/t/job/${id}`)
  useEffect(() => {
    // A camera can cost the page its life: where it stood is written down until it is left in peace.
    const intent = phone.intend(id, slot)
    return () => void intent.then((known) => phone.forgetIntent(known)).catch(() => undefined)
  }, [id, slot, phone])
  const keep = async (blob: Blob, warned: readonly string[]): Promise<void> => {
    hold(null)
    work(true)
    try {
      const photo = await phone.photo(id, slot, blob, { takenAt: Date.now(), warnings: warned, ...(fix.current ? { position: fix.current.position, accuracyM: fix.current.accuracyM } : {}) })
      count((all) => [...all, photo])
      navigator.vibrate?.(30)
      if (slot === 'door') await arrived(photo)
    } catch (reason) {
      if (reason instanceof NoPhoto) toast(problem(reason.why))
      else hold({ blob, warnings: warned, failed: full(reason) ? 'full' : 'broken' })
    }
    work(false)
  }
  const arrived = async (photo: LocalPhoto): Promise<void> => {
    await phone.act('visit.arrive', id, { presence: { method: 'door_photo', at: photo.takenAt, position: fix.current?.position ?? null, accuracy_m: fix.current?.accuracyM ?? null, proof: photo.id } })
    toast(t('saidArrive'))
    leave()
  }
  const judge = (shot: Held): Promise<void> | void => (shot.warnings.length === 0 ? keep(shot.blob, []) : hold(shot))
  const shoot = async (): Promise<void> => {
    if (video.current === null || busy || camera === null) return
    work(true)
    await camera.shoot(video.current).then(judge, () => toast(t('saveFailed')))
    work(false)
  }
  const picked = async (files: readonly File[]): Promise<void> => {
    // One may be asked about; of several, each is kept with what was seen.
    for (const file of files) {
      const warned = await inspect(file)
      if (files.length === 1) await judge({ blob: file, warnings: warned })
      else await keep(file, warned)
    }
  }
  const need = view === undefined ? 0 : slot === 'before' ? view.shown.fault.before_photos : slot === 'after' ? view.shown.fault.after_photos : 0
  const have = view === undefined ? taken.length : kept(view).filter((photo) => photo.slot === slot).length
  return (
    <div class="camera" role="main" aria-label={t('camera')}>
      <div class="camera-stage">
        <video ref={video} muted playsInline aria-label={wordFor(slots, slot)} class={camera ? 'on' : ''} />
        {before?.url && ghosted && camera && <img class="ghost" src={before.url} alt="" />}
        {error && <div class="camera-off"><Banner tone="soon">{problem(error)}</Banner></div>}
      </div>
      <header class="camera-top">
        <IconButton icon={x} label={c('close')} onClick={leave} />
        <span class="grow strong">{wordFor(slots, slot)}<span class="num"> · {need > 0 ? t('takenOf', { n: have, need }) : t('taken', { n: have })}</span></span>
        {before?.url && <IconButton icon={layers} label={t(ghosted ? 'ghostOff' : 'ghost')} pressed={ghosted} onClick={() => ghost(!ghosted)} />}
        {camera?.hasTorch && <IconButton icon={flashlight} label={t('torch')} pressed={lit} onClick={light} />}
      </header>
      <footer class="camera-bar">
        <Gallery onPick={(files) => void picked(files)} />
        <button type="button" class="shutter" aria-label={t('shutter')} aria-busy={busy} disabled={camera === null} onClick={() => void shoot()} />
        <Button kind="plain" icon={check} onClick={leave}>{t('cameraDone')}</Button>
      </footer>
      {taken.length > 0 && <span class="camera-said row" role="status"><Icon of={check} size={20} />{t('taken', { n: taken.length })}</span>}
      {held?.failed && <Unkept blob={held.blob} full={held.failed === 'full'} onRetry={() => void keep(held.blob, held.warnings)} onDrop={() => hold(null)} />}
      {held && !held.failed && <Verdict blob={held.blob} warnings={held.warnings} onAgain={() => hold(null)} onKeep={() => void keep(held.blob, held.warnings)} />}
    </div>
  )
}

