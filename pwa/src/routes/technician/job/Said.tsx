/** What the owner said, the photos that came with it, what matters at the door, and what happened here before. */
import { useState } from 'preact/hooks'
import type { PhoneView } from '../../../engine/model'
import { language } from '../../../text'
import { date } from '../../../text/format'
import { Icon } from '../../../ui/Icon'
import { history as historyIcon, messageSquareText, userCheck } from '../../../ui/icons'
import { Line } from '../../../ui/List'
import { Chip, StatusChip } from '../../../ui/Marks'
import { PhotoStrip, Viewer } from '../../../ui/Photo'
import { Banner, Card, Section } from '../../../ui/Surface'
import { useShots } from '../shots'
import { t } from '../words'

export function Said({ view }: { view: PhoneView }) {
  const { order, history, place } = view.shown
  const shots = useShots(view.photos.filter((photo) => photo.slot === 'report'), view.shown.place.time_zone)
  const [open, show] = useState<number | null>(null)
  const zh = language.get() === 'zh'
  return (
    <>
      {order.visit_notes !== '' && <Banner tone="info" icon={userCheck} title={t('household')}>{order.visit_notes}</Banner>}
      <Section title={t('words')}>
        <Card>
          <div class="stack">
            <p class="row" style={{ alignItems: 'flex-start' }}>
              <Icon of={messageSquareText} class="quiet" />
              <span class="grow" style={{ whiteSpace: 'pre-line' }}>{order.description || <span class="quiet">{t('noWords')}</span>}</span>
            </p>
            {shots.length > 0 && <PhotoStrip strip shots={shots} label={t('words')} onOpen={show} />}
          </div>
        </Card>
      </Section>
      {history.length > 0 && (
        <Section title={t('history')} aside={history.length}>
          <ul class="list">
            {history.map((visit) => (
              <li key={visit.number}>
                <Line before={<Icon of={historyIcon} class="quiet" />} after={visit.rework ? <Chip tone="late">{t('inWarranty')}</Chip> : <StatusChip status={visit.status} />}>
                  {zh ? visit.zh : visit.en}
                  <br />
                  <span class="small hint num">{date(visit.at, place.time_zone)} · <span class="whole">{visit.number}</span></span>
                </Line>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {open !== null && <Viewer shots={shots} index={open} onClose={() => show(null)} />}
    </>
  )
}
