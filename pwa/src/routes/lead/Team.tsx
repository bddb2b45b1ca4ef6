/** The team: load, state, how old the positions are, and whose certificates are about to lapse. */
import { useEffect } from 'preact/hooks'
import { wordFor } from '../../text'
import { certificates, trades } from '../../text/common'
import { l } from '../../text/lead'
import { o } from '../../text/office'
import { shieldAlert, users } from '../../ui/icons'
import { Chip, Meter } from '../../ui/Marks'
import { EmptyState, Skeleton } from '../../ui/Surface'
import { Table, type Column } from '../../ui/Table'
import { useNow } from '../../ui/useNow'
import type { Go } from '../../router'
import { api } from '../../wire/client'
import type { Page } from '../../wire/edge'
import type { TechnicianRow } from '../../wire/types.gen'
import { ageWord, StateChip } from '../dispatcher/TechnicianList'
import { REVIEW_KEYS } from '../office/keys'
import { useLoaded } from '../office/load'
import { Oops } from '../office/Oops'
import { KeyHelp, useKeys } from '../office/useKeys'

const EVERY_MS = 60_000

export interface TeamProps {
  readonly communities: readonly string[]
  readonly go: Go
  readonly help: boolean
  readonly onHelp: (open: boolean) => void
}

export function Team({ communities, go, help, onHelp }: TeamProps) {
  const now = useNow(15_000)
  const loaded = useLoaded('team', (signal) => api<Page<TechnicianRow>>('GET', '/estate/technicians', undefined, { signal }))
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && loaded.reload(), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  useKeys(REVIEW_KEYS, (action) => (action === 'queue' ? go('/l') : action === 'help' ? onHelp(true) : undefined))
  if (loaded.data === null) return <div class="pad16">{loaded.problem === null ? <Skeleton lines={10} label={o('loading')} /> : <Oops problem={loaded.problem} onRetry={loaded.reload} />}</div>
  const rows = loaded.data.items.filter((row) => communities.length === 0 || row.communities.some((code) => communities.includes(code)))
  const lapsing = rows.filter((row) => row.expiring.length > 0)
  const count = (...states: string[]) => rows.filter((row) => states.includes(row.state)).length
  return (
    <div class="board">
      <div class="topbar">
        <h1 class="pagetitle">{l('teamTitle')}</h1>
        <Chip tone="ok">{l('free', { n: count('free') })}</Chip>
        <Chip tone="primary">{l('busy', { n: count('offered', 'accepted', 'en_route', 'on_site') })}</Chip>
        <Chip tone="plain">{l('off', { n: count('off', 'break') })}</Chip>
        {lapsing.length > 0 && <Chip tone="soon" icon={shieldAlert}>{l('expiringCount', { n: lapsing.length })}</Chip>}
      </div>
      <div class="scroll pad16 stack">
        {rows.length === 0 ? <EmptyState icon={users} title={l('teamNone')} /> : <Table label={l('teamTitle')} rows={rows} columns={columns(now)} keyOf={(row) => row.id} />}
      </div>
      {help && <KeyHelp map={REVIEW_KEYS} word={(action) => l(`key_${action}`)} onClose={() => onHelp(false)} />}
    </div>
  )
}

function columns(now: number): Column<TechnicianRow>[] {
  return [
    { key: 'code', title: l('person'), by: (row) => row.code, cell: (row) => <strong class="num nowrap">{row.code}</strong> },
    { key: 'state', title: l('state'), by: (row) => row.state, cell: (row) => <StateChip state={row.state} /> },
    {
      key: 'load', title: l('load'), by: (row) => row.open_orders / Math.max(1, row.max_open),
      cell: (row) => (
        <span class="loadcell"><Meter part={row.open_orders / Math.max(1, row.max_open)} tone={row.open_orders >= row.max_open ? 'late' : 'primary'} label={l('load')} /><span class="num small">{row.open_orders}/{row.max_open}{row.open_orders >= row.max_open && ` ${l('over')}`}</span></span>
      ),
    },
    { key: 'skills', title: l('skills'), cell: (row) => <span class="small">{row.skills.map((skill) => l('level', { trade: wordFor(trades, skill.trade), level: skill.level })).join(' · ')}</span> },
    { key: 'position', title: l('position'), by: (row) => row.position_at ?? '', cell: (row) => <span class="small quiet nowrap">{ageWord(row, now)}</span> },
    {
      key: 'certificates', title: l('certificates'), by: (row) => -row.expiring.length,
      cell: (row) => (row.expiring.length === 0 ? <span class="hint">—</span> : <span class="row wrap">{row.expiring.map((code) => <Chip key={code} tone="soon" icon={shieldAlert}>{wordFor(certificates, code)}</Chip>)}<span class="tiny hint">{l('expiringSoon')}</span></span>),
    },
  ]
}
