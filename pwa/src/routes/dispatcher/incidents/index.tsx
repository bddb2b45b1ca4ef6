/** Forty calls about one lift: one incident with its orders, gathered by one press; the owners follow one story. */
import { useState } from 'preact/hooks'
import { language, named } from '../../../text'
import { incidents as words, n } from '../../../text/incidents'
import { when } from '../../../text/format'
import { o } from '../../../text/office'
import { Button } from '../../../ui/Button'
import { layers } from '../../../ui/icons'
import { Chip, StatusChip } from '../../../ui/Marks'
import { Banner, EmptyState, Skeleton } from '../../../ui/Surface'
import { toast } from '../../../ui/Toast'
import { useAll } from '../../../ui/useLive'
import { useNow } from '../../../ui/useNow'
import type { BoardRow, Gathered, Incident } from '../../../wire/types.gen'
import { Oops } from '../../office/Oops'
import type { BoardProps } from '../Board'
import { gather, gatherable, reportsOf, useIncidents } from './model'
import './incidents.css'

export default function IncidentsPage({ me, board }: BoardProps) {
  const found = useIncidents(board)
  const { orders } = useAll(board.state)
  const now = useNow(30_000)
  const may = me.role === 'dispatcher' || me.role === 'admin'
  return (
    <div class="board">
      <div class="topbar"><h1 class="pagetitle">{n('heading')}</h1></div>
      <div class="scroll">
        <div class="incidents">
          <p class="quiet">{n('hint')}</p>
          {found.data === null && (found.problem === null ? <Skeleton lines={9} label={o('loading')} /> : <Oops problem={found.problem} onRetry={found.reload} />)}
          {found.data !== null && <Oops problem={found.problem} onRetry={found.reload} />}
          {found.data?.length === 0 && <EmptyState icon={layers} title={n('none')}>{n('noneHint')}</EmptyState>}
          {found.data?.map((one) => <Thing key={one.work_order_id} one={one} orders={orders} now={now} zone={me.time_zone} may={may} onDone={found.reload} />)}
        </div>
      </div>
    </div>
  )
}

interface ThingProps {
  readonly one: Incident
  readonly orders: ReadonlyMap<string, BoardRow>
  readonly now: number
  readonly zone: string
  readonly may: boolean
  readonly onDone: () => void
}

function Thing({ one, orders, now, zone, may, onDone }: ThingProps) {
  const [left, leave] = useState<ReadonlySet<string>>(new Set())
  const [busy, work] = useState(false)
  const [problem, fail] = useState<unknown>(null)
  const [told, tell] = useState<Gathered | null>(null)
  const free = new Set(gatherable(one, orders))
  const taken = [...free].filter((id) => !left.has(id))
  const main = orders.get(one.work_order_id)
  const send = async (): Promise<void> => {
    work(true)
    fail(null)
    try {
      const answer = await gather(one.work_order_id, taken)
      tell(answer)
      if (answer.made.length > 0) toast(n('gathered', { n: answer.made.length }))
    } catch (why) {
      fail(why)
    } finally {
      work(false)
      onDone()
    }
  }
  const toggle = (id: string): void => {
    const next = new Set(left)
    if (!next.delete(id)) next.add(id)
    leave(next)
  }
  return (
    <section class="card incident" aria-label={`${named(one)} ${one.label}`}>
      <header class="row wrap">
        <h2 class="grow">{named(one)}</h2>
        <Chip tone={reportsOf(one) > 5 ? 'late' : 'soon'}>{n('reports', { n: reportsOf(one) })}</Chip>
      </header>
      <p class="quiet">{one.community} · {one.building || one.label} · {n('since', { time: when(one.since, now, zone) })}</p>
      <p class="row wrap small">
        <a class="num strong tap" href={`/d?order=${one.work_order_id}`}>{one.number}</a>
        <span class="quiet">{n('main')}</span>
        <StatusChip status={one.status} />
        <span class="num">{main?.technician ?? n('nobody')}</span>
        {one.merged > 0 && <span class="quiet">{n('merged', { n: one.merged })}</span>}
      </p>
      {free.size > 0 && <h3 class="small">{n('alike', { n: free.size })}</h3>}
      <ul class="alike">
        {one.alike.map((id, at) => {
          const row = orders.get(id)
          const number = one.numbers[at] ?? id
          return (
            <li key={id}>
              <label class="row">
                {may && <input type="checkbox" checked={free.has(id) && !left.has(id)} disabled={!free.has(id)} aria-label={n('pick', { number })} onChange={() => toggle(id)} />}
                <span class="num strong grow">{number}<span class="small quiet where">{row?.label ?? ''}{row?.technician && <span class="whole"> · {row.technician}</span>}</span></span>
                {row && <StatusChip status={row.status} />}
              </label>
            </li>
          )
        })}
      </ul>
      <Oops problem={problem} />
      {told && Object.keys(told.left).length > 0 && <Banner tone="soon" live title={n('left', { n: Object.keys(told.left).length })}>{leftWords(one, told)}</Banner>}
      {may && free.size > 0 && <div class="row"><Button kind="primary" icon={layers} busy={busy} disabled={taken.length === 0} onClick={() => void send()}>{n('gather', { n: taken.length })}</Button></div>}
    </section>
  )
}

function leftWords(one: Incident, told: Gathered) {
  const sentences = words[language.get()] as Readonly<Record<string, string>>
  return <ul>{Object.entries(told.left).map(([id, code]) => <li key={id} class="num">{one.numbers[one.alike.indexOf(id)] ?? id} · {sentences[`left_${code}`] ?? code}</li>)}</ul>
}
