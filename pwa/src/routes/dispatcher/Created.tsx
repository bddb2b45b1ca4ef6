/** The call is an order: its number, who was asked, and the owner's link to read out or send. */
import { useEffect, useRef } from 'preact/hooks'
import { d } from '../../text/dispatcher'
import { n } from '../../text/incidents'
import { o } from '../../text/office'
import { Button } from '../../ui/Button'
import { circleCheck, phoneCall } from '../../ui/icons'
import { Icon } from '../../ui/Icon'
import { useLive } from '../../ui/useLive'
import type { ReportAnswer } from '../../wire/types.gen'
import type { Go } from '../../router'
import { LinkCard } from './LinkCard'
import type { OpenBoard } from './store'

export interface Made {
  readonly answer: ReportAnswer
  readonly seconds: number
  /** The order that it was to become part of, and whether it has. */
  readonly join: { readonly number: string; readonly done: boolean } | null
}

export interface CreatedProps {
  readonly made: Made
  readonly board: OpenBoard
  readonly go: Go
  readonly onAgain: () => void
}

export function Created({ made, board, go, onAgain }: CreatedProps) {
  const { answer, seconds } = made
  const row = useLive(board.state, (state) => state.orders.get(answer.work_order_id))
  const alerted = useLive(board.state, (state) => state.alerts.some((alert) => alert.work_order_id === answer.work_order_id && alert.code === 'dispatch.nobody_eligible'))
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'n' && (event.target as Element).tagName !== 'INPUT') onAgain()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  const told = made.join !== null ? n(made.join.done ? 'joined' : 'notJoined', { number: made.join.number }) : row?.technician ? d('dispatchedTo', { who: row.technician }) : alerted ? d('dispatchedNobody') : d('dispatching')
  return (
    <div class="board">
      <div class="created scroll">
        <div class="row tone-ok toned"><Icon of={circleCheck} size={32} /><h1 ref={title} tabIndex={-1}>{answer.repeated ? d('createdRepeated') : d('created', { number: answer.number })}</h1></div>
        <p class="quiet" role="status">{told} · {d('createdIn', { s: seconds })}</p>
        <LinkCard link={new URL(answer.link, location.origin).href} />
        <div class="row wrap">
          <Button kind="primary" icon={phoneCall} onClick={onAgain}>{d('another')}</Button>
          <Button onClick={() => go(`/d?order=${answer.work_order_id}`)}>{d('openOrder')}</Button>
          <Button kind="plain" onClick={() => go('/d')}>{o('board')}</Button>
        </div>
      </div>
    </div>
  )
}
