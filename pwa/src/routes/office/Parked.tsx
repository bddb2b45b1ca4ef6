/** The parked inbox: both versions side by side, and three ways to settle it. */
import { useEffect, useState } from 'preact/hooks'
import { named, wordFor } from '../../text'
import { span, when } from '../../text/format'
import { shortlyParked, whyParked } from '../../text/parked'
import { d, operations } from '../../text/dispatcher'
import { o } from '../../text/office'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { check, inbox, pencil, x } from '../../ui/icons'
import { Banner, EmptyState, Skeleton } from '../../ui/Surface'
import { toast } from '../../ui/Toast'
import { useNow } from '../../ui/useNow'
import { query, type Go } from '../../router'
import { Amend } from './Amend'
import { PARKED_KEYS, type ParkedAction } from './keys'
import { useLoaded, type Loaded } from './load'
import { Oops } from './Oops'
import { Panes } from './Panes'
import { KeyHelp, useKeys } from './useKeys'
import { useZone } from './zone'
import { readParked, rule, sides, UNSAID, type ParkedItem, type Ruling } from './inbox'
import { fieldWord, valueWord } from './sidewords'

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
    amend: () => item && amendable(item) && settling.amend(true),
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
          onBack={wanted ? () => open(undefined) : undefined}
          panes={[
            { key: 'list', width: 360, min: 280, label: d('parkedTitle'), content: <ItemList items={items} at={at} onSelect={select} /> },
            { key: 'item', width: 640, min: 400, rest: true, label: wordFor(operations, item.kind), content: <Item item={item} base={base}><Settle {...settling} amendable={amendable(item)} /></Item> },
          ]}
        />
      )}
      {settling.amending && item && <Amend item={item} busy={settling.busy === 'amend'} problem={settling.problem} onSend={(args) => void settling.settle('amend', args)} onClose={() => settling.amend(false)} />}
      {help && <KeyHelp map={PARKED_KEYS} word={(action) => d(`key_${action}`)} onClose={() => onHelp(false)} />}
    </div>
  )
}

/** What says nothing but that it was done cannot be said otherwise. */
const amendable = (item: ParkedItem): boolean => Object.keys(item.args).some((name) => !UNSAID.has(name))

function Settle({ amendable, note, write, busy, problem, settle, amend }: Settling & { readonly amendable: boolean }) {
  return (
    <>
      <Field label={d('parkedNote')} optional value={note} maxLength={2000} onInput={write} />
      <Oops problem={problem} />
      <div class="row wrap dobar">
        <Button kind="primary" icon={check} busy={busy === 'accept'} onClick={() => void settle('accept')}>{d('accept')}</Button>
        <Button icon={x} busy={busy === 'reject'} onClick={() => void settle('reject')}>{d('reject')}</Button>
        {amendable && <Button icon={pencil} onClick={() => amend(true)}>{d('amend')}</Button>}
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

function Item({ item, base, children }: { readonly item: ParkedItem; readonly base: string; readonly children: preact.ComponentChildren }) {
  const now = useNow(30_000)
  const house = useZone()
  const zone = item.current?.place.time_zone ?? house
  const telling = { now, zone, currency: item.current?.order.fees.currency ?? 'CNY', steps: item.current?.fault.checklist ?? [] }
  return (
    <article class="scroll parked">
      <header class="stack">
        <h2>{wordFor(operations, item.kind)}{item.current && <span class="quiet"> · {named(item.current.fault)}</span>}</h2>
        <p class="quiet">{item.current && <span class="num">{item.current.order.number} · {item.current.place.label}<br /></span>}<span class="small num">{d('parkedAt', { who: item.by_code, at: when(item.made_at, now, zone) })}</span></p>
        <Banner tone="soon" title={d('parkedReason')}>{whyParked(item.reason, { ...factsOf(item), who: item.by_code })}</Banner>
      </header>
      <table class="sides">
        <thead><tr><th>{d('field')}</th><th>{d('phoneSays')}</th><th>{d('officeSays')}</th></tr></thead>
        <tbody>
          {sides(item).map((side) => (
            <tr key={side.field} class={side.same ? 'same' : 'differs'}>
              <th scope="row">{fieldWord(side.field)}</th>
              <td>{valueWord(side.field, side.phone, telling)}</td>
              <td>{side.same ? <span class="hint">{d('same')}</span> : valueWord(side.field, side.office, telling)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {item.current && <p><a class="tap" href={`${base}?order=${item.work_order_id}`}>{d('openOrder')}</a></p>}
      {children}
    </article>
  )
}

const factsOf = (item: ParkedItem): Record<string, string> =>
  Object.fromEntries(Object.entries(item.facts).flatMap(([name, value]) => (typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [])))
