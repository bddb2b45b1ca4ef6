/** The live board: filters, list and map side by side, the selected order beside them. Its whole state is its address. */
import type { RefObject } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { named } from '../../text'
import { clock, span } from '../../text/format'
import { d } from '../../text/dispatcher'
import { o } from '../../text/office'
import { Button } from '../../ui/Button'
import { list, map as mapIcon, mapPin, plus, search as searchIcon, wifiOff } from '../../ui/icons'
import { Icon } from '../../ui/Icon'
import { EmptyState, Skeleton } from '../../ui/Surface'
import { useAll } from '../../ui/useLive'
import { useNow } from '../../ui/useNow'
import type { Go } from '../../router'
import type { Me } from '../../wire/edge'
import type { BoardRow, TechnicianRow } from '../../wire/types.gen'
import { BOARD_KEYS, type BoardAction } from '../office/keys'
import { Oops } from '../office/Oops'
import { Panes } from '../office/Panes'
import { KeyHelp, useKeys } from '../office/useKeys'
import { useZone } from '../office/zone'
import { Alerts } from './Alerts'
import { BoardMap } from './BoardMap'
import { Details, type Tab } from './Details'
import { EVERYTHING, found, isOpen, readFilter, shownOrders, shownTechnicians, tally, writeFilter, type BoardFilter, type Stage } from './filters'
import { IncidentBanner } from './incidents/IncidentBanner'
import { OrderList } from './OrderList'
import type { BoardState, OpenBoard } from './store'
import { TechnicianList } from './TechnicianList'

export interface BoardProps {
  readonly me: Me
  readonly path: string
  readonly go: Go
  readonly board: OpenBoard
  readonly help: boolean
  readonly onHelp: (open: boolean) => void
}

/** Where the board stands, as its address says it, and the ways to go elsewhere. */
function usePlace({ path, go }: BoardProps) {
  const query = useMemo(() => new URLSearchParams(path.split('?')[1] ?? ''), [path])
  const filter = useMemo(() => readFilter(query), [query])
  const selected = query.get('order')
  const to = (next: Partial<BoardFilter>, order: string | null = selected, extra: Readonly<Record<string, string>> = keep(query)): void => {
    const address = writeFilter({ ...filter, ...next }, order)
    for (const [name, value] of Object.entries(extra)) if (value) address.set(name, value)
    const text = address.toString()
    go(text ? `/d?${text}` : '/d', { replace: true })
  }
  return { query, filter, selected, to }
}

type Place = ReturnType<typeof usePlace>

export function Board(props: BoardProps) {
  const { me, go, board, help, onHelp } = props
  const state = useAll(board.state)
  const now = useNow(10_000)
  const place = usePlace(props)
  const { query, filter, selected, to } = place
  const [fit, refit] = useState(0)
  const [sendFirst, send] = useState(0)
  const search = useRef<HTMLInputElement>(null)
  const rows = useMemo(() => shownOrders(state.orders.values(), filter, now), [state.orders, filter, now])
  const persons = useMemo(() => shownTechnicians(state.technicians.values(), filter.community), [state.technicians, filter.community])
  useBoardKeys(props, place, rows, search, { fit: () => refit((n) => n + 1), assign: () => send((n) => n + 1) })
  const seen: Seen = { board, state, now, place, rows, persons, search }
  const person = (id: string): void => to({ technician: filter.technician === id ? '' : id })
  const narrow = query.get('view') === 'map' ? 'map' : selected ? 'details' : 'list'
  const map = (
    <BoardMap orders={rows} technicians={persons} communities={state.communities} community={filter.community} selected={selected} person={filter.technician} now={now} fit={fit} onSelect={(id) => to({}, id)} onPerson={person} />
  )
  return (
    <div class="board">
      <Bar state={state} filter={filter} takesCalls={me.role !== 'manager'} now={now} onFilter={(next) => to(next)} onNew={() => go('/d/new')} mapShown={narrow === 'map'} onMap={() => to({}, selected, narrow === 'map' ? {} : { view: 'map' })} />
      <Alerts alerts={state.alerts} orders={state.orders} now={now} onOpen={(alert) => to(EVERYTHING, alert.work_order_id, { tab: alert.code === 'dispatch.nobody_eligible' ? 'why' : '' })} onDismiss={board.dismiss} />
      <IncidentBanner board={board} />
      <Panes
        name="board"
        active={narrow}
        onBack={narrow === 'details' ? () => to({}, null) : undefined}
        panes={[
          { key: 'list', width: 380, min: 300, label: d('orders'), content: <ListPane {...seen} onPerson={person} /> },
          { key: 'map', width: 480, min: 320, rest: true, label: d('map'), content: map },
          { key: 'details', width: 440, min: 360, label: o('dossier'), content: <DetailsPane {...seen} me={me} sendFirst={sendFirst} />, hidden: selected === null },
        ]}
      />
      {help && <KeyHelp map={BOARD_KEYS} word={(action) => d(`key_${action}`)} onClose={() => onHelp(false)} />}
    </div>
  )
}

