/** The rules of dispatch: weights by community and trade, tried on last week's decisions before they hold. */
import { useEffect, useState } from 'preact/hooks'
import { named, wordFor } from '../../../text'
import { terms as termNames, trades } from '../../../text/common'
import { d } from '../../../text/dispatcher'
import { span, when } from '../../../text/format'
import { o } from '../../../text/office'
import { s } from '../../../text/rules'
import { Button } from '../../../ui/Button'
import { Field } from '../../../ui/Field'
import { Dialog } from '../../../ui/Overlay'
import { Banner, Section, Skeleton } from '../../../ui/Surface'
import { toast } from '../../../ui/Toast'
import { useAll } from '../../../ui/useLive'
import { useNow } from '../../../ui/useNow'
import { api } from '../../../wire/client'
import type { CommunityView, Comparison, Policies, Policy, PolicyRow } from '../../../wire/types.gen'
import { isStale } from '../asking'
import { useLoaded } from '../../office/load'
import { Oops } from '../../office/Oops'
import type { BoardProps } from '../Board'
import '../replan/plan.css'
import { evened, holding, sumOf, TERMS, weightsOf, withWeights, worst, type Term } from './model'
import { Preview } from './Preview'
import './rules.css'

const TRADES = ['PLB', 'ELE', 'LVS', 'LFT', 'HVC', 'FIR', 'DWL', 'CIV', 'PMP', 'GAS', 'HYG', 'GEN']

export default function RulesPage({ me, path, go, board }: BoardProps) {
  const query = new URLSearchParams(path.split('?')[1] ?? '')
  const { communities } = useAll(board.state)
  const rows = useLoaded('policies', (signal) => api<Policies>('GET', '/policies', undefined, { signal }).then((page) => page.items))
  const now = useNow(60_000)
  const place = communities.find((one) => one.code === query.get('c')) ?? null
  const trade = TRADES.find((one) => one === query.get('trade')) ?? ''
  const row = rows.data === null ? null : holding(rows.data, place?.id ?? '', trade)
  const own = row !== null && row.community_id === (place?.id ?? '') && row.trade === trade
  const to = (next: Readonly<Record<string, string>>): void => {
    for (const [name, value] of Object.entries(next)) if (value) query.set(name, value); else query.delete(name)
    const text = query.toString()
    go(text ? `/d/rules?${text}` : '/d/rules', { replace: true })
  }
  const may = me.role === 'manager' || me.role === 'admin'
  return (
    <div class="board">
      <div class="topbar">
        <h1 class="pagetitle">{s('heading')}</h1>
        <div class="under">
          <select class="select" aria-label={d('community')} value={place?.code ?? ''} onChange={(event) => to({ c: event.currentTarget.value })}>
            <option value="">{d('allCommunities')}</option>
            {communities.map((one) => <option key={one.code} value={one.code}>{named(one)}</option>)}
          </select>
          <select class="select" aria-label={s('trade')} value={trade} onChange={(event) => to({ trade: event.currentTarget.value })}>
            <option value="">{s('allTrades')}</option>
            {TRADES.map((one) => <option key={one} value={one}>{wordFor(trades, one)}</option>)}
          </select>
        </div>
      </div>
      <div class="scroll">
        <div class="plan rules">
          <p class="quiet">{s('hint')}</p>
          {rows.data === null && (rows.problem === null ? <Skeleton lines={10} label={o('loading')} /> : <Oops problem={rows.problem} onRetry={rows.reload} />)}
          {row !== null && (
            <>
              <p class="row wrap small">
                <strong>{s('holds')}</strong>
                <span>{scopeName(row, communities)} · {s('version', { n: row.version })} · {row.at ? s('since', { time: when(row.at, now, me.time_zone) }) : s('delivered')}</span>
                {row.note && <span class="quiet">{row.note}</span>}
              </p>
              {!own && <Banner tone="info">{s('inherits', { name: scopeName(row, communities) })}</Banner>}
              <Draft key={`${place?.id} ${trade} ${row.version} ${row.community_id} ${row.trade}`} row={row} own={own} scope={{ community_id: place?.id ?? '', trade }} may={may} onDone={rows.reload} />
              <Others rows={rows.data ?? []} communities={communities} />
            </>
          )}
        </div>
      </div>
    </div>
  )
}

