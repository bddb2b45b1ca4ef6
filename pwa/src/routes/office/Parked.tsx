/** The parked inbox: both versions side by side, and three ways to settle it. */
import { useEffect, useState } from 'preact/hooks'
import { named, wordFor } from '../../text'
import { statuses } from '../../text/common'
import { actions, causes } from '../../text/trade'
import { span, when } from '../../text/format'
import { shortlyParked, whyParked } from '../../text/parked'
import { d, operations } from '../../text/dispatcher'
import { o, office } from '../../text/office'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { check, inbox, pencil, x } from '../../ui/icons'
import { Sheet } from '../../ui/Overlay'
import { EmptyState, Skeleton } from '../../ui/Surface'
import { toast } from '../../ui/Toast'
import { useNow } from '../../ui/useNow'
import { query, type Go } from '../../router'
import { PARKED_KEYS, type ParkedAction } from './keys'
import { useLoaded, type Loaded } from './load'
import { Oops } from './Oops'
import { Panes } from './Panes'
import { KeyHelp, useKeys } from './useKeys'
import { parseArgs, readParked, rule, sides, type ParkedItem, type Ruling } from './inbox'

export interface ParkedProps {
  /** Where this page and its neighbours are: a dispatcher's and a lead's inbox are the same. */
  readonly base: '/d' | '/l'
  readonly path: string
  readonly go: Go
  readonly help: boolean
  readonly onHelp: (open: boolean) => void
  /** Grows when the server says that the list has changed. */
  readonly rung: number
  readonly onCount: (count: number) => void
}

const DONE: Record<Ruling, 'acceptDone' | 'rejectDone' | 'amendDone'> = { accept: 'acceptDone', reject: 'rejectDone', amend: 'amendDone' }

/** One ruling at a time; what is settled leaves the list and the next one comes up. */
function useSettling(loaded: Loaded<readonly ParkedItem[]>, item: ParkedItem | null, at: number, open: (item: ParkedItem | undefined) => void) {
  const [note, write] = useState('')
  const [amending, amend] = useState(false)
  const [busy, work] = useState<Ruling | null>(null)
  const [problem, fail] = useState<unknown>(null)
  useEffect(() => {
    write('')
    fail(null)
  }, [item?.op_id])
  const settle = async (decision: Ruling, args?: unknown): Promise<void> => {
    if (item === null || busy) return
    work(decision)
    fail(null)
    try {
      await rule(item.op_id, decision, note.trim(), args)
      toast(d(DONE[decision]))
      amend(false)
      const rest = (loaded.data ?? []).filter((one) => one.op_id !== item.op_id)
      loaded.put(rest)
      const next = rest[Math.min(at, rest.length - 1)]
      open(next)
    } catch (why) {
      fail(why)
    } finally {
      work(null)
    }
  }
  return { note, write, amending, amend, busy, problem, settle }
}

type Settling = ReturnType<typeof useSettling>

