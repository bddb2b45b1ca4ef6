/** Completed work as a queue: evidence large in the middle, facts beside it, one letter to approve, one to send back. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { named } from '../../text'
import { l } from '../../text/lead'
import { o } from '../../text/office'
import { Button } from '../../ui/Button'
import { check, clipboardCheck, undo2 } from '../../ui/icons'
import { Banner, EmptyState, Skeleton } from '../../ui/Surface'
import { toast } from '../../ui/Toast'
import { useNow } from '../../ui/useNow'
import { query, type Go } from '../../router'
import { api } from '../../wire/client'
import type { Dossier, Me, ReviewItem } from '../../wire/edge'
import type { AnyIntent, OrderDetail, Pin } from '../../wire/types.gen'
import { REVIEW_KEYS, type ReviewAction } from '../office/keys'
import { useLoaded, type Loaded } from '../office/load'
import { Oops } from '../office/Oops'
import { Panes } from '../office/Panes'
import { KeyHelp, useKeys } from '../office/useKeys'
import { Evidence } from './Evidence'
import { awaits, grouped, pairs, WHOLE, zoomed, type View } from './model'
import { Queue } from './Queue'
import { ReviewFacts } from './ReviewFacts'
import { SendBack } from './SendBack'

export interface ReviewProps {
  readonly me: Me
  readonly path: string
  readonly go: Go
  readonly queue: Loaded<readonly ReviewItem[]>
  readonly help: boolean
  readonly onHelp: (open: boolean) => void
}

export function Review({ me, path, go, queue, help, onHelp }: ReviewProps) {
  // J and K follow what is seen: the groups one after the other.
  const items = grouped(queue.data ?? []).flatMap((group) => group.items)
  const wanted = query(path, 'order')
  const at = Math.max(0, items.findIndex((item) => item.id === wanted))
  const item = items[at] ?? null
  const narrow = wanted === null ? 'list' : 'item'
  const select = (index: number): void => {
    const next = items[Math.max(0, Math.min(items.length - 1, index))]
    if (next) go(`/l?order=${next.id}`, { replace: true })
  }
  const settled = (id: string): void => {
    const rest = items.filter((one) => one.id !== id)
    queue.put(rest)
    const next = rest[Math.min(at, rest.length - 1)]
    go(next ? `/l?order=${next.id}` : '/l', { replace: true })
    queue.reload()
  }
  if (queue.data === null)
    return <div class="pad16">{queue.problem === null ? <Skeleton lines={10} label={o('loading')} /> : <Oops problem={queue.problem} onRetry={queue.reload} />}</div>
  return (
    <div class="board">
      {item === null
        ? <EmptyState icon={clipboardCheck} title={l('queueNone')}>{l('queueNoneHint')}</EmptyState>
        : (
          <Panes
            name="review"
            active={narrow}
            onBack={wanted === null ? undefined : () => go('/l', { replace: true })}
            panes={[
              { key: 'list', width: 320, min: 260, label: l('queue'), content: <Queue items={items} at={item.id} me={me.code} onSelect={(id) => select(items.findIndex((one) => one.id === id))} onChanged={queue.reload} /> },
              { key: 'item', width: 800, min: 480, rest: true, label: item.number, content: <Judged key={item.id} item={item} own={item.technician === me.code} go={go} onStep={(by) => select(at + by)} onSettled={settled} onHelp={onHelp} /> },
            ]}
          />
        )}
      {help && <KeyHelp map={REVIEW_KEYS} word={(action) => l(`key_${action}`)} onClose={() => onHelp(false)} />}
    </div>
  )
}

interface JudgedProps {
  readonly item: ReviewItem
  readonly own: boolean
  readonly go: Go
  readonly onStep: (by: number) => void
  readonly onSettled: (id: string) => void
  readonly onHelp: (open: boolean) => void
}

/** The verdict on one work order: sent once, and the next one comes up. */
function useJudging({ item, onSettled }: JudgedProps) {
  const dossier = useLoaded(`review ${item.id}`, (signal) => api<Dossier>('GET', `/work-orders/${item.id}`, undefined, { signal }))
  const [busy, work] = useState<'approve' | 'send_back' | null>(null)
  const [problem, fail] = useState<unknown>(null)
  const judge = async (intent: AnyIntent & { intent: 'approve' | 'send_back' }): Promise<void> => {
    const detail = dossier.data?.detail
    if (!detail || busy) return
    work(intent.intent)
    fail(null)
    try {
      await api<OrderDetail>('POST', `/work-orders/${item.id}/intents`, { version: detail.order.version, intent })
      toast(l(intent.intent === 'approve' ? 'approved' : 'sentBack', { number: item.number }))
      onSettled(item.id)
    } catch (why) {
      fail(why)
      dossier.reload()
    } finally {
      work(null)
    }
  }
  return { dossier, busy, problem, judge }
}