function scopeName(row: PolicyRow, communities: readonly CommunityView[]): string {
  const place = communities.find((one) => one.id === row.community_id)
  const parts = [place ? named(place) : '', row.trade ? wordFor(trades, row.trade) : ''].filter(Boolean)
  return parts.length > 0 ? parts.join(' · ') : s('default')
}

function Others({ rows, communities }: { readonly rows: readonly PolicyRow[]; readonly communities: readonly CommunityView[] }) {
  if (rows.length < 2) return null
  return (
    <Section title={s('all')} aside={rows.length}>
      <ul class="plan-past">
        {rows.map((row) => (
          <li key={`${row.community_id} ${row.trade}`}>
            <a href={`/d/rules?c=${communities.find((one) => one.id === row.community_id)?.code ?? ''}&trade=${row.trade}`}><span class="grow">{scopeName(row, communities)}</span><span class="small quiet num">{s('version', { n: row.version })}</span></a>
          </li>
        ))}
      </ul>
    </Section>
  )
}

interface Scope {
  readonly community_id: string
  readonly trade: string
}

interface DraftProps {
  readonly row: PolicyRow
  readonly own: boolean
  readonly scope: Scope
  readonly may: boolean
  readonly onDone: () => void
}

function Draft({ row, own, scope, may, onDone }: DraftProps) {
  const [weights, weigh] = useState(() => weightsOf(row.policy))
  const [rest, change] = useState<Policy>(row.policy)
  const [note, write] = useState('')
  const [tried, told] = useState<{ readonly of: string; readonly answer: Comparison } | null>(null)
  const [busy, work] = useState<'try' | 'save' | 'drop' | null>(null)
  const [problem, fail] = useState<unknown>(null)
  const [dropping, drop] = useState(false)
  const sum = sumOf(weights)
  const policy = withWeights(rest, weights)
  const draft = JSON.stringify(policy)
  const changed = draft !== JSON.stringify(withWeights(row.policy, weightsOf(row.policy)))
  const seen = tried?.of === draft
  useEffect(() => fail(null), [draft])
  const run = async (name: 'try' | 'save' | 'drop', deed: () => Promise<void>): Promise<void> => {
    work(name)
    fail(null)
    try {
      await deed()
    } catch (why) {
      fail(why)
      if (isStale(why)) onDone()
    } finally {
      work(null)
    }
  }
  const preview = (): void => void run('try', async () => told({ of: draft, answer: await api<Comparison>('POST', '/policies/preview', { ...scope, policy }) }))
  const save = (): void => void run('save', async () => {
    const made = await api<PolicyRow>('PUT', '/policies', { ...scope, policy, note: note.trim(), base: own ? row.version : null })
    toast(s('saved', { n: made.version }))
    onDone()
  })
  const giveUp = (): void => void run('drop', async () => {
    drop(false)
    await api<Policies>('POST', '/policies/drop', scope)
    toast(s('dropped'))
    onDone()
  })
  return (
    <>
      <Section title={s('weights')} aside={s('sum', { n: sum })}>
        <div class="weights">
          {TERMS.map((term) => <Weight key={term} term={term} value={weights[term]} cost={worst(row.policy, weights[term])} locked={!may} onChange={(value) => weigh({ ...weights, [term]: value })} />)}
        </div>
        {sum !== 100 && <Banner tone="soon" live title={s('sumBad', { n: sum })} action={<Button small onClick={() => weigh(evened(weights))}>{s('even')}</Button>} />}
      </Section>
      <Numbers policy={rest} locked={!may} onChange={change} />
      {isStale(problem) ? <Banner tone="soon" live title={s('stale')} /> : <Oops problem={problem} />}
      {seen && tried && <Preview told={tried.answer} />}
      {!may && <p class="small hint">{s('readonly')}</p>}
      {may && seen && changed && <Field label={s('note')} value={note} maxLength={200} onInput={write} />}
      <div class="row wrap plan-settle">
        <Button kind={seen ? 'quiet' : 'primary'} busy={busy === 'try'} disabled={sum !== 100} onClick={preview}>{busy === 'try' ? s('trying') : s('try')}</Button>
        {may && <Button kind={seen ? 'primary' : 'quiet'} busy={busy === 'save'} disabled={!seen || !changed || sum !== 100 || note.trim() === ''} onClick={save}>{seen ? s('save') : s('saveFirst')}</Button>}
        {may && changed && <Button kind="plain" onClick={() => { weigh(weightsOf(row.policy)); change(row.policy) }}>{s('undo')}</Button>}
        <span class="grow" />
        {may && own && (scope.community_id !== '' || scope.trade !== '') && <Button kind="plain" busy={busy === 'drop'} onClick={() => drop(true)}>{s('dropRule')}</Button>}
      </div>
      {dropping && <Dialog title={s('dropTitle')} yes={s('dropRule')} danger onYes={giveUp} onClose={() => drop(false)} />}
    </>
  )
}

