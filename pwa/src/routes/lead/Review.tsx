/** Completed work as a queue: evidence large in the middle, facts beside it, one letter to approve, one to send back. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { named } from '../../text'
import { when, span } from '../../text/format'
import { l } from '../../text/lead'
import { o } from '../../text/office'
import { Button } from '../../ui/Button'
import { check, clipboardCheck, undo2 } from '../../ui/icons'
import { Chip } from '../../ui/Marks'
import { EmptyState, Skeleton } from '../../ui/Surface'
import { toast } from '../../ui/Toast'
import { useNow } from '../../ui/useNow'
import { query, type Go } from '../../router'
import { api } from '../../wire/client'
import type { Dossier, Me, ReviewItem } from '../../wire/edge'
import type { AnyIntent, OrderDetail } from '../../wire/types.gen'
import { REVIEW_KEYS, type ReviewAction } from '../office/keys'
import { useLoaded, type Loaded } from '../office/load'
import { Oops } from '../office/Oops'
import { Panes } from '../office/Panes'
import { flagWord } from '../office/shots'
import { KeyHelp, useKeys } from '../office/useKeys'
import { Evidence } from './Evidence'
import { awaits, pairs, WHOLE, zoomed, type Mark, type View } from './model'
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

export function Review({ path, go, queue, help, onHelp }: ReviewProps) {
  const items = queue.data ?? []
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
            panes={[
              { key: 'list', width: 320, min: 260, label: l('queue'), content: <Queue items={items} at={at} onSelect={select} /> },
              { key: 'item', width: 800, min: 480, rest: true, label: item.number, content: <Judged key={item.id} item={item} go={go} onStep={(by) => select(at + by)} onSettled={settled} onHelp={onHelp} /> },
            ]}
          />
        )}
      {help && <KeyHelp map={REVIEW_KEYS} word={(action) => l(`key_${action}`)} onClose={() => onHelp(false)} />}
    </div>
  )
}

function Queue({ items, at, onSelect }: { readonly items: readonly ReviewItem[]; readonly at: number; readonly onSelect: (index: number) => void }) {
  const now = useNow(30_000)
  return (
    <>
      <header class="listhead"><h1 class="pagetitle">{l('queueCount', { n: items.length })}</h1></header>
      <ul class="orders scroll" aria-label={l('queue')}>
        {items.map((item, n) => {
          const due = item.due_at ? Date.parse(item.due_at) : null
          return (
            <li key={item.id}>
              <button type="button" class="order" aria-current={n === at ? 'true' : undefined} onClick={() => onSelect(n)}>
                <span class="row top"><span class="grow cut strong">{named({ zh: item.fault_zh, en: item.fault_en })}</span><span class={`prio prio-${item.priority}`}>{item.priority}</span></span>
                <span class="row small quiet"><span class="grow cut">{item.community} · {item.label}</span><span class="num">{item.technician}</span></span>
                <span class="row tiny"><span class="grow cut hint num">{item.done_at ? l('doneAt', { time: when(item.done_at, now, item.time_zone) }) : item.number}</span>{due !== null && <span class={due < now ? 'toned tone-late' : 'hint'}>{due < now ? l('dueOver', { span: span(now - due) }) : l('dueIn', { span: span(due - now) })}</span>}</span>
                {item.flags.length > 0 && <span class="row wrap">{item.flags.map((flag) => <Chip key={flag} tone="soon">{flagWord(flag)}</Chip>)}</span>}
              </button>
            </li>
          )
        })}
      </ul>
    </>
  )
}

interface JudgedProps {
  readonly item: ReviewItem
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
  const [marks, mark] = useState<readonly Mark[]>([])
  const [marking, aim] = useState(false)
  useEffect(() => look(WHOLE), [pair])
  const page = (by: number): void => turn((n) => Math.max(0, Math.min(count - 1, n + by)))
  const zoom = (): void => look(view.scale > 1 ? WHOLE : zoomed(WHOLE, 2.5, 0.5, 0.5))
  return { pair, turn, view, look, marks, mark, marking, aim, page, zoom }
}

function Judged(props: JudgedProps) {
  const { item, go, onStep, onHelp } = props
  const { dossier, busy, problem, judge } = useJudging(props)
  const shown = useMemo(() => pairs(dossier.data?.photos ?? []), [dossier.data])
  const looking = useLooking(shown.length)
  const [sending, send] = useState(false)
  const now = useNow(30_000)
  const waits = awaits(dossier.data?.photos ?? [])
  const act: Record<ReviewAction, () => void> = {
    next: () => onStep(1),
    previous: () => onStep(-1),
    approve: () => void (waits || judge({ intent: 'approve' })),
    sendBack: () => send(true),
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
      <Verdict detail={detail} busy={busy} waits={waits} onApprove={() => void judge({ intent: 'approve' })} onSendBack={() => send(true)} />
      {waits && <p class="banner tone-offline small">{l('evidenceWait')}</p>}
      <Oops problem={problem} />
      <div class="judged-body">
        <Evidence
          shown={shown} pair={looking.pair} view={looking.view} marks={looking.marks} marking={looking.marking} now={now} zone={zone} waived={detail.fault.before_photos === 0}
          onPair={looking.turn} onView={looking.look} onAim={() => looking.aim(!looking.marking)} onClear={() => looking.mark([])}
          onMark={(one) => { looking.mark([...looking.marks, one]); looking.aim(false) }}
        />
        <ReviewFacts data={dossier.data} now={now} zone={zone} />
      </div>
      {sending && (
        <SendBack number={item.number} zone={zone} marks={looking.marks} photos={dossier.data.photos} busy={busy === 'send_back'} problem={problem} onSend={(reason, due) => void judge({ intent: 'send_back', reason, due })} onClose={() => send(false)} />
      )}
    </div>
  )
}

interface VerdictProps {
  readonly detail: OrderDetail
  readonly busy: 'approve' | 'send_back' | null
  readonly waits: boolean
  readonly onApprove: () => void
  readonly onSendBack: () => void
}

function Verdict({ detail, busy, waits, onApprove, onSendBack }: VerdictProps) {
  const { order, place, fault, technician } = detail
  return (
    <header class="row wrap">
      <div class="grow judged-what">
        <span class="small quiet num">{order.number} · {named({ zh: place.community_zh, en: place.community_en })} · {place.label} · {technician}</span>
        <h2>{named(fault)}</h2>
      </div>
      <Button icon={undo2} onClick={onSendBack}>{l('sendBack')} <kbd>R</kbd></Button>
      <Button kind="primary" icon={check} busy={busy === 'approve'} disabled={waits} onClick={onApprove}>{l('approve')} <kbd>A</kbd></Button>
    </header>
  )
}
