/** Today: what to answer, what is next, the rest of the day, what is done; how it stands with the network. */
import { useMemo } from 'preact/hooks'
import { when } from '../../../text/format'
import { cloudOff, hardHat } from '../../../ui/icons'
import { List } from '../../../ui/List'
import { EmptyState, Section, Skeleton } from '../../../ui/Surface'
import { useNow } from '../../../ui/useNow'
import { useGround, usePhone } from '../phone'
import { Page } from '../shell/Page'
import { w } from '../shell/words'
import { dayOf } from './groups'
import { JobLine, NextCard, OfferCard } from './JobCard'
import { Pull } from './Pull'

const LINE = 138 // px, of a line of the rest
const IN_HAND = new Set(['en_route', 'arrived', 'in_progress', 'work_done'])

export function Today() {
  const { phone } = useGround()
  const orders = usePhone((state) => state.orders)
  const me = usePhone((state) => state.me)
  const now = useNow(30_000)
  const day = useMemo(() => dayOf(orders, me.id, now), [orders, me, now])
  const left = day.rest.length + (day.next === null ? 0 : 1)
  const empty = day.offers.length === 0 && day.next === null && day.done.length === 0
  return (
    <Page title={w('today')} sub={empty ? me.code : `${me.code} · ${w('dayLeft', { n: left })}`}>
      <Pull onPull={() => phone.syncNow()} />
      {day.offers.length > 0 && (
        <Section title={w('offers')} aside={day.offers.length}>
          {day.offers.map((view) => <OfferCard key={view.shown.order.id} view={view} />)}
        </Section>
      )}
      {day.next !== null && (
        <Section title={w(IN_HAND.has(day.next.shown.order.status) ? 'going' : 'nextJob')}>
          <NextCard view={day.next} now={now} />
        </Section>
      )}
      {day.rest.length > 0 && (
        <Section title={w('rest')} aside={day.rest.length}>
          <List items={day.rest} keyOf={(view) => view.shown.order.id} height={LINE} line={(view) => <JobLine view={view} now={now} />} />
        </Section>
      )}
      {day.done.length > 0 && (
        <Section title={w('done')} aside={day.done.length}>
          <List items={day.done} keyOf={(view) => view.shown.order.id} line={(view) => <JobLine view={view} now={now} done={w('doneAt', { at: when(view.shown.order.updated_at, now, view.shown.place.time_zone) })} />} />
        </Section>
      )}
      {empty && <Empty />}
    </Page>
  )
}

/** No work, or none that is known: before the server has once answered nobody says that there is none. */
function Empty() {
  const sync = usePhone((state) => state.sync)
  if (sync.lastOk !== null) return <EmptyState icon={hardHat} title={w('emptyTitle')}>{w('emptyBody')}</EmptyState>
  const asking = sync.phase === 'idle' || sync.phase === 'syncing'
  return asking ? <Skeleton lines={6} label={w('opening')} /> : <EmptyState icon={cloudOff} title={w('unknownTitle')}>{w('unknownBody')}</EmptyState>
}
