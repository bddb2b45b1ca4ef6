/** Before and after: slots that say what is missing, the camera one touch away, and both in one frame when both exist. */
import { useState } from 'preact/hooks'
import type { LocalPhoto, PhoneView } from '../../../engine/model'
import { wordFor } from '../../../text'
import { slots } from '../../../text/common'
import { listed } from '../../../text/format'
import { shotNames } from '../../../text/evidence'
import { CompareSlider } from '../../../ui/CompareSlider'
import { Dialog } from '../../../ui/Overlay'
import { PhotoSlot, Viewer, type Shot } from '../../../ui/Photo'
import { Card, Section } from '../../../ui/Surface'
import { toast } from '../../../ui/Toast'
import { useGround } from '../phone'
import { useShots } from '../shots'
import { t } from '../words'
import { kept } from './next'

export function Photos({ view, locked }: { view: PhoneView; locked: boolean }) {
  const { order, fault } = view.shown
  const before = view.photos.filter((photo) => photo.slot === 'before')
  const after = view.photos.filter((photo) => photo.slot === 'after')
  const sharp = useShots([...before.slice(0, 1), ...after.slice(0, 1)], view.shown.place.time_zone, 'master')
  const [first, last] = [sharp[0]?.url, sharp[1]?.url]
  const reached = !['offered', 'accepted', 'en_route', 'arrived', 'rework'].includes(order.status) || after.length > 0
  return (
    <Section title={t('photosTitle')}>
      <Card>
        <div class="stack" style={{ gap: 'var(--s6)' }}>
          <Slot view={view} slot="before" photos={before} need={fault.before_photos} locked={locked} />
          {reached && <Slot view={view} slot="after" photos={after} need={fault.after_photos} locked={locked} />}
          {before.length > 0 && after.length > 0 && first && last && <CompareSlider before={first} after={last} />}
        </div>
      </Card>
    </Section>
  )
}

interface SlotProps {
  view: PhoneView
  slot: 'before' | 'after'
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
  const hints = view.shown.fault.slots.filter((name) => name.startsWith(slot)).map((name) => wordFor(shotNames, name))
  const retract = (shot: Shot): void => {
    void phone.act('photo.retract', id, { id: shot.id, reason: 'by_author' })
    toast(t('photoRetracted'))
    doom(null)
    show(null)
  }
  return (
    <div id={`slot-${slot}`}>
      <PhotoSlot
        label={wordFor(slots, slot)}
        need={need}
        word={held >= need ? t('enough', { n: held }) : t('needMore', { n: need - held })}
        shots={shots}
        onOpen={show}
        addWord={t('take')}
        {...(locked ? {} : { onAdd: () => go(`/t/job/${id}/camera?slot=${slot}`) })}
      />
      {hints.length > 0 && held < Math.max(need, hints.length) && !locked && <p class="small quiet" style={{ marginTop: 'var(--s2)' }}>{t('shots', { list: listed(hints) })}</p>}
      {open !== null && <Viewer shots={shots} index={open} onClose={() => show(null)} {...(locked ? {} : { onRemove: doom })} />}
      {doomed && <Dialog title={t('photoRetract')} yes={t('photoRetract')} danger onYes={() => retract(doomed)} onClose={() => doom(null)}>{t('photoRetractWhy')}</Dialog>}
    </div>
  )
}
