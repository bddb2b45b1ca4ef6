/** The selected work order: what it is, whom to send and why, what happened, and what can be done. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { named, wordFor } from '../../text'
import { holdReasons, priorities } from '../../text/common'
import { when } from '../../text/format'
import { d } from '../../text/dispatcher'
import { o } from '../../text/office'
import { w } from '../../text/why'
import { Button, IconButton } from '../../ui/Button'
import { pause, x } from '../../ui/icons'
import { Chip, StatusChip } from '../../ui/Marks'
import { Sheet } from '../../ui/Overlay'
import { SlaRing } from '../../ui/SlaRing'
import { nextClock } from '../../ui/sla'
import { Banner, Skeleton } from '../../ui/Surface'
import { toast } from '../../ui/Toast'
import type { Dossier, Me } from '../../wire/edge'
import type { AnyIntent, BoardRow, OrderDetail, TechnicianRow } from '../../wire/types.gen'
import { Basics, FeeBlock, HistoryBlock, PhotoBlock, SignBlock, StoryBlock, WorkBlock } from '../office/Dossier'
import { useLoaded } from '../office/load'
import { Oops } from '../office/Oops'
import { flagWord } from '../office/shots'
import { steps, type Step } from '../office/steps'
import { carryOut, dispatchAgain, isStale, makeLink, offerByHand, readCandidates, readDossier } from './asking'
import { Candidates } from './Candidates'
import { Deed } from './Deeds'
import { readFaults } from './faults'
import { useWhatIf } from './timeline/useMoving'
import { LinkCard } from './LinkCard'

export type Tab = 'why' | 'order' | 'story'

export interface DetailsProps {
  readonly id: string
  readonly me: Me
  readonly row: BoardRow | null
  readonly orders: readonly BoardRow[]
  readonly technicians: ReadonlyMap<string, TechnicianRow>
  readonly tab: Tab | null
  /** Counts up when the keyboard asks to send the first candidate. */
  readonly sendFirst: number
  readonly now: number
  readonly onTab: (tab: Tab) => void
  readonly onClose: () => void
}

export function Details(props: DetailsProps) {
  const { id, row, now } = props
  const dossier = useLoaded(`dossier ${id}`, (signal) => readDossier(id, signal))
  const version = row?.version ?? 0
  useEffect(() => {
    if (dossier.data && version > dossier.data.detail.order.version) dossier.reload()
  }, [version])
  if (dossier.data === null)
    return (
      <div class="details">
        <header class="row"><span class="grow strong">{row?.number ?? ''}</span><span class="only-wide"><IconButton icon={x} label={o('board')} onClick={props.onClose} /></span></header>
        <div class="scroll">{dossier.problem === null ? <Skeleton lines={9} label={o('loading')} /> : <Oops problem={dossier.problem} onRetry={dossier.reload} />}</div>
      </div>
    )
  return <Opened {...props} data={dossier.data} now={now} reload={dossier.reload} put={(detail) => dossier.put({ ...(dossier.data as Dossier), detail })} />
}

interface OpenedProps extends DetailsProps {
  readonly data: Dossier
  readonly reload: () => void
  readonly put: (detail: OrderDetail) => void
}

const WAITING = new Set(['reported', 'triaged', 'offered', 'rework'])

function Opened(props: OpenedProps) {
  const { data, now, me } = props
  const { detail } = data
  const { order, place } = detail
  const tab = props.tab ?? (WAITING.has(order.status) ? 'why' : 'order')
  const doing = useDoing(props)
  const zone = place.time_zone
  const clock = nextClock(order.clocks, order.reported_at)
  const codes = new Map([...props.technicians].map(([key, one]) => [key, one.code]))
  for (const one of detail.decision?.candidates ?? []) codes.set(one.technician_id, one.code)
  return (
    <div class="details">
      <header>
        <div class="row">
          <span class="grow num small quiet">{order.number} · {place.community} · {place.label}</span>
          <span class="only-wide"><IconButton icon={x} label={d('backToList')} onClick={props.onClose} /></span>
        </div>
        <div class="row wrap">
          <h2 class="grow">{named(detail.fault)}</h2>
        </div>
        <div class="row wrap">
          <StatusChip status={order.status} />
          <Chip tone={order.priority === 'P0' ? 'late' : order.priority === 'P1' ? 'soon' : 'plain'}>{order.priority} {wordFor(priorities, order.priority)}</Chip>
          {[...order.flags].map((flag) => <Chip key={flag} tone="soon" plain>{flagWord(flag)}</Chip>)}
          <span class="grow" />
          {clock && <SlaRing clock={clock} name={o(`clock_${clock.name}`)} zone={zone} size="small" />}
        </div>
        {order.hold && <Banner tone="soon" icon={pause} title={o('hold', { why: wordFor(holdReasons, order.hold.reason) })}>{o('holdUntil', { time: when(order.hold.until, now, zone) })} {order.hold.note}</Banner>}
        <Toolbar status={order.status} role={me.role} permits={detail.fault.permits.length > 0} busy={doing.busy} onStep={doing.begin} />
        <Oops problem={doing.problem} />
        <Tabs tab={tab} onTab={props.onTab} />
      </header>
      <div class="scroll">
        {tab === 'why' && <Why {...props} doing={doing} zone={zone} />}
        {tab === 'order' && (
          <>
            <Basics detail={detail} now={now} />
            <PhotoBlock photos={data.photos} zone={zone} />
            <WorkBlock detail={detail} />
            <FeeBlock detail={detail} />
            <SignBlock data={data} />
            <HistoryBlock history={detail.history} now={now} zone={zone} />
          </>
        )}
        {tab === 'story' && <StoryBlock lines={detail.timeline} codeOf={(id) => codes.get(id) ?? '—'} faultName={(code) => (code === detail.fault.code ? named(detail.fault) : code)} now={now} zone={zone} />}
      </div>
      {doing.link && <Sheet title={d('linkTitle')} onClose={doing.end}><LinkCard link={doing.link} autoFocus /></Sheet>}
      {doing.step && !doing.link && <DeedSheet {...props} doing={doing} />}
    </div>
  )
}

