/** Above the board: things that were reported more than once and could become one. */
import { n } from '../../../text/incidents'
import { Icon } from '../../../ui/Icon'
import { layers } from '../../../ui/icons'
import type { OpenBoard } from '../store'
import { open, useIncidents } from './model'

export function IncidentBanner({ board }: { readonly board: OpenBoard }) {
  const waiting = open(useIncidents(board).data ?? [])
  if (waiting.length === 0) return null
  return (
    <a class="incident-line small" href="/d/incidents">
      <Icon of={layers} size={20} />
      <span class="grow">{n('banner', { n: waiting.length, all: waiting.reduce((sum, one) => sum + one.alike.length, 0) })}</span>
      <span class="strong">{n('see')}</span>
    </a>
  )
}
