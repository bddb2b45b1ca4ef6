/** The dispatcher's face: the live board, the form for a phone call, what phones could not do and what they hold, the house. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { parts, type FaceProps } from '../../router'
import { y } from '../../text/day'
import { o } from '../../text/office'
import { p } from '../../text/planning'
import { s } from '../../text/rules'
import { calendarClock, inbox, listChecks, map, phoneCall, route, shieldAlert, slidersHorizontal, smartphone } from '../../ui/icons'
import { useLive } from '../../ui/useLive'
import { api, stream } from '../../wire/client'
import type { Board as BoardData } from '../../wire/types.gen'
import { useBell } from '../office/bell'
import { Keep } from '../office/Keep'
import { Parked } from '../office/Parked'
import { Phones } from '../office/Phones'
import { Office } from '../office/Rail'
import { useWaiting } from '../office/waiting'
import '../office/office.css'
import '../office/narrow.css'
import { Board } from './Board'
import './dispatcher.css'
import { Intake } from './Intake'
import { Later } from './Later'
import { openBoard } from './store'

const doors = {
  read: (signal: AbortSignal) => api<BoardData>('GET', '/board', undefined, { signal }),
  listen: (told: (name: string, data: unknown) => void, state: (open: boolean) => void, signal: AbortSignal) =>
    stream('/board/stream', { onEvent: told, onState: state, signal }),
  now: () => Date.now(),
}

/** Who settles what a phone could not apply; the server refuses everybody else. */
const SETTLES: readonly string[] = ['dispatcher', 'admin']

/** Who sees the weights of dispatch; the server lets only the manager and the administrator change them. */
const READS_RULES: readonly string[] = ['dispatcher', 'manager', 'admin']
const MAKES_RULES: readonly string[] = ['manager', 'admin']

const timeline = () => import('./timeline')
const plan = () => import('./replan')
const incidents = () => import('./incidents')
const rules = () => import('./rules')

export default function Dispatcher({ me, path, go }: FaceProps) {
  const board = useMemo(() => openBoard(doors), [me.id])
  useEffect(() => board.close, [board])
  const [help, showHelp] = useState(false)
  const page = parts(path)[1] ?? ''
  const alerts = useLive(board.state, (state) => state.alerts.length)
  const settles = SETTLES.includes(me.role)
  const rung = useBell(settles)
  const waiting = useWaiting(settles, rung)
  const keeps = me.role === 'admin'
  const stops = [
    { href: '/d', label: o('board'), brief: o('boardBrief'), icon: map, here: page === '', count: alerts, urgent: true },
    ...(me.role === 'manager' ? [] : [{ href: '/d/new', label: o('intake'), brief: o('intakeBrief'), icon: phoneCall, here: page === 'new' }]),
    ...(settles ? [{ href: '/d/timeline', label: y('title'), icon: calendarClock, here: page === 'timeline' }] : []),
    ...(settles ? [{ href: '/d/plan', label: p('title'), icon: route, here: page === 'plan', rare: true }] : []),
    ...(settles ? [{ href: '/d/parked', label: o('parked'), icon: inbox, here: page === 'parked', count: waiting.parked }] : []),
    ...(settles ? [{ href: '/d/phones', label: o('phones'), icon: smartphone, here: page === 'phones', count: waiting.gaps, urgent: true, rare: true }] : []),
    ...(MAKES_RULES.includes(me.role) ? [{ href: '/d/rules', label: s('title'), icon: slidersHorizontal, here: page === 'rules', rare: true }] : []),
    ...(me.role === 'manager' ? [{ href: '/l', label: o('review'), icon: listChecks, here: false }] : []),
    ...(keeps ? [{ href: '/d/keep', label: o('keep'), icon: shieldAlert, here: page === 'keep', rare: true }] : []),
  ]
  const shared = { me, go, board, help, onHelp: showHelp }
  return (
    <Office me={me} stops={stops} onKeys={() => showHelp(true)}>
      {page === 'new' ? (
        <Intake {...shared} />
      ) : page === 'timeline' && settles ? (
        <Later key="timeline" load={timeline} {...shared} path={path} />
      ) : page === 'plan' && settles ? (
        <Later key="plan" load={plan} {...shared} path={path} />
      ) : page === 'incidents' ? (
        <Later key="incidents" load={incidents} {...shared} path={path} />
      ) : page === 'rules' && READS_RULES.includes(me.role) ? (
        <Later key="rules" load={rules} {...shared} path={path} />
      ) : page === 'parked' && settles ? (
        <Parked base="/d" {...shared} path={path} rung={rung.operation} onCount={waiting.setParked} />
      ) : page === 'phones' && settles ? (
        <Phones base="/d" {...shared} rung={rung.phone} />
      ) : page === 'keep' && keeps ? (
        <Keep path={path} go={go} rung={rung.dropbox} />
      ) : (
        <Board {...shared} path={path} />
      )}
    </Office>
  )
}
