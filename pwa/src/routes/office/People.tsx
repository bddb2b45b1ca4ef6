/** Who may come in, and by which phone: locked out at once, a lost phone taken away. Everything for a reason. */
import { useState } from 'preact/hooks'
import { query, type Go } from '../../router'
import { ago, date } from '../../text/format'
import { h, house } from '../../text/house'
import { o } from '../../text/office'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { lock, smartphone } from '../../ui/icons'
import { Chip } from '../../ui/Marks'
import { Sheet } from '../../ui/Overlay'
import { EmptyState, Section, Skeleton } from '../../ui/Surface'
import { Table, type Column } from '../../ui/Table'
import { useNow } from '../../ui/useNow'
import type { AccountRow, DeviceRow } from '../../wire/types.gen'
import { deviceName, lockAccount, readAccounts, readDevices, revokeDevice } from './house'
import { useLoaded } from './load'
import { Oops } from './Oops'
import { useZone } from './zone'

const roleWord = (role: string): string => (`role_${role}` in house.zh ? h(`role_${role}` as Parameters<typeof h>[0]) : role)

export function People({ path, go }: { readonly path: string; readonly go: Go }) {
  const loaded = useLoaded('accounts', readAccounts)
  const [asked, ask] = useState<AccountRow | null>(null)
  const [wanted, want] = useState('')
  const open = loaded.data?.find((one) => one.id === query(path, 'who')) ?? null
  if (loaded.data === null) return loaded.problem === null ? <Skeleton lines={8} label={o('loading')} /> : <Oops problem={loaded.problem} onRetry={loaded.reload} />
  const sought = wanted.trim().toLowerCase()
  const rows = loaded.data.filter((row) => `${row.code} ${row.login}`.toLowerCase().includes(sought))
  const columns: Column<AccountRow>[] = [
    { key: 'code', title: h('person'), by: (row) => row.code, cell: (row) => <strong class="num nowrap">{row.code}</strong> },
    { key: 'login', title: h('login'), by: (row) => row.login, cell: (row) => <span class="small">{row.login}</span> },
    { key: 'role', title: h('role'), by: (row) => row.role, cell: (row) => <span class="small">{roleWord(row.role)}</span> },
    { key: 'state', title: h('state'), by: (row) => (row.disabled_at ? 1 : 0), cell: (row) => <Chip tone={row.disabled_at ? 'late' : 'ok'}>{row.disabled_at ? h('locked') : h('active')}</Chip> },
    {
      key: 'deeds', title: '', end: true,
      cell: (row) => (
        <span class="row" style={{ justifyContent: 'flex-end' }}>
          {row.role === 'technician' && <Button small icon={smartphone} onClick={() => go(`/d/keep/people?who=${row.id}`)}>{h('devices')}</Button>}
          <Button small icon={lock} onClick={() => ask(row)}>{row.disabled_at ? h('unlock') : h('lock')}</Button>
        </span>
      ),
    },
  ]
  const what = asked?.disabled_at ? 'enable' : 'disable'
  const settle = async (reason: string): Promise<void> => {
    if (asked === null) return
    const row = await lockAccount(asked.id, what, reason)
    loaded.put((loaded.data ?? []).map((one) => (one.id === row.id ? row : one)))
    ask(null)
  }
  return (
    <Section title={h('people')} aside={loaded.data.length}>
      <Field label={h('search')} type="search" value={wanted} onInput={want} />
      <Table label={h('people')} rows={rows} columns={columns} keyOf={(row) => row.id} />
      {asked !== null && (
        <Reasoned title={h(what === 'disable' ? 'lockTitle' : 'unlockTitle', { who: asked.code })} help={h(what === 'disable' ? 'lockHelp' : 'unlockHelp')} yes={h(what === 'disable' ? 'lock' : 'unlock')} danger={what === 'disable'} onYes={settle} onClose={() => ask(null)} />
      )}
      {open !== null && <Devices who={open} onClose={() => go('/d/keep/people', { replace: true })} />}
    </Section>
  )
}

function Devices({ who, onClose }: { readonly who: AccountRow; readonly onClose: () => void }) {
  const now = useNow(30_000)
  const zone = useZone()
  const loaded = useLoaded(`devices ${who.id}`, (signal) => readDevices(who.id, signal))
  const [asked, ask] = useState<DeviceRow | null>(null)
  if (asked !== null) {
    const settle = async (reason: string): Promise<void> => (loaded.put(await revokeDevice(asked.id, reason)), ask(null))
    return <Reasoned title={h('revokeTitle')} help={h('revokeHelp')} yes={h('revoke')} danger onYes={settle} onClose={() => ask(null)} />
  }
  return (
    <Sheet title={`${h('devices')} · ${who.code}`} onClose={onClose}>
      {loaded.data === null && (loaded.problem === null ? <Skeleton lines={3} label={o('loading')} /> : <Oops problem={loaded.problem} onRetry={loaded.reload} />)}
      {loaded.data?.length === 0 && <EmptyState icon={smartphone} title={h('devicesNone')} />}
      <ul class="list">
        {(loaded.data ?? []).map((one) => (
          <li key={one.id} class="line">
            <span class="grow">
              <span class="strong">{deviceName(one.platform)}</span>
              <span class="small quiet num" style={{ display: 'block' }}>{h('lastSeen')} {ago(one.seen_at, now)} · {h('enrolled')} {date(one.enrolled_at, zone)} · {h('build')} {one.build || '—'}</span>
            </span>
            {one.revoked_at ? <Chip tone="late">{h('revoked')}</Chip> : <Button small kind="danger" onClick={() => ask(one)}>{h('revoke')}</Button>}
          </li>
        ))}
      </ul>
    </Sheet>
  )
}

interface ReasonedProps {
  readonly title: string
  readonly help: string
  readonly yes: string
  readonly danger: boolean
  readonly onYes: (reason: string) => Promise<void>
  readonly onClose: () => void
}

function Reasoned({ title, help, yes, danger, onYes, onClose }: ReasonedProps) {
  const [reason, write] = useState('')
  const [busy, work] = useState(false)
  const [problem, fail] = useState<unknown>(null)
  const told = reason.trim().length >= 2
  const go = (): void => {
    if (!told) return
    work(true)
    onYes(reason.trim()).catch((why: unknown) => (fail(why), work(false)))
  }
  return (
    <Sheet title={title} onClose={onClose} footer={<Button kind={danger ? 'danger' : 'primary'} busy={busy} disabled={!told} onClick={go}>{yes}</Button>}>
      <div class="stack">
        <p class="small quiet">{help}</p>
        <Field label={h('reason')} value={reason} maxLength={200} autoFocus onInput={write} onEnter={go} />
        <Oops problem={problem} />
      </div>
    </Sheet>
  )
}