export function Parked({ base, path, go, help, onHelp, rung, onCount }: ParkedProps) {
  const loaded = useLoaded('parked', readParked)
  useEffect(() => {
    if (rung > 0) loaded.reload()
  }, [rung])
  const items = loaded.data ?? []
  const wanted = query(path, 'op')
  const at = Math.max(0, items.findIndex((item) => item.op_id === wanted))
  const item = items[at] ?? null
  const open = (next: ParkedItem | undefined): void => go(next ? `${base}/parked?op=${next.op_id}` : `${base}/parked`, { replace: true })
  const settling = useSettling(loaded, item, at, open)
  useEffect(() => {
    if (loaded.data) onCount(loaded.data.length)
  }, [loaded.data])
  const select = (index: number): void => {
    const next = items[Math.max(0, Math.min(items.length - 1, index))]
    if (next) open(next)
  }
  const act: Record<ParkedAction, () => void> = {
    next: () => select(at + 1),
    previous: () => select(at - 1),
    accept: () => void settling.settle('accept'),
    reject: () => void settling.settle('reject'),
    amend: () => item && settling.amend(true),
    board: () => go(base),
    intake: () => base === '/d' && go('/d/new'),
    phones: () => go(`${base}/phones`),
    help: () => onHelp(true),
  }
  useKeys(PARKED_KEYS, (action) => act[action]())
  return (
    <div class="board">
      <div class="topbar"><h1 class="pagetitle">{d('parkedTitle')}</h1>{items.length > 0 && <span class="quiet small num">{d('parkedAll', { n: items.length })}</span>}</div>
      {loaded.data === null && <div class="pad16">{loaded.problem === null ? <Skeleton lines={8} label={o('loading')} /> : <Oops problem={loaded.problem} onRetry={loaded.reload} />}</div>}
      {loaded.data !== null && item === null && <EmptyState icon={inbox} title={d('parkedNone')}>{d('parkedNoneHint')}</EmptyState>}
      {item !== null && (
        <Panes
          name="parked"
          active={wanted ? 'item' : 'list'}
          panes={[
            { key: 'list', width: 360, min: 280, label: d('parkedTitle'), content: <ItemList items={items} at={at} onSelect={select} /> },
            { key: 'item', width: 640, min: 400, rest: true, label: wordFor(operations, item.kind), content: <Item item={item}><Settle {...settling} /></Item> },
          ]}
        />
      )}
      {settling.amending && item && <Amend item={item} busy={settling.busy === 'amend'} problem={settling.problem} onSend={(args) => void settling.settle('amend', args)} onClose={() => settling.amend(false)} />}
      {help && <KeyHelp map={PARKED_KEYS} word={(action) => d(`key_${action}`)} onClose={() => onHelp(false)} />}
    </div>
  )
}

function Settle({ note, write, busy, problem, settle, amend }: Settling) {
  return (
    <>
      <Field label={d('parkedNote')} optional value={note} maxLength={2000} onInput={write} />
      <Oops problem={problem} />
      <div class="row wrap">
        <Button kind="primary" icon={check} busy={busy === 'accept'} onClick={() => void settle('accept')}>{d('accept')}</Button>
        <Button icon={x} busy={busy === 'reject'} onClick={() => void settle('reject')}>{d('reject')}</Button>
        <Button icon={pencil} onClick={() => amend(true)}>{d('amend')}</Button>
      </div>
    </>
  )
}

