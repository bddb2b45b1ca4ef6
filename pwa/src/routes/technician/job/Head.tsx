/** The top of a job: how it stands, how long there is, where it is, and who waits there. */
import type { PhoneView } from '../../../engine/model'
import { wordFor } from '../../../text'
import { holdReasons } from '../../../text/common'
import { date, when } from '../../../text/format'
import { p } from '../../../text/proof'
import { Icon } from '../../../ui/Icon'
import { calendarClock, map, mapPin, phone as phoneIcon, user } from '../../../ui/icons'
import { PriorityChip, StatusChip } from '../../../ui/Marks'
import { nextClock } from '../../../ui/sla'
import { SlaRing } from '../../../ui/SlaRing'
import { Banner, Card } from '../../../ui/Surface'
import { community, mapLink, whereLine, windowLine } from '../place'
import { Places } from './Radar'
import { t } from '../words'
import { w } from '../shell/words'

const CLOCKS = { respond: 'clockRespond', arrive: 'clockArrive', fix: 'clockFix' } as const

export function Head({ view, now }: { view: PhoneView; now: number }) {
  const { order, place } = view.shown
  const clock = nextClock(order.clocks, order.reported_at)
  return (
    <>
      <Warnings view={view} now={now} />
      <Card>
        <div class="job-card">
          <div class="row wrap"><StatusChip status={order.status} /><PriorityChip priority={order.priority} /></div>
          {clock && <SlaRing clock={clock} name={w(CLOCKS[clock.name])} zone={place.time_zone} />}
          <p class="job-where"><Icon of={mapPin} size={20} /><span><span class="strong">{whereLine(view.shown)}</span><br /><span class="small quiet">{community(view.shown)} · {place.code}</span></span></p>
          {order.contact.name !== '' && <p class="job-where small quiet"><Icon of={user} size={20} />{order.contact.name}</p>}
          <p class="job-where small quiet"><Icon of={calendarClock} size={20} />{windowLine(view.shown, now)}</p>
          <div class="reach">
            {order.contact.phone !== '' && <a class="btn" href={`tel:${order.contact.phone}`}><Icon of={phoneIcon} />{t('call')}</a>}
            <a class="btn" href={mapLink(view.shown)}><Icon of={map} />{t('map')}</a>
          </div>
        </div>
      </Card>
    </>
  )
}

function Warnings({ view, now }: { view: PhoneView; now: number }) {
  const { order, place, history } = view.shown
  const open = !['signed', 'pending_evidence', 'in_review', 'completed', 'closed', 'cancelled'].includes(order.status)
  const again = open ? history.find((visit) => visit.rework) : undefined
  const back = order.review?.verdict === 'sent_back' && ['rework', 'accepted', 'en_route', 'arrived', 'in_progress'].includes(order.status) ? order.review : null
  return (
    <>
      {back && (
        <Banner tone="late" title={t('sentBack')}>
          {back.reason}
          {back.due && <><br />{t('sentBackDue', { at: when(back.due, now, place.time_zone) })}</>}
        </Banner>
      )}
      {again && <Banner tone="late" title={t('reworkTitle')}>{t('reworkBody', { at: date(again.at, place.time_zone), number: again.number })}</Banner>}
      {order.hold && order.status === 'on_hold' && (
        <Banner tone="soon" title={wordFor(holdReasons, order.hold.reason)}>
          {t('holdSince', { since: when(order.hold.since, now, place.time_zone), until: when(order.hold.until, now, place.time_zone) })}
          {order.hold.note && <><br />{order.hold.note}</>}
          {order.hold.seen.length > 0 && <><br />{p('radarSeen')}<Places found={order.hold.seen} unit="" /></>}
        </Banner>
      )}
      {order.sign_off?.stale && <Banner tone="soon">{t('staleSign')}</Banner>}
      {place.no_signal && open && <Banner tone="offline">{t('noSignalPlace')}</Banner>}
    </>
  )
}