type Doing = ReturnType<typeof useDoing>

/** One deed at a time: begun, sent, and said when it is done. */
function useDoing({ id, data, put, reload }: OpenedProps) {
  const [step, begin] = useState<Step | null>(null)
  const [busy, work] = useState<string | null>(null)
  const [problem, fail] = useState<unknown>(null)
  const [link, show] = useState<string | null>(null)
  const version = data.detail.order.version
  // What the person was looking at when a sheet opened: the stream may have moved on beneath it since.
  const seen = useRef<number | null>(null)
  const run = async (name: string, deed: () => Promise<void>): Promise<void> => {
    work(name)
    fail(null)
    try {
      await deed()
      begin(null)
    } catch (why) {
      fail(why)
      // Told and shown what changed: a second press is about that.
      if (isStale(why)) seen.current = null
      reload()
    } finally {
      work(null)
    }
  }
  return {
    step, busy, problem, link,
    begin: (next: Step): void => {
      fail(null)
      if (next === 'link') void run('link', async () => show(await makeLink(id)))
      else if (next === 'resume') void run('resume', async () => { put(await carryOut(id, version, { intent: 'resume' })); toast(d('done_resume')) })
      else {
        seen.current = version
        begin(next)
      }
    },
    end: (): void => {
      begin(null)
      show(null)
      fail(null)
    },
    intend: (intent: AnyIntent): void => void run(intent.intent, async () => {
      put(await carryOut(id, seen.current ?? version, intent))
      toast(intent.intent === 'override' || intent.intent === 'permit' ? w(`done_${intent.intent}`) : d(`done_${intent.intent}` as Parameters<typeof d>[0]))
    }),
    assign: (technicianId: string, code: string, reason: string, at = version): void => void run(technicianId, async () => {
      put(await offerByHand(id, technicianId, at, reason))
      toast(d('assigned', { who: code }))
    }),
    again: (): void => void run('again', async () => {
      await dispatchAgain(id)
      reload()
    }),
  }
}

function Why(props: OpenedProps & { readonly doing: Doing; readonly zone: string }) {
  const { id, data, doing, me } = props
  const { order, decision } = data.detail
  const may = ['dispatcher', 'admin'].includes(me.role) && steps(order.status, me.role).includes('assign')
  const ranked = useLoaded(WAITING.has(order.status) || may ? `rank ${id} ${order.version}` : null, (signal) => readCandidates(id, signal))
  const shown = ranked.data ?? decision
  const supposed = useWhatIf(may ? id : null, order.version)
  const first = shown?.candidates[0]
  useEffect(() => {
    if (props.sendFirst > 0 && may && first && first.technician_id !== order.technician_id) doing.assign(first.technician_id, first.code, '')
  }, [props.sendFirst])
  if (shown === null) return ranked.problem === null ? <Skeleton lines={8} label={o('loading')} /> : <Oops problem={ranked.problem} onRetry={ranked.reload} />
  return (
    <>
      {may && order.technician_id !== null && <p class="small quiet">{d('takesFrom', { who: data.detail.technician ?? '' })}</p>}
      <Candidates detail={data.detail} decision={shown} zone={props.zone} may={may} whatIf={supposed.data} busy={doing.busy} onAssign={doing.assign} onAgain={doing.again} />
    </>
  )
}

function DeedSheet({ data, orders, doing }: OpenedProps & { readonly doing: Doing }) {
  const faults = useLoaded('faults', readFaults)
  if (doing.step === null) return null
  return <Deed step={doing.step} detail={data.detail} orders={orders} faults={faults.data ?? []} busy={doing.busy !== null} problem={doing.problem ?? faults.problem} onDo={doing.intend} onClose={doing.end} />
}

function Toolbar({ status, role, permits, busy, onStep }: { readonly status: OrderDetail['order']['status']; readonly role: string; readonly permits: boolean; readonly busy: string | null; readonly onStep: (step: Step) => void }) {
  const open = steps(status, role).filter((step) => step !== 'assign' && (step !== 'permit' || permits))
  return (
    <div class="row wrap tools" role="toolbar" aria-label={d('deeds')}>
      {open.map((step) => (
        <Button key={step} small kind={step === 'triage' ? 'primary' : 'quiet'} busy={busy === step} onClick={() => onStep(step)}>{step === 'override' || step === 'permit' ? w(step) : d(step)}</Button>
      ))}
    </div>
  )
}

function Tabs({ tab, onTab }: { readonly tab: Tab; readonly onTab: (tab: Tab) => void }) {
  const words: Record<Tab, string> = { why: d('why'), order: o('dossier'), story: o('timeline') }
  return (
    <div class="tabs" role="tablist">
      {(['why', 'order', 'story'] as const).map((one) => (
        <button key={one} type="button" role="tab" aria-selected={one === tab} onClick={() => onTab(one)}>{words[one]}</button>
      ))}
    </div>
  )
}
