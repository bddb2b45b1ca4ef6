/** Before and after: slots that say what is missing, the camera one touch away, and both in one frame when both exist. */
import { useState } from 'preact/hooks'
import type { LocalPhoto, PhoneView } from '../../../engine/model'
import { wordFor } from '../../../text'
import { slots } from '../../../text/common'
import { shotNames } from '../../../text/evidence'
import { p } from '../../../text/proof'
import { CompareSlider } from '../../../ui/CompareSlider'
import { Icon } from '../../../ui/Icon'
import { camera, check } from '../../../ui/icons'
import { Dialog } from '../../../ui/Overlay'
import { PhotoSlot, Viewer, type Shot } from '../../../ui/Photo'
import { Card, Section } from '../../../ui/Surface'
import { toast } from '../../../ui/Toast'
import { wanted, type Wanted } from '../camera/plan'
import { useGround } from '../phone'
import { useShots } from '../shots'
import { t } from '../words'
import { kept } from './next'

export function Photos({ view, locked }: { view: PhoneView; locked: boolean }) {
  const { order, fault } = view.shown
  const before = view.photos.filter((photo) => photo.slot === 'before')
  const after = view.photos.filter((photo) => photo.slot === 'after')
  const late = view.photos.filter((photo) => photo.slot === 'during')
  const sharp = useShots([...before.slice(0, 1), ...after.slice(0, 1)], view.shown.place.time_zone, 'master')
  const [first, last] = [sharp[0]?.url, sharp[1]?.url]
  const reached = !['offered', 'accepted', 'en_route', 'arrived', 'rework'].includes(order.status) || after.length > 0
  return (
    <Section title={t('photosTitle')}>
      <Card>
        <div class="stack" style={{ gap: 'var(--s6)' }}>
          <Slot view={view} slot="before" photos={before} need={fault.before_photos} locked={locked} />
          {reached && <Slot view={view} slot="after" photos={after} need={fault.after_photos} locked={locked} />}
          {(locked || late.length > 0) && <Slot view={view} slot="during" photos={late} need={0} locked={locked} />}
          {before.length > 0 && after.length > 0 && first && last && <CompareSlider before={first} after={last} />}
        </div>
      </Card>
    </Section>
  )
}

interface SlotProps {
  view: PhoneView
  slot: 'before' | 'after' | 'during'
  photos: readonly LocalPhoto[]
  need: number
  locked: boolean
}

function Slot({ view, slot, photos, need, locked }: SlotProps) {
  const { phone, go } = useGround()
  const [open, show] = useState<number | null>(null)
  const [doomed, doom] = useState<Shot | null>(null)
  const shots = useShots(photos, view.shown.place.time_zone)
  const id = view.shown.order.id
  const held = kept(view).filter((photo) => photo.slot === slot).length
  const row = wanted(view.shown.fault, slot, kept(view))
  const later = slot === 'during'
  const retract = (shot: Shot): void => {
    void phone.act('photo.retract', id, { id: shot.id, reason: 'by_author' })
    toast(t('photoRetracted'))
    doom(null)
    show(null)
  }
  return (
    <div id={`slot-${slot}`}>
      <PhotoSlot
        label={later ? p('lateTitle') : wordFor(slots, slot)}
        need={need}
        word={held >= need ? t('enough', { n: held }) : t('needMore', { n: need - held })}
        shots={shots}
        onOpen={show}
        addWord={later ? p('lateAdd') : t('take')}
        {...(locked && !later ? {} : { onAdd: () => go(`/t/job/${id}/camera?slot=${slot}`) })}
      />
      {later && locked && <p class="small quiet shotlist">{p('lateWhy')}</p>}
      {row.length > 0 && !locked && <ShotList row={row} onTake={(shot) => go(`/t/job/${id}/camera?slot=${slot}&shot=${shot}`)} />}
      {open !== null && <Viewer shots={shots} index={open} onClose={() => show(null)} {...(locked && !later ? {} : { onRemove: doom })} />}
      {doomed && <Dialog title={t('photoRetract')} yes={t('photoRetract')} danger onYes={() => retract(doomed)} onClose={() => doom(null)}>{t('photoRetractWhy')}</Dialog>}
    </div>
  )
}

/** What the procedure wants to see, shot by shot; a touch opens the camera on it. */
function ShotList({ row, onTake }: { row: readonly Wanted[]; onTake: (shot: string) => void }) {
  return (
    <ul class="shotlist" aria-label={p('shotsLabel')}>
      {row.map((one) => {
        const name = wordFor(shotNames, one.shot)
        const done = one.have > 0 && one.have >= one.need
        return (
          <li key={one.shot}>
            <button type="button" class={done ? 'small tone-ok' : 'small'} onClick={() => onTake(one.shot)}>
              <Icon of={done ? check : camera} size={20} />
              <span class="num">{one.need === 0 && one.have === 0 ? p('shotExtra', { name }) : p('shotOf', { name, n: one.have, need: Math.max(1, one.need) })}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