function ItemList({ items, at, onSelect }: { readonly items: readonly ParkedItem[]; readonly at: number; readonly onSelect: (index: number) => void }) {
  const now = useNow(30_000)
  return (
    <ul class="orders scroll" aria-label={d('parkedTitle')}>
      {items.map((item, n) => (
        <li key={item.op_id}>
          <button type="button" class="order" aria-current={n === at ? 'true' : undefined} onClick={() => onSelect(n)}>
            <span class="row top"><span class="grow cut strong">{wordFor(operations, item.kind)}</span><span class="small num">{item.by_code}</span></span>
            <span class="row"><span class="grow cut small quiet">{item.current ? `${item.current.order.number} · ${item.current.place.label}` : d('unknownOrder')}</span></span>
            <span class={`cut small toned tone-${item.late ? 'late' : 'soon'}`} title={whyParked(item.reason, { who: item.by_code })}>{shortlyParked(item.reason)}</span>
            <span class={`tiny num ${item.late ? 'toned tone-late' : 'hint'}`}>{d('lateOne', { span: span(now - Date.parse(item.received_at)) })}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function Item({ item, children }: { readonly item: ParkedItem; readonly children: preact.ComponentChildren }) {
  const now = useNow(30_000)
  const zone = item.current?.place.time_zone
  return (
    <article class="scroll parked">
      <header class="stack">
        <h2>{wordFor(operations, item.kind)}{item.current && <span class="quiet"> · {named(item.current.fault)}</span>}</h2>
        {item.current && <p class="quiet num">{item.current.order.number} · {item.current.place.label} <a href={`/d?order=${item.work_order_id}`}>{d('openOrder')}</a></p>}
        <p class="banner tone-soon"><strong>{d('parkedReason')}</strong><span>{whyParked(item.reason, { ...factsOf(item), who: item.by_code })}</span></p>
        <p class="small quiet">{d('parkedAt', { who: item.by_code, at: when(item.made_at, now, zone) })}</p>
      </header>
      <table class="sides">
        <thead><tr><th>{d('field')}</th><th>{d('phoneSays')}</th><th>{d('officeSays')}</th></tr></thead>
        <tbody>
          {sides(item).map((side) => (
            <tr key={side.field} class={side.same ? 'same' : 'differs'}>
              <th scope="row">{fieldWord(side.field)}</th>
              <td>{valueWord(side.field, side.phone, now, zone)}</td>
              <td>{side.same ? <span class="hint">{d('same')}</span> : valueWord(side.field, side.office, now, zone)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {children}
    </article>
  )
}

const factsOf = (item: ParkedItem): Record<string, string> =>
  Object.fromEntries(Object.entries(item.facts).flatMap(([name, value]) => (typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [])))

const FIELDS: Readonly<Record<string, () => string>> = {
  status: () => o('status'), technician: () => o('technician'), cause: () => o('cause'), action: () => o('action'), text: () => o('note'), note: () => o('note'), reason: () => d('reason'), until: () => d('holdUntil'),
  quantity_milli: () => o('quantity'), name: () => o('part'), signer: () => o('signature'), done: () => o('done'), value: () => o('value'), step: () => o('step'), presence: () => d('presence'),
}
const fieldWord = (field: string): string => FIELDS[field]?.() ?? field

function valueWord(field: string, value: string, now: number, zone?: string): string {
  if (field === 'status') return wordFor(statuses, value)
  if (field === 'cause') return wordFor(causes, value)
  if (field === 'action') return wordFor(actions, value)
  if (field === 'presence') return presenceWord(value, now, zone)
  if (field === 'technician' && value === '≠') return d('someoneElse')
  if (field === 'quantity_milli' && /^\d+$/.test(value)) return String(Number(value) / 1000)
  return /^\d{4}-\d\d-\d\dT/.test(value) ? when(value, now, zone) : value
}

/** "code on the door, 10:22": how an arrival was proved and when. */
function presenceWord(value: string, now: number, zone?: string): string {
  const told = parseArgs(value)
  if ('why' in told) return value
  const { method, at } = told.args
  return [wordFor(office, `method_${String(method)}`), typeof at === 'string' ? when(at, now, zone) : ''].filter(Boolean).join(' · ')
}

interface AmendProps {
  readonly item: ParkedItem
  readonly busy: boolean
  readonly problem: unknown
  readonly onSend: (args: Record<string, unknown>) => void
  readonly onClose: () => void
}

/** Plain values are fields; what is nested is edited as text, for the rare case. */
function Amend({ item, busy, problem, onSend, onClose }: AmendProps) {
  const [args, change] = useState<Record<string, unknown>>({ ...item.args })
  const [text, type] = useState<string | null>(null)
  const read = text === null ? { args } : parseArgs(text)
  const plain = Object.entries(args).filter(([name, value]) => name !== 'id' && (typeof value === 'string' || typeof value === 'number'))
  const put = (name: string, old: unknown, value: string): void => change({ ...args, [name]: typeof old === 'number' ? Number(value) : value })
  return (
    <Sheet title={d('amendTitle')} onClose={onClose} footer={<Button kind="primary" busy={busy} disabled={'why' in read} onClick={() => 'args' in read && onSend(read.args)}>{d('amend')}</Button>}>
      <div class="stack">
        {text === null && plain.map(([name, value]) => (
          <Field key={name} label={fieldWord(name)} value={String(value)} type={typeof value === 'number' ? 'number' : 'text'} onInput={(next) => put(name, value, next)} />
        ))}
        <details onToggle={(event) => type(event.currentTarget.open ? JSON.stringify(args, null, 2) : null)}>
          <summary class="small quiet">JSON</summary>
          <Field label="JSON" lines value={text ?? ''} error={'why' in read ? d('amendBad', { why: read.why }) : null} onInput={type} />
        </details>
        <Oops problem={problem} />
      </div>
    </Sheet>
  )
}
