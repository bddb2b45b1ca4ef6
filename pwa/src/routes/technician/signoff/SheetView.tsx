/** The sheet as the owner reads it: everything that the digest binds, nothing that it does not. */
import { total } from '../../../engine/fees'
import type { PhoneView } from '../../../engine/model'
import { onSheet } from '../../../engine/sheet'
import { wordFor } from '../../../text'
import { actions, causes } from '../../../text/common'
import { CompareSlider } from '../../../ui/CompareSlider'
import { MoneyLines } from '../../../ui/Money'
import { PhotoStrip, Viewer } from '../../../ui/Photo'
import { Card, Section } from '../../../ui/Surface'
import { costLines } from '../job/costLines'
import { kept } from '../job/next'
import { usePhone } from '../phone'
import { community, faultName, whereLine } from '../place'
import { useShots } from '../shots'
import { t } from '../words'
import { useState } from 'preact/hooks'

export function SheetView({ view }: { view: PhoneView }) {
  const me = usePhone((state) => state.me)
  const [open, show] = useState<number | null>(null)
  const { order, fault } = view.shown
  const photos = onSheet(kept(view))
  const shots = useShots(photos, view.shown.place.time_zone, 'master')
  const before = shots[photos.findIndex((photo) => photo.slot === 'before')]?.url
  const after = shots[photos.findIndex((photo) => photo.slot === 'after')]?.url
  return (
    <>
      <Card>
        <div class="stack" style={{ gap: 'var(--s4)' }}>
          <div>
            <p class="small hint num">{order.number}</p>
            <h2>{faultName(view.shown)}</h2>
            <p class="quiet">{community(view.shown)} · {whereLine(view.shown)}</p>
          </div>
          <dl class="facts">
            <dt>{t('sheetCause')}</dt><dd>{wordFor(causes, order.cause)}</dd>
            <dt>{t('sheetAction')}</dt><dd>{wordFor(actions, order.action)}</dd>
          </dl>
          <MoneyLines lines={costLines(order)} total={total(order)} currency={order.fees.currency} />
          <p class="small quiet">{t('warranty', { n: fault.callback_days })} · {t('sheetTechnician', { code: me.code })} · {t('sheetPhotos', { n: new Set(photos.map((photo) => photo.sha256)).size })}</p>
        </div>
      </Card>
      {photos.length > 0 && (
        <Section title={t('photosTitle')}>
          {before && after && <CompareSlider before={before} after={after} />}
          <PhotoStrip strip shots={shots} label={t('photosTitle')} onOpen={show} />
        </Section>
      )}
      {open !== null && <Viewer shots={shots} index={open} onClose={() => show(null)} />}
    </>
  )
}