interface Seen {
  readonly board: OpenBoard
  readonly state: BoardState
  readonly now: number
  readonly place: Place
  readonly rows: readonly BoardRow[]
  readonly persons: readonly TechnicianRow[]
  readonly search: RefObject<HTMLInputElement | null>
}

interface Counters {
  readonly fit: () => void
  readonly assign: () => void
}

function useBoardKeys({ me, go, onHelp }: BoardProps, { filter, selected, to }: Place, rows: readonly BoardRow[], search: Seen['search'], counters: Counters): void {
  const step = (by: number): void => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, rows.findIndex((row) => row.id === selected) + by))]
    if (next) to({}, next.id)
  }
  const stage = (next: Stage): void => to({ stage: next })
  const act: Record<BoardAction, () => void> = {
    next: () => step(1),
    previous: () => step(-1),
    search: () => search.current?.focus(),
    intake: () => { if (me.role !== 'manager') go('/d/new') },
    parked: () => go('/d/parked'),
    board: () => to(EVERYTHING, null),
    assign: counters.assign,
    stageAll: () => stage('all'),
    stageWaiting: () => stage('waiting'),
    stageUnderway: () => stage('underway'),
    stageClosing: () => stage('closing'),
    late: () => to({ mood: filter.mood === 'late' ? '' : 'late' }),
    fit: counters.fit,
    close: () => (document.activeElement === search.current ? search.current?.blur() : to({}, null)),
    help: () => onHelp(true),
  }
  useKeys(BOARD_KEYS, (action) => act[action]())
}

function ListPane({ board, state, now, place, rows, persons, search, onPerson }: Seen & { readonly onPerson: (id: string) => void }) {
  const { query, filter, selected, to } = place
  const people = query.get('view') === 'people'
  const loading = state.heardAt === null || state.communities.length === 0
  const total = [...state.orders.values()].filter(isOpen).length
  // The search box keeps letters to itself; arrows and Enter go through what it found.
  const onKey = (event: KeyboardEvent): void => {
    const next = event.isComposing ? null : found(event.key, rows, selected)
    if (next === null) return
    event.preventDefault()
    to({}, next)
  }
  return (
    <div class="listpane">
      <div class="listhead">
        <div class="tabs" role="tablist">
          <button type="button" role="tab" aria-selected={!people} onClick={() => to({}, selected, {})}>{d('orders')} <span class="num hint">{rows.length}</span></button>
          <button type="button" role="tab" aria-selected={people} onClick={() => to({}, selected, { view: 'people' })}>{d('technicians')} <span class="num hint">{persons.filter((one) => one.state !== 'off').length}</span></button>
        </div>
        <label class="searchbox">
          <Icon of={searchIcon} size={20} />
          <input ref={search} type="search" value={filter.q} placeholder={d('search')} aria-label={d('search')} onInput={(event) => to({ q: event.currentTarget.value })} onKeyDown={onKey} />
          <kbd aria-hidden="true">/</kbd>
        </label>
      </div>
      <div class="scroll">
        {loading && <div class="pad16">{state.failure === null ? <Skeleton lines={12} label={o('loading')} /> : <Oops problem={state.failure} onRetry={() => void board.refresh()} />}</div>}
        {!loading && !people && <OrderList rows={rows} total={total} selected={selected} fresh={state.fresh} now={now} onSelect={(id) => to({}, id)} />}
        {!loading && people && <TechnicianList rows={persons} selected={filter.technician} now={now} onSelect={onPerson} />}
      </div>
    </div>
  )
}

function DetailsPane({ state, now, place, me, sendFirst }: Seen & { readonly me: Me; readonly sendFirst: number }) {
  const { query, selected, to } = place
  if (selected === null) return <EmptyState icon={mapPin} title={d('pickOrder')}>{d('pickOrderHint')}</EmptyState>
  return (
    <Details
      key={selected}
      id={selected}
      me={me}
      row={state.orders.get(selected) ?? null}
      orders={[...state.orders.values()].filter(isOpen)}
      technicians={state.technicians}
      tab={query.get('tab') as Tab | null}
      sendFirst={sendFirst}
      now={now}
      onTab={(tab) => to({}, selected, { ...keep(query), tab })}
      onClose={() => to({}, null)}
    />
  )
}

