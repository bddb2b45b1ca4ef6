/** A work order in the day: large for the next one, a card with a countdown for an offer, one line for the rest. */
import type { PhoneView } from '../../../engine/model'
import { span } from '../../../text/format'
import { Icon } from '../../../ui/Icon'
import { calendarClock, chevronRight, mapPin, route } from '../../../ui/icons'
import { Line } from '../../../ui/List'
import { Chip, PriorityChip, StatusChip, SyncBadge } from '../../../ui/Marks'
import { nextClock } from '../../../ui/sla'
import { SlaRing } from '../../../ui/SlaRing'
import { Card } from '../../../ui/Surface'
import { OfferClock } from '../offer/OfferClock'
import { useGround } from '../phone'
import { community, faultName, whereLine, windowLine } from '../place'
import { w } from '../shell/words'
import '../shell/job-card.css'

const CLOCKS = { respond: 'clockRespond', arrive: 'clockArrive', fix: 'clockFix' } as const

export function NextCard({ view, now }: { view: PhoneView; now: number }) {
  const { go } = useGround()
  const { order, place } = view.shown
  const clock = nextClock(order.clocks, order.reported_at)
  return (
    <Card onClick={() => go(`/t/job/${order.id}`)}>
      <span class="job-card">
        <span class="row wrap">
          <StatusChip status={order.status} />
          <PriorityChip priority={order.priority} />
          {view.pending > 0 && <Chip tone="offline" plain><SyncBadge state="waiting" />{w('pendingHere', { n: view.pending })}</Chip>}
        </span>
        <span class="job-fault">{faultName(view.shown)}</span>
        <span class="job-where"><Icon of={mapPin} size={20} /><span><span class="strong">{whereLine(view.shown)}</span><br /><span class="small quiet">{community(view.shown)}</span></span></span>
        <span class="job-where small quiet"><Icon of={calendarClock} size={20} />{windowLine(view.shown, now)}</span>
        <Travel view={view} />
        {clock && <span class="job-clock"><SlaRing clock={clock} name={w(CLOCKS[clock.name])} zone={place.time_zone} /><Icon of={chevronRight} /></span>}
      </span>
    </Card>
  )
}

function Travel({ view }: { view: PhoneView }) {
  const { offer, order } = view.shown
  if (offer === null || !['offered', 'accepted', 'rework'].includes(order.status)) return null
  return <span class="job-where small quiet"><Icon of={route} size={20} />{w('travel', { time: span(offer.travel_min * 60_000) })}</span>
}

export function OfferCard({ view }: { view: PhoneView }) {
  const { go } = useGround()
  const { order, offer } = view.shown
  return (
    <Card tone="info" onClick={() => go(`/t/job/${order.id}`)}>
      <span class="job-card">
        <span class="row wrap" style={{ justifyContent: 'space-between' }}>
          <PriorityChip priority={order.priority} />
          <OfferClock expires={offer?.expires_at ?? null} />
        </span>
        <span class="job-fault">{faultName(view.shown)}</span>
        <span class="job-where"><Icon of={mapPin} size={20} /><span>{whereLine(view.shown)}<span class="small quiet"> · {community(view.shown)}</span></span></span>
        <Travel view={view} />
      </span>
    </Card>
  )
}

export function JobLine({ view, now, done }: { view: PhoneView; now: number; done?: string }) {
  const { go } = useGround()
  const { order, place } = view.shown
  const clock = nextClock(order.clocks, order.reported_at)
  return (
    <Line onClick={() => go(`/t/job/${order.id}`)} after={<Icon of={chevronRight} size={20} />}>
      <span class="job-line">
        <span class="row" style={{ justifyContent: 'space-between' }}>
          <span class="strong cut">{faultName(view.shown)}</span>
          {view.pending > 0 && <SyncBadge state="waiting" />}
          {view.parked.length > 0 && <SyncBadge state="parked" />}
        </span>
        <span class="small quiet">{whereLine(view.shown)} · {community(view.shown)}</span>
        <span class="row wrap small">
          {done === undefined ? <span class="quiet">{windowLine(view.shown, now)}</span> : <span class="quiet">{done}</span>}
        </span>
        <span class="row wrap">
          <StatusChip status={order.status} />
          {done === undefined && clock && <SlaRing size="small" clock={clock} zone={place.time_zone} />}
        </span>
      </span>
    </Line>
  )
}