/** How the evidence is looked at: which pair, how near, which spots are marked. */
function useLooking(count: number) {
  const [pair, turn] = useState(0)
  const [view, look] = useState<View>(WHOLE)
  const [pins, pin] = useState<readonly Pin[]>([])
  const [marking, aim] = useState(false)
  useEffect(() => look(WHOLE), [pair])
  const page = (by: number): void => turn((n) => Math.max(0, Math.min(count - 1, n + by)))
  const zoom = (): void => look(view.scale > 1 ? WHOLE : zoomed(WHOLE, 2.5, 0.5, 0.5))
  return { pair, turn, view, look, pins, pin, marking, aim, page, zoom }
}

function Judged(props: JudgedProps) {
  const { item, own, go, onStep, onHelp } = props
  const { dossier, busy, problem, judge } = useJudging(props)
  const shown = useMemo(() => pairs(dossier.data?.photos ?? []), [dossier.data])
  const looking = useLooking(shown.length)
  const [sending, send] = useState(false)
  const now = useNow(30_000)
  const waits = awaits(dossier.data?.photos ?? [])
  const settles = !waits && !own
  const act: Record<ReviewAction, () => void> = {
    next: () => onStep(1),
    previous: () => onStep(-1),
    approve: () => void (settles && judge({ intent: 'approve' })),
    sendBack: () => own || send(true),
    mark: () => looking.aim(!looking.marking),
    nextPhoto: () => looking.page(1),
    previousPhoto: () => looking.page(-1),
    zoom: looking.zoom,
    team: () => go('/l/team'),
    queue: () => go('/l'),
    close: () => (looking.marking ? looking.aim(false) : go('/l', { replace: true })),
    help: () => onHelp(true),
  }
  useKeys(REVIEW_KEYS, (action) => act[action]())
  if (dossier.data === null) return <div class="pad16">{dossier.problem === null ? <Skeleton lines={10} label={o('loading')} /> : <Oops problem={dossier.problem} onRetry={dossier.reload} />}</div>
  const { detail } = dossier.data
  const zone = detail.place.time_zone
  return (
    <div class="judged">
      <Verdict detail={detail} busy={busy} waits={!settles} own={own} onApprove={() => void judge({ intent: 'approve' })} onSendBack={() => send(true)} />
      {own && <Banner tone="soon">{l('ownWork')}</Banner>}
      {waits && <p class="banner tone-offline small">{l('evidenceWait')}</p>}
      <Oops problem={problem} />
      <div class="judged-body">
        <Evidence
          shown={shown} pair={looking.pair} view={looking.view} pins={looking.pins} marking={looking.marking} now={now} zone={zone} waived={detail.fault.before_photos === 0}
          onPair={looking.turn} onView={looking.look} onAim={() => looking.aim(!looking.marking)} onClear={() => looking.pin([])}
          onPin={(one) => looking.pin([...looking.pins, one])}
        />
        <ReviewFacts data={dossier.data} item={item} now={now} zone={zone} />
      </div>
      {sending && (
        <SendBack number={item.number} zone={zone} pins={looking.pins} busy={busy === 'send_back'} problem={problem} onPins={looking.pin} onSend={(reason, due) => void judge({ intent: 'send_back', reason, due, pins: looking.pins })} onClose={() => send(false)} />
      )}
    </div>
  )
}

interface VerdictProps {
  readonly detail: OrderDetail
  readonly busy: 'approve' | 'send_back' | null
  readonly waits: boolean
  readonly own: boolean
  readonly onApprove: () => void
  readonly onSendBack: () => void
}

function Verdict({ detail, busy, waits, own, onApprove, onSendBack }: VerdictProps) {
  const { order, place, fault, technician } = detail
  return (
    <header class="row wrap">
      <div class="grow judged-what">
        <span class="small quiet num">{order.number} · {named({ zh: place.community_zh, en: place.community_en })} · {place.label} · {technician}</span>
        <h2>{named(fault)}</h2>
      </div>
      <div class="row judged-do">
        <Button icon={undo2} disabled={own} onClick={onSendBack}>{l('sendBack')} <kbd>R</kbd></Button>
        <Button kind="primary" icon={check} busy={busy === 'approve'} disabled={waits} onClick={onApprove}>{l('approve')} <kbd>A</kbd></Button>
      </div>
    </header>
  )
}
