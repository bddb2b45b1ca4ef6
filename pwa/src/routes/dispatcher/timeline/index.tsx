/** The timeline: everybody's day side by side; an order is carried to another row, and what that does is seen before it lands. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { named } from '../../../text'
import { y } from '../../../text/day'
import { d } from '../../../text/dispatcher'
import { clock } from '../../../text/format'
import { o } from '../../../text/office'
import { Banner, EmptyState, Skeleton } from '../../../ui/Surface'
import { users } from '../../../ui/icons'
import { useAll } from '../../../ui/useLive'
import { useNow } from '../../../ui/useNow'
import { DAY_KEYS, type DayAction } from '../../office/keys'
import { Oops } from '../../office/Oops'
import { Panes } from '../../office/Panes'
import { KeyHelp, useKeys } from '../../office/useKeys'
import { useNarrow } from '../../office/useNarrow'
import type { BoardProps } from '../Board'
import { Overrule } from '../Overrule'
import { Chosen } from './Chosen'
import { Gantt } from './Gantt'
import { HandCard } from './HandCard'
import { consequenceFor, landing, type Quick, scaleOf, shownRows, step, target as nextRow, waitingOf, type Shown } from './model'
import { Narrow } from './Narrow'
import './timeline.css'
import { useDrag } from './useDrag'
import { useAgenda, useDropping, useWhatIf } from './useMoving'
import { Waiting } from './Waiting'

const SHOWN: readonly Shown[] = ['busy', 'trouble', 'everyone']

/** What the address says: community, which rows, which order. */
function usePlace({ path, go }: BoardProps) {
  const query = useMemo(() => new URLSearchParams(path.split('?')[1] ?? ''), [path])
  const to = (next: Readonly<Record<string, string | null>>): void => {
    const address = new URLSearchParams(query)
    for (const [name, value] of Object.entries(next)) if (value) address.set(name, value); else address.delete(name)
    const text = address.toString()
    go(text ? `/d/timeline?${text}` : '/d/timeline', { replace: true })
  }
  const wanted = query.get('w') as Shown | null
  return { community: query.get('c') ?? '', shown: wanted !== null && SHOWN.includes(wanted) ? wanted : 'busy', selected: query.get('order'), to }
}

