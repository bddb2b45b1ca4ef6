/** The team lead's face: the review queue and the team. */
import { useEffect, useState } from 'preact/hooks'
import { parts, type FaceProps } from '../../router'
import { o } from '../../text/office'
import { clipboardCheck, users } from '../../ui/icons'
import { api } from '../../wire/client'
import type { Page, ReviewItem } from '../../wire/edge'
import { useLoaded } from '../office/load'
import { Office } from '../office/Rail'
import '../office/office.css'
import './lead.css'
import { Review } from './Review'
import { Team } from './Team'

const EVERY_MS = 45_000

export default function Lead({ me, path, go }: FaceProps) {
  const queue = useLoaded('reviews', (signal) => api<Page<ReviewItem>>('GET', '/reviews', undefined, { signal }).then((page) => page.items))
  const [help, showHelp] = useState(false)
  const team = parts(path)[1] === 'team'
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && queue.reload(), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  const stops = [
    { href: '/l', label: o('review'), icon: clipboardCheck, here: !team, count: queue.data?.length ?? 0 },
    { href: '/l/team', label: o('team'), icon: users, here: team },
  ]
  const shared = { go, help, onHelp: showHelp }
  return (
    <Office me={me} stops={stops} onKeys={() => showHelp(true)}>
      {team ? <Team {...shared} communities={me.communities} /> : <Review {...shared} me={me} path={path} queue={queue} />}
    </Office>
  )
}
