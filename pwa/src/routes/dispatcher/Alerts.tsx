/** What needs a dispatcher now, with the reasons; each opens its order. */
import { wordFor } from '../../text'
import { ago } from '../../text/format'
import { d, dispatcher, reasonNames } from '../../text/dispatcher'
import { Button, IconButton } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { bellRing, inbox, siren, smartphone, userX, x } from '../../ui/icons'
import type { BoardRow } from '../../wire/types.gen'
import { reasonWord } from '../office/history'
import type { BoardAlert } from './store'

export interface AlertsProps {
  readonly alerts: readonly BoardAlert[]
  readonly orders: ReadonlyMap<string, BoardRow>
  readonly now: number
  readonly onOpen: (alert: BoardAlert) => void
  readonly onDismiss: (id: string) => void
}

const FACES: Readonly<Record<string, readonly [string, typeof siren]>> = {
  'dispatch.nobody_eligible': ['late', userX],
  'work_order.escalated': ['late', siren],
  'operation.overdue': ['soon', inbox],
  'phone.work_missing': ['late', smartphone],
}

/** "14 × no such skill · 3 × not on shift" of an alert's facts. */
export function alertReasons(facts: Readonly<Record<string, unknown>>): string {
  const counted = facts['reasons']
  if (typeof counted === 'object' && counted !== null)
    return Object.entries(counted as Record<string, number>).sort((a, b) => b[1] - a[1]).map(([code, n]) => d('reasonsCount', { reason: wordFor(reasonNames, code), n })).join(' · ')
  return typeof facts['reason'] === 'string' ? reasonWord(facts['reason']) : ''
}

export function Alerts({ alerts, orders, now, onOpen, onDismiss }: AlertsProps) {
  if (alerts.length === 0) return null
  return (
    <ul class="alerts" aria-label={d('alerts')} aria-live="polite">
      {alerts.slice(0, 4).map((alert) => {
        const row = alert.work_order_id ? orders.get(alert.work_order_id) : undefined
        const [tone, icon] = FACES[alert.code] ?? ['info', bellRing]
        const key = `alert_${alert.code}`
        const word = key in dispatcher.zh ? (key as Parameters<typeof d>[0]) : 'alert_other'
        const number = row?.number ?? String(alert.facts['number'] ?? '')
        const why = alertReasons(alert.facts)
        return (
          <li key={alert.id} class={`banner tone-${tone}`}>
            <Icon of={icon} size={20} />
            <span class="grow small"><strong>{d(word, { number, code: alert.code, who: String(alert.facts['code'] ?? '') })}</strong>{row && ` ${row.label}`}{why && <span class="quiet"> {why}</span>} <span class="hint tiny">{ago(alert.at, now)}</span></span>
            {alert.work_order_id && <Button small onClick={() => onOpen(alert)}>{d('open')}</Button>}
            <IconButton icon={x} label={d('dismiss')} onClick={() => onDismiss(alert.id)} />
          </li>
        )
      })}
    </ul>
  )
}