export default function TimelinePage(props: BoardProps) {
  const { me, go, board, help, onHelp } = props
  const place = usePlace(props)
  const { selected, to } = place
  const state = useAll(board.state)
  const agenda = useAgenda(board)
  const now = useNow(20_000)
  const box = useRef<HTMLDivElement>(null)
  const zone = me.time_zone
  const rows = useMemo(() => shownRows(agenda.data?.rows ?? [], place.community, place.shown, selected), [agenda.data, place.community, place.shown, selected])
  const scale = useMemo(() => (agenda.data === null ? null : scaleOf(agenda.data)), [agenda.data?.since, agenda.data?.until])
  const row = agenda.data?.rows.find((one) => one.blocks.some((block) => block.work_order_id === selected && block.leads)) ?? null
  const block = row?.blocks.find((one) => one.work_order_id === selected) ?? null
  const order = selected === null ? null : (state.orders.get(selected) ?? null)
  const [carried, carry] = useState(false)
  const [target, aim] = useState<string | null>(null)
  const free = block === null || block.movable
  const whatIf = useWhatIf(free ? selected : null, order?.version ?? block?.version ?? 0)
  const leave = (): void => {
    carry(false)
    aim(null)
  }
  const dropping = useDropping(board, whatIf.data, () => {
    leave()
    agenda.reload()
    whatIf.reload()
  })
  const quick = useRef<Quick | null>(null)
  const drag = useDrag(
    (what) => {
      dropping.forget()
      to({ order: what.order })
    },
    (what, technician) => {
      // A quick hand lets go before the consequences are there: the drop waits for them.
      if (whatIf.data?.work_order_id !== what.order) quick.current = { order: what.order, technician }
      else giveTo(technician)
      aim(technician)
    },
  )
  const giveTo = (technician: string): void => {
    const one = consequenceFor(whatIf.data, technician)
    if (one !== null) dropping.give(one)
  }
  useEffect(() => {
    const one = quick.current && landing(quick.current, selected, whatIf)
    if (one === undefined) return
    if (quick.current !== null && one === null) aim(null)
    quick.current = null
    if (one !== null) dropping.give(one)
  }, [whatIf.data, whatIf.problem, selected])
  const over = drag.hand ? drag.hand.over : target
  const fits = useMemo(() => new Map((drag.hand || carried ? (whatIf.data?.items ?? []) : whatIf.data?.items.filter((one) => one.technician_id === over) ?? []).map((one) => [one.technician_id, one])), [drag.hand === null, carried, whatIf.data, over])
  useDayKeys({ props, rows, selected, carried, target, from: row?.technician_id ?? null, canTake: free && selected !== null, carry, aim, leave, giveTo, to })
  useScrollToNow(box, scale === null ? null : scale.x(now))
  useEffect(() => {
    document.querySelector(`[data-technician="${CSS.escape(target ?? '')}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [target])
  const narrow = useNarrow()
  const chosen = (
    <Chosen
      row={row} block={block} order={order} whatIf={whatIf} zone={zone} target={target} busy={dropping.busy} carried={carried} go={go}
      onTake={() => carry(true)} onTarget={aim} onGive={dropping.give} onClose={() => { leave(); to({ order: null }) }}
    />
  )
  const waiting = waitingOf(state.orders.values(), place.community)
  return (
    <div class="board">
      <div class="topbar">
        <h1 class="pagetitle">{y('title')}</h1>
        <select class="select" aria-label={d('community')} value={place.community} onChange={(event) => to({ c: event.currentTarget.value })}>
          <option value="">{d('allCommunities')}</option>
          {state.communities.map((one) => <option key={one.code} value={one.code}>{named(one)}</option>)}
        </select>
        <div class="under">
          <div class="filters">
            {SHOWN.map((one) => <button key={one} type="button" class="filter" aria-pressed={place.shown === one} onClick={() => to({ w: one === 'busy' ? null : one })}>{y(one === 'everyone' ? 'everyone' : one)}</button>)}
          </div>
          <span class="grow" />
          {agenda.data && <span class="small quiet num only-wide">{y('asOf', { time: clock(agenda.data.at, zone) })}</span>}
        </div>
      </div>
      {dropping.overtaken && <Banner tone="soon" live title={o('staleTitle')}>{dropping.overtaken}</Banner>}
      <Oops problem={dropping.problem} />
      {agenda.data !== null && <Oops problem={agenda.problem} onRetry={agenda.reload} />}
      {agenda.data === null || scale === null ? (
        <div class="pad16">{agenda.problem === null ? <Skeleton lines={12} label={o('loading')} /> : <Oops problem={agenda.problem} onRetry={agenda.reload} />}</div>
      ) : narrow ? (
        <Narrow rows={rows} waiting={waiting} zone={zone} now={now} selected={selected} chosen={chosen} onSelect={(id) => to({ order: id })} onClose={() => { leave(); to({ order: null }) }} />
      ) : (
        <Panes
          name="timeline"
          active="rows"
          panes={[
            { key: 'waiting', width: 232, min: 200, label: y('waiting'), content: <Waiting rows={waiting} now={now} selected={selected} onSelect={(id) => to({ order: id })} onPress={drag.press} /> },
            {
              key: 'rows', width: 600, min: 320, rest: true, label: y('title'),
              content: rows.length === 0
                ? <EmptyState icon={users} title={y('noRows')}>{y('noRowsHint')}</EmptyState>
                : <Gantt rows={rows} scale={scale} now={now} zone={zone} selected={selected} fits={fits} target={over} box={box} onSelect={(id) => to({ order: id })} onPress={drag.press} />,
            },
            { key: 'chosen', width: 360, min: 300, label: o('dossier'), content: chosen, hidden: selected === null },
          ]}
        />
      )}
      {drag.hand && <HandCard hand={drag.hand} one={consequenceFor(whatIf.data, drag.hand.over)} holder={whatIf.data?.holder ?? null} zone={zone} known={whatIf.data !== null} />}
      {dropping.asked && <Overrule code={dropping.asked.code} reasons={dropping.asked.against} zone={zone} onClose={dropping.leave} onYes={(reason) => dropping.asked && dropping.give(dropping.asked, reason)} />}
      {help && <KeyHelp map={DAY_KEYS} word={(action) => y(`key_${action}`)} onClose={() => onHelp(false)} />}
    </div>
  )
}

interface Moves {
  readonly props: BoardProps
  readonly rows: Parameters<typeof step>[0]
  readonly selected: string | null
  readonly carried: boolean
  readonly target: string | null
  readonly from: string | null
  readonly canTake: boolean
  readonly carry: (on: boolean) => void
  readonly aim: (technician: string | null) => void
  readonly leave: () => void
  readonly giveTo: (technician: string) => void
  readonly to: (next: Readonly<Record<string, string | null>>) => void
}

/** Arrows choose a visit; with one in the hand they choose the person. */
function useDayKeys({ props, rows, selected, carried, target, from, canTake, carry, aim, leave, giveTo, to }: Moves): void {
  const choose = (by: 'left' | 'right' | 'up' | 'down'): void => {
    const next = step(rows, selected, by)
    to({ order: next })
    if (next) requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-order="${CSS.escape(next)}"]`)?.focus())
  }
  const act: Record<DayAction, () => void> = {
    left: () => choose('left'),
    right: () => choose('right'),
    up: () => (carried ? aim(nextRow(rows, from, target, -1)) : choose('up')),
    down: () => (carried ? aim(nextRow(rows, from, target, 1)) : choose('down')),
    take: () => {
      if (carried && target !== null) giveTo(target)
      else if (canTake) carry(true)
    },
    close: () => (carried ? leave() : to({ order: null })),
    board: () => props.go('/d'),
    help: () => props.onHelp(true),
  }
  useKeys(DAY_KEYS, (action) => act[action]())
}

/** The first sight is an hour before now. */
function useScrollToNow(box: { current: HTMLDivElement | null }, at: number | null): void {
  const done = useRef(false)
  useEffect(() => {
    if (done.current || at === null || box.current === null) return
    done.current = true
    box.current.scrollLeft = Math.max(0, at - 130)
  })
}
