/** The team lead's face: the review queue, leave to spend, the team, what phones could not do and what they hold. */
import { useEffect, useState } from 'preact/hooks'
import { parts, type FaceProps } from '../../router'
import { l } from '../../text/lead'
import { o } from '../../text/office'
import { clipboardCheck, handCoins, inbox, smartphone, users } from '../../ui/icons'
import { api } from '../../wire/client'
import type { Page, ReviewItem } from '../../wire/edge'
import type { ApprovalRow } from '../../wire/types.gen'
import { useLoaded } from '../office/load'
import { useBell } from '../office/bell'
import { Parked } from '../office/Parked'
import { Phones } from '../office/Phones'
import { Office } from '../office/Rail'
import { useWaiting } from '../office/waiting'
import '../office/office.css'
import '../office/narrow.css'
import './lead.css'
import { Approvals } from './Approvals'
import { Review } from './Review'
import { Team } from './Team'

const EVERY_MS = 45_000

export default function Lead({ me, path, go }: FaceProps) {
  const queue = useLoaded('reviews', (signal) => api<Page<ReviewItem>>('GET', '/reviews', undefined, { signal }).then((page) => page.items))
  const approvals = useLoaded('approvals', (signal) => api<Page<ApprovalRow>>('GET', '/approvals', undefined, { signal }).then((page) => page.items))
  const [help, showHelp] = useState(false)
  const page = parts(path)[1] ?? ''
  const settles = me.role === 'lead' || me.role === 'admin'
  const rung = useBell(settles)
  const waiting = useWaiting(settles, rung)
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && (queue.reload(), approvals.reload()), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  const stops = [
    { href: '/l', label: o('review'), icon: clipboardCheck, here: page === '', count: queue.data?.length ?? 0 },
    { href: '/l/approvals', label: l('approvals'), icon: handCoins, here: page === 'approvals', count: approvals.data?.length ?? 0 },
    { href: '/l/team', label: o('team'), icon: users, here: page === 'team' },
    ...(settles ? [{ href: '/l/parked', label: o('parked'), icon: inbox, here: page === 'parked', count: waiting.parked }, { href: '/l/phones', label: o('phones'), icon: smartphone, here: page === 'phones', count: waiting.gaps, urgent: true }] : []),
  ]
  const shared = { go, help, onHelp: showHelp }
  return (
    <Office me={me} stops={stops} onKeys={() => showHelp(true)}>
      {page === 'approvals' ? (
        <Approvals rows={approvals} zone={me.time_zone} />
      ) : page === 'team' ? (
        <Team {...shared} communities={me.communities} />
      ) : page === 'parked' && settles ? (
        <Parked base="/l" {...shared} path={path} rung={rung.operation} onCount={waiting.setParked} />
      ) : page === 'phones' && settles ? (
        <Phones base="/l" {...shared} rung={rung.phone} />
      ) : (
        <Review {...shared} me={me} path={path} queue={queue} />
      )}
    </Office>
  )
}
