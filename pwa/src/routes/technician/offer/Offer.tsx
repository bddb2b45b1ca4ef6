/** An offer: what it is, why me, how long it waits, and two answers. */
import { useState } from 'preact/hooks'
import type { PhoneView } from '../../../engine/model'
import { wordFor } from '../../../text'
import { c, declineReasons } from '../../../text/common'
import { span } from '../../../text/format'
import { Button } from '../../../ui/Button'
import { Icon } from '../../../ui/Icon'
import { calendarClock, check, mapPin, route } from '../../../ui/icons'
import { PriorityChip } from '../../../ui/Marks'
import { Sheet } from '../../../ui/Overlay'
import { Banner, Card, Section } from '../../../ui/Surface'
import { toast } from '../../../ui/Toast'
import { useNow } from '../../../ui/useNow'
import { Said } from '../job/Said'
import { useGround } from '../phone'
import { community, faultName, whereLine, windowLine } from '../place'
import { Page } from '../shell/Page'
import { t } from '../words'
import { w } from '../shell/words'
import { OfferClock } from './OfferClock'
import { whyMe } from './reasons'
import { Radios } from '../shell/Radios'
import './offer.css'

export function Offer({ view }: { view: PhoneView }) {
  const { phone, go } = useGround()
  const [declining, decline] = useState(false)
  const now = useNow(30_000)
  const { order, offer, fault } = view.shown
  const whys = (offer?.reasons ?? []).map((term) => ({ code: term.code, why: whyMe(term, fault) }))
  const accept = (): void => {
    void phone.act('offer.accept', order.id, {})
    toast(t('accepted'))
  }
  const bar = (
    <>
      <Button onClick={() => decline(true)}>{t('decline')}</Button>
      <Button kind="primary" icon={check} wide onClick={accept}>{t('accept')}</Button>
    </>
  )
  return (
    <Page title={t('offerTitle')} sub={order.number} home="/t" bar={bar}>
      <OfferClock expires={offer?.expires_at ?? null} large />
      <Card>
        <span class="job-card">
          <span class="row"><PriorityChip priority={order.priority} /></span>
          <span class="job-fault">{faultName(view.shown)}</span>
          <span class="job-where"><Icon of={mapPin} size={20} /><span><span class="strong">{whereLine(view.shown)}</span><br /><span class="small quiet">{community(view.shown)}</span></span></span>
          <span class="job-where small quiet"><Icon of={calendarClock} size={20} />{windowLine(view.shown, now)}</span>
          {offer && <span class="job-where small quiet"><Icon of={route} size={20} />{w('travel', { time: span(offer.travel_min * 60_000) })}</span>}
        </span>
      </Card>
      {whys.length > 0 && (
        <Section title={t('whyMe')}>
          <ul class="list">
            {whys.map(({ code, why }) => why && (
              <li key={code} class="line"><span class="why-icon"><Icon of={why.icon} /></span><span><span class="strong">{why.title}</span><br /><span class="small quiet num">{why.more}</span></span></li>
            ))}
          </ul>
        </Section>
      )}
      {view.shown.place.no_signal && <Banner tone="offline">{t('noSignalPlace')}</Banner>}
      <Said view={view} />
      {declining && <Decline onClose={() => decline(false)} onYes={(reason) => { void phone.act('offer.decline', order.id, { reason }); toast(t('declined')); go('/t', { replace: true }) }} />}
    </Page>
  )
}

function Decline({ onClose, onYes }: { onClose: () => void; onYes: (reason: string) => void }) {
  const [reason, choose] = useState<string | null>(null)
  const footer = (
    <>
      <Button kind="danger" wide disabled={reason === null} onClick={() => reason !== null && onYes(reason)}>{t('declineNow')}</Button>
      <Button wide onClick={onClose}>{c('cancel')}</Button>
    </>
  )
  return (
    <Sheet title={t('declineTitle')} onClose={onClose} footer={footer}>
      <div class="stack">
        <p class="small quiet">{t('declineHelp')}</p>
        <Radios label={t('declineTitle')} value={reason} onChange={choose} options={Object.keys(declineReasons.zh).map((value) => ({ value, label: wordFor(declineReasons, value) }))} />
      </div>
    </Sheet>
  )
}
