/** Above the board: things that were reported more than once and could become one. */
import { n } from '../../../text/incidents'
import { Icon } from '../../../ui/Icon'
import { layers } from '../../../ui/icons'
import type { OpenBoard } from '../store'
import { useAll } from '../../../ui/useLive'
import { gatherable, useIncidents } from './model'

export function IncidentBanner({ board }: { readonly board: OpenBoard }) {
  const all = useIncidents(board).data ?? []
  const { orders } = useAll(board.state)
  const waiting = all.map((one) => gatherable(one, orders).length).filter((count) => count > 0)
  if (waiting.length === 0) return null
  return (
    <a class="incident-line small" href="/d/incidents">
      <Icon of={layers} size={20} />
      <span class="grow">{n('banner', { n: waiting.length, all: waiting.reduce((sum, count) => sum + count, 0) })}</span>
      <span class="strong">{n('see')}</span>
    </a>
  )
}
