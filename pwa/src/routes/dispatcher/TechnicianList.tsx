/** The technicians with state, load and the age of their position: a stale one fades and says how old it is. */
import { wordFor } from '../../text'
import { certificates } from '../../text/common'
import { ago } from '../../text/format'
import { d } from '../../text/dispatcher'
import { Icon } from '../../ui/Icon'
import { shieldAlert, users } from '../../ui/icons'
import { Avatar, Chip, Meter } from '../../ui/Marks'
import { EmptyState, type Tone } from '../../ui/Surface'
import type { TechnicianRow } from '../../wire/types.gen'
import { seen } from './age'

const TONES: Readonly<Record<string, Tone>> = { free: 'ok', offered: 'info', accepted: 'primary', en_route: 'primary', on_site: 'primary', break: 'soon', off: 'plain' }

export function stateWord(state: string): string {
  return d(`state_${state}` as Parameters<typeof d>[0]) || state
}

/** "Position 3 min ago", "Old position, 26 min ago", "No position". */
export function ageWord(row: TechnicianRow, now: number): string {
  const view = seen(row, now)
  if (view.at === null) return d('positionNone')
  return d(view.trust === 'stale' ? 'positionStale' : 'positionAge', { ago: ago(view.at, now) })
}

export function StateChip({ state }: { readonly state: string }) {
  return <Chip tone={TONES[state] ?? 'plain'}>{stateWord(state)}</Chip>
}

export interface TechnicianListProps {
  readonly rows: readonly TechnicianRow[]
  readonly selected: string
  readonly now: number
  readonly onSelect: (id: string) => void
}

export function TechnicianList({ rows, selected, now, onSelect }: TechnicianListProps) {
  if (rows.length === 0) return <EmptyState icon={users} title={d('noTechnicians')} />
  return (
    <ul class="orders" aria-label={d('technicians')}>
      {rows.map((row) => (
        <li key={row.id}>
          <button type="button" class="order tech" aria-current={row.id === selected ? 'true' : undefined} onClick={() => onSelect(row.id)}>
            <span class={`fade-${seen(row, now).trust}`}><Avatar name={row.code} /></span>
            <span class="grow">
              <span class="row"><span class="grow cut strong num">{row.code}</span><StateChip state={row.state} /></span>
              <span class="row small quiet"><span class="grow cut">{ageWord(row, now)}</span><span class="num">{d('openCount', { n: row.open_orders, max: row.max_open })}</span></span>
              <Meter part={row.max_open > 0 ? row.open_orders / row.max_open : 0} tone={row.open_orders >= row.max_open ? 'late' : 'primary'} label={d('openCount', { n: row.open_orders, max: row.max_open })} />
              {row.expiring.length > 0 && (
                <span class="row tiny tone-soon warn"><Icon of={shieldAlert} size={16} /><span class="cut">{d('expiring', { list: row.expiring.map((code) => wordFor(certificates, code)).join('、') })}</span></span>
              )}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
