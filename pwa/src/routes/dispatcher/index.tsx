/** The dispatcher's face: the live board, the form for a phone call, the inbox of what could not be applied. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { parts, type FaceProps } from '../../router'
import { o } from '../../text/office'
import { inbox, map, phoneCall } from '../../ui/icons'
import { useLive } from '../../ui/useLive'
import { api, stream } from '../../wire/client'
import type { Board as BoardData } from '../../wire/types.gen'
import { Office } from '../office/Rail'
import '../office/office.css'
import { Board } from './Board'
import './dispatcher.css'
import { Intake } from './Intake'
import { Parked } from './Parked'
import { readParked } from './inbox'
import { openBoard } from './store'

const doors = {
  read: (signal: AbortSignal) => api<BoardData>('GET', '/board', undefined, { signal }),
  listen: (told: (name: string, data: unknown) => void, state: (open: boolean) => void, signal: AbortSignal) =>
    stream('/board/stream', { onEvent: told, onState: state, signal }),
  now: () => Date.now(),
}

const PARKED_EVERY_MS = 60_000
/** Who settles what a phone could not apply; the server refuses everybody else. */
const SETTLES: readonly string[] = ['dispatcher', 'admin']

export default function Dispatcher({ me, path, go }: FaceProps) {
  const board = useMemo(() => openBoard(doors), [me.id])
  useEffect(() => board.close, [board])
  const [help, showHelp] = useState(false)
  const page = parts(path)[1] ?? ''
  const alerts = useLive(board.state, (state) => state.alerts.length)
  const settles = SETTLES.includes(me.role)
  const [parked, count] = useParkedCount(settles, page)
  const stops = [
    { href: '/d', label: o('board'), icon: map, here: page === '', count: alerts, urgent: true },
    { href: '/d/new', label: o('intake'), icon: phoneCall, here: page === 'new' },
    ...(settles ? [{ href: '/d/parked', label: o('parked'), icon: inbox, here: page === 'parked', count: parked }] : []),
  ]
  const shared = { me, go, board, help, onHelp: showHelp }
  return (
    <Office me={me} stops={stops} onKeys={() => showHelp(true)}>
      {page === 'new' ? <Intake {...shared} /> : page === 'parked' && settles ? <Parked {...shared} path={path} onCount={count} /> : <Board {...shared} path={path} />}
    </Office>
  )
}

/** How many updates wait to be settled; a failure leaves the last number. */
function useParkedCount(settles: boolean, page: string): [number, (count: number) => void] {
  const [parked, count] = useState(0)
  useEffect(() => {
    if (!settles) return
    const ask = (): void => {
      if (document.visibilityState === 'visible') readParked().then((items) => count(items.length), () => undefined)
    }
    ask()
    const timer = setInterval(ask, PARKED_EVERY_MS)
    return () => clearInterval(timer)
  }, [settles, page === 'parked'])
  return [parked, count]
}