interface WeightProps {
  readonly term: Term
  readonly value: number
  readonly cost: number
  readonly locked: boolean
  readonly onChange: (value: number) => void
}

function Weight({ term, value, cost, locked, onChange }: WeightProps) {
  const name = wordFor(termNames, term)
  const put = (text: string): void => onChange(Math.max(0, Math.min(100, Math.round(Number(text) || 0))))
  return (
    <div class="weight">
      <span class="grow"><strong>{name}</strong> <span class="small quiet">{s(`h_${term}`)}</span></span>
      <input type="range" min={0} max={100} step={1} value={value} disabled={locked} aria-label={name} onInput={(event) => put(event.currentTarget.value)} />
      <span class="box"><input type="number" class="num" min={0} max={100} value={value} disabled={locked} aria-label={`${name} %`} onInput={(event) => put(event.currentTarget.value)} /> %</span>
      <span class="tiny hint">{s('seconds', { term: name, span: span(cost * 1000) })}</span>
    </div>
  )
}

function Numbers({ policy, locked, onChange }: { readonly policy: Policy; readonly locked: boolean; readonly onChange: (policy: Policy) => void }) {
  const whole = (text: string): number => Math.max(0, Math.round(Number(text) || 0))
  return (
    <details class="numbers">
      <summary>{s('timers')} · {s('plan')} · {s('other')}</summary>
      <div class="fields">
        {Object.entries(policy.offer_s).map(([priority, seconds]) => (
          <Figure key={priority} label={s('offer', { p: priority })} value={seconds} locked={locked} onInput={(text) => onChange({ ...policy, offer_s: { ...policy.offer_s, [priority]: Math.max(1, whole(text)) } })} />
        ))}
        {(['change_s', 'freeze_min', 'publish_gain_s'] as const).map((name) => (
          <Figure key={name} label={s(name)} value={policy.plan[name]} locked={locked} onInput={(text) => onChange({ ...policy, plan: { ...policy.plan, [name]: whole(text) } })} />
        ))}
        {(['overtime_min', 'close_call_s', 'reach_before_min'] as const).map((name) => (
          <Figure key={name} label={s(name)} value={policy[name]} locked={locked} onInput={(text) => onChange({ ...policy, [name]: whole(text) })} />
        ))}
      </div>
    </details>
  )
}

function Figure({ label, value, locked, onInput }: { readonly label: string; readonly value: number; readonly locked: boolean; readonly onInput: (text: string) => void }) {
  return (
    <label class="field">
      <span class="label">{label}</span>
      <span class="box"><input type="number" min={0} class="num" value={value} disabled={locked} onInput={(event) => onInput(event.currentTarget.value)} /></span>
    </label>
  )
}