/** What of the address is not the filter's. */
function keep(query: URLSearchParams): Record<string, string> {
  return { view: query.get('view') ?? '', tab: '', map: query.get('map') ?? '' }
}

interface BarProps {
  readonly state: BoardState
  readonly filter: BoardFilter
  readonly takesCalls: boolean
  readonly now: number
  readonly mapShown: boolean
  readonly onFilter: (next: Partial<BoardFilter>) => void
  readonly onNew: () => void
  readonly onMap: () => void
}

function Bar({ state, filter, takesCalls, now, mapShown, onFilter, onNew, onMap }: BarProps) {
  const counts = useMemo(() => tally(state.orders.values(), now), [state.orders, now])
  const stages = [['all', d('stageAll')], ['waiting', d('stageWaiting')], ['underway', d('stageUnderway')], ['closing', d('stageClosing')]] as const
  const narrowed = filter.q !== '' || filter.community !== '' || filter.stage !== 'all' || filter.mood !== '' || filter.priority !== '' || filter.technician !== ''
  const who = filter.technician ? state.technicians.get(filter.technician)?.code : undefined
  return (
    <div class="topbar" role="toolbar" aria-label={d('deeds')}>
      <select class="select" aria-label={d('community')} value={filter.community} onChange={(event) => onFilter({ community: event.currentTarget.value })}>
        <option value="">{d('allCommunities')}</option>
        {state.communities.map((one) => <option key={one.code} value={one.code}>{named(one)}</option>)}
      </select>
      <div class="under">
        <div class="filters">
          {stages.map(([value, label]) => (
            <button key={value} type="button" class="filter" aria-pressed={filter.stage === value} onClick={() => onFilter({ stage: value })}>{label} <span class="num hint">{counts[value]}</span></button>
          ))}
        </div>
        <div class="filters">
          <button type="button" class="filter tone-late mood" aria-pressed={filter.mood === 'late'} onClick={() => onFilter({ mood: filter.mood === 'late' ? '' : 'late' })}><span aria-hidden="true">▲</span> {d('moodLate')} <span class="num">{counts.late}</span></button>
          <button type="button" class="filter tone-soon mood" aria-pressed={filter.mood === 'soon'} onClick={() => onFilter({ mood: filter.mood === 'soon' ? '' : 'soon' })}><span aria-hidden="true">◐</span> {d('moodSoon')} <span class="num">{counts.soon}</span></button>
        </div>
        <select class="select" aria-label={d('sort')} value={filter.sort} onChange={(event) => onFilter({ sort: event.currentTarget.value as BoardFilter['sort'] })}>
          <option value="urgency">{d('sortUrgency')}</option>
          <option value="newest">{d('sortNewest')}</option>
          <option value="place">{d('sortPlace')}</option>
        </select>
        {who && <button type="button" class="filter" aria-pressed="true" onClick={() => onFilter({ technician: '' })}>{who} ×</button>}
        {narrowed && <Button small kind="plain" onClick={() => onFilter({ ...EVERYTHING, sort: filter.sort })}>{d('clearFilters')}</Button>}
      </div>
      <span class="grow" />
      <Liveness state={state} now={now} />
      <span class="only-narrow"><Button small icon={mapShown ? list : mapIcon} onClick={onMap}>{mapShown ? d('orders') : d('map')}</Button></span>
      {takesCalls && <span class="only-wide"><Button small kind="primary" icon={plus} onClick={onNew}>{o('intake')}</Button></span>}
    </div>
  )
}

const PATIENCE_MS = 8000

/** Whether the board is true now; said in words as soon as it may not be. */
function Liveness({ state, now }: { readonly state: BoardState; readonly now: number }) {
  const zone = useZone()
  const [cut, since] = useState<number | null>(null)
  useEffect(() => since(state.connected ? null : Date.now()), [state.connected])
  if (state.heardAt === null) return null
  if (state.connected || cut === null || now - cut < PATIENCE_MS) return <span class="small quiet livedot">{d('live')}</span>
  return (
    <span class="small tone-offline cutoff" role="status">
      <Icon of={wifiOff} size={20} /> {now - state.heardAt > 60_000 ? d('notLive', { span: span(now - state.heardAt) }) : d('reconnecting', { time: clock(state.heardAt, zone) })}
    </span>
  )
}
