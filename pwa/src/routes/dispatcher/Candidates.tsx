/** Whom to send: every candidate with a bar per score term, everybody else with the reason he was ruled out. */
import { useState } from 'preact/hooks'
import { language, wordFor } from '../../text'
import { terms as termNames } from '../../text/common'
import { clock, percent, span } from '../../text/format'
import { d, dispatcher, reasonNames } from '../../text/dispatcher'
import { Button } from '../../ui/Button'
import { refreshCw, userX } from '../../ui/icons'
import { Avatar, Chip } from '../../ui/Marks'
import { EmptyState } from '../../ui/Surface'
import type { Candidate, Decision, OrderDetail, Reason, Rejection } from '../../wire/types.gen'
import { Overrule } from './Overrule'
import { reasonWord } from './reasons'
import { bars, ruledOut, type Bar } from './why'

export interface CandidatesProps {
  readonly detail: OrderDetail
  readonly decision: Decision
  readonly zone: string
  readonly may: boolean
  readonly busy: string | null
  /** `version`: of the order as it was when the person was asked for a reason. */
  readonly onAssign: (technicianId: string, code: string, reason: string, version?: number) => void
  readonly onAgain: () => void
}

interface Asked {
  readonly id: string
  readonly code: string
  readonly reasons: readonly Reason[]
  readonly version: number
}

export function Candidates({ detail, decision, zone, may, busy, onAssign, onAgain }: CandidatesProps) {
  const [asked, ask] = useState<Asked | null>(null)
  const current = detail.order.technician_id
  const margin = decision.margin_s
  return (
    <div class="stack">
      <p class="row small quiet">
        <span class="grow">{d('whyHint')}{margin !== null && margin > 0 && ` · ${d('margin', { span: span(margin * 1000) })}`}</span>
        {may && ['triaged', 'offered'].includes(detail.order.status) && <Button small icon={refreshCw} busy={busy === 'again'} onClick={onAgain}>{d('rerun')}</Button>}
      </p>
      {decision.candidates.length === 0 && <EmptyState icon={userX} title={d('nobody')}>{d('nobodyHint')}</EmptyState>}
      <ol class="candidates">
        {decision.candidates.map((one) => (
          <li key={one.technician_id}>
            <Ranked one={one} zone={zone} current={one.technician_id === current} may={may} busy={busy === one.technician_id} onAssign={() => onAssign(one.technician_id, one.code, '')} />
          </li>
        ))}
      </ol>
      <Rejected decision={decision} zone={zone} may={may} onAsk={(rejection) => ask({ id: rejection.technician_id, code: rejection.code, reasons: rejection.reasons, version: detail.order.version })} />
      {asked && (
        <Overrule code={asked.code} reasons={asked.reasons} zone={zone} onClose={() => ask(null)} onYes={(reason) => { ask(null); onAssign(asked.id, asked.code, reason, asked.version) }} />
      )}
    </div>
  )
}

interface RankedProps {
  readonly one: Candidate
  readonly zone: string
  readonly current: boolean
  readonly may: boolean
  readonly busy: boolean
  readonly onAssign: () => void
}

function Ranked({ one, zone, current, may, busy, onAssign }: RankedProps) {
  const flags = one.flags.map((flag) => (dispatcher[language.get()] as Readonly<Record<string, string>>)[`flag_${flag}`] ?? flag)
  return (
    <article class="candidate">
      <header class="row">
        <span class="rank num" aria-label={d('rank', { n: one.rank })}>{one.rank}</span>
        <Avatar name={one.code} />
        <span class="grow">
          <span class="row"><strong class="num cut">{one.code}</strong>{current && <Chip tone="primary">{d('chosen')}</Chip>}{flags.map((flag) => <Chip key={flag} tone="soon" plain>{flag}</Chip>)}</span>
          <span class="small quiet num">{d('eta', { time: clock(one.eta, zone) })} · {d('travel', { min: Math.round(one.travel_min) })} · {d('load', { n: one.open_orders })}</span>
        </span>
        <strong class="score num">{Math.round(one.score)}</strong>
        {may && !current && <Button small kind={one.rank === 1 ? 'primary' : 'quiet'} busy={busy} label={d('assign', { who: one.code })} onClick={onAssign}>{d('assignNow')}</Button>}
      </header>
      <dl class="bars">
        {bars(one).filter((bar) => bar.room > 0).map((bar) => <TermBar key={bar.code} bar={bar} />)}
      </dl>
    </article>
  )
}

function TermBar({ bar }: { readonly bar: Bar }) {
  const part = bar.room > 0 ? bar.share / bar.room : 0
  const tone = part >= 0.66 ? 'ok' : part >= 0.33 ? 'soon' : 'late'
  return (
    <div>
      <dt class="tiny">{wordFor(termNames, bar.code)}</dt>
      <dd class={`bar tone-${tone}`} style={{ '--room': `${bar.room * 100}%`, '--part': `${part * 100}%` }}><span /></dd>
      <dd class="tiny quiet num cut">{seenAs(bar)}</dd>
    </div>
  )
}

/** What was seen behind a term, in its own unit. */
function seenAs({ term }: Bar): string {
  const { unit, raw } = term
  if (raw < 0) return d('term_none')
  if (unit === 's') return d('term_s', { raw: Math.round(raw / 60) })
  if (unit === 'share') return d('term_share', { raw: percent(Math.min(9.99, raw)) })
  if (unit === 'levels') return raw === 0 ? d('term_levels0') : d('term_levels', { raw })
  const key = `term_${unit}` as Parameters<typeof d>[0]
  return key in dispatcher.zh ? d(key, { raw: Math.round(raw * 10) / 10 }) : `${raw} ${unit}`
}

function Rejected({ decision, zone, may, onAsk }: { readonly decision: Decision; readonly zone: string; readonly may: boolean; readonly onAsk: (rejection: Rejection) => void }) {
  const counts = ruledOut(decision)
  if (decision.rejections.length === 0) return <p class="small quiet">{d('ruledOutNone')}</p>
  return (
    <details class="rejected" open={decision.candidates.length === 0}>
      <summary>
        <strong>{d('ruledOut', { n: decision.rejections.length })}</strong>
        <span class="tiny quiet">{counts.slice(0, 4).map(({ code, count }) => `${wordFor(reasonNames, code)} ${count}`).join(' · ')}</span>
      </summary>
      <ul>
        {nearest(decision.rejections).map((rejection) => (
          <li key={rejection.technician_id} class="row">
            <strong class="num">{rejection.code}</strong>
            <span class="grow small quiet">{rejection.reasons.map((reason) => reasonWord(reason, zone)).join(language.get() === 'zh' ? '；' : '; ')}</span>
            {may && <Button small kind="plain" onClick={() => onAsk(rejection)}>{d('assignAnyway')}</Button>}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Who misses least comes first: the one to ask when nobody fits. */
const nearest = (all: readonly Rejection[]): readonly Rejection[] => [...all].sort((a, b) => a.reasons.length - b.reasons.length || a.code.localeCompare(b.code))
