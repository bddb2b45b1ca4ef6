/** Whom to send: every candidate with a bar per score term, everybody else with the reason he was ruled out. */
import { useState } from 'preact/hooks'
import { language, wordFor } from '../../text'
import { terms as termNames } from '../../text/common'
import { clock, percent, span } from '../../text/format'
import { d, dispatcher, reasonNames } from '../../text/dispatcher'
import { Button } from '../../ui/Button'
import { refreshCw, userX } from '../../ui/icons'
import { Avatar, Chip } from '../../ui/Marks'
import { w } from '../../text/why'
import { Banner, EmptyState } from '../../ui/Surface'
import type { Candidate, Consequence, Counterfactual, Decision, OrderDetail, Reason, Rejection, WhatIf } from '../../wire/types.gen'
import { Overrule } from './Overrule'
import { otherwiseWord, reasonWord } from './reasons'
import { consequenceFor } from './timeline/model'
import { linesOf } from './timeline/words'
import { bars, ruledOut, type Bar } from './why'

export interface CandidatesProps {
  readonly detail: OrderDetail
  readonly decision: Decision
  readonly zone: string
  readonly may: boolean
  /** What giving it to each would do to his day, once that is worked out. */
  readonly whatIf: WhatIf | null
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

export function Candidates({ detail, decision, zone, may, whatIf, busy, onAssign, onAgain }: CandidatesProps) {
  const [asked, ask] = useState<Asked | null>(null)
  const current = detail.order.technician_id
  const margin = decision.margin_s
  const overridden = detail.order.flags.includes('emergency_override')
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
            <Ranked one={one} whatIf={whatIf} otherwise={decision.counterfactuals.find((other) => other.technician_id === one.technician_id) ?? null} zone={zone} current={one.technician_id === current} may={may} busy={busy === one.technician_id} onAssign={() => onAssign(one.technician_id, one.code, '')} />
          </li>
        ))}
      </ol>
      <Helpers decision={decision} crew={detail.fault.crew} zone={zone} />
      {overridden && <Banner tone="soon" title={w('override')}>{w('overridden')}</Banner>}
      <Rejected decision={decision} zone={zone} may={may} lawless={overridden} onAsk={(rejection) => ask({ id: rejection.technician_id, code: rejection.code, reasons: rejection.reasons, version: detail.order.version })} />
      {asked && (
        <Overrule code={asked.code} reasons={asked.reasons} zone={zone} onClose={() => ask(null)} onYes={(reason) => { ask(null); onAssign(asked.id, asked.code, reason, asked.version) }} />
      )}
    </div>
  )
}

interface RankedProps {
  readonly one: Candidate
  readonly whatIf: WhatIf | null
  readonly otherwise: Counterfactual | null
  readonly zone: string
  readonly current: boolean
  readonly may: boolean
  readonly busy: boolean
  readonly onAssign: () => void
}

function Ranked({ one, whatIf, otherwise, zone, current, may, busy, onAssign }: RankedProps) {
  const supposed = consequenceFor(whatIf, one.technician_id)
  const flags = one.flags.map((flag) => (dispatcher[language.get()] as Readonly<Record<string, string>>)[`flag_${flag}`] ?? flag)
  return (
    <article class="candidate">
      <header class="row">
        <span class="rank num" aria-label={d('rank', { n: one.rank })}>{one.rank}</span>
        <Avatar name={one.code} />
        <span class="grow row wrap"><strong class="num">{one.code}</strong>{current && <Chip tone="primary">{d('chosen')}</Chip>}{flags.map((flag) => <Chip key={flag} tone="soon" plain>{flag}</Chip>)}</span>
        <strong class="score num">{Math.round(one.score)}</strong>
        {may && !current && <Button small kind={one.rank === 1 ? 'primary' : 'quiet'} busy={busy} label={d('assign', { who: one.code })} onClick={onAssign}>{d('assignNow')}</Button>}
      </header>
      <p class="small quiet num">{d('eta', { time: clock(one.eta, zone) })} · {d('travel', { min: Math.round(one.travel_min) })} · {d('load', { n: one.open_orders })}</p>
      <dl class="bars">
        {bars(one).filter((bar) => bar.room > 0).map((bar) => <TermBar key={bar.code} bar={bar} />)}
      </dl>
      {otherwise && <p class="small tone-info toned">{otherwiseWord(otherwise)}</p>}
      {supposed && <DayLine one={supposed} whatIf={whatIf} zone={zone} />}
    </article>
  )
}

/** What assigning him would do to his day, in one line. */
function DayLine({ one, whatIf, zone }: { readonly one: Consequence; readonly whatIf: WhatIf | null; readonly zone: string }) {
  return (
    <p class="small dayline" aria-label={w('effects')}>
      {linesOf(one, whatIf?.holder ?? null, zone).slice(1).map((line) => <span key={line.text} class={`tone-${line.tone}`}>{line.text}</span>)}
    </p>
  )
}

function Helpers({ decision, crew, zone }: { readonly decision: Decision; readonly crew: number; readonly zone: string }) {
  if (crew < 2) return null
  return (
    <section class="stack">
      <h3 class="row"><span class="grow">{w('helpers')}</span><span class="small quiet">{w('crew', { n: crew })}</span></h3>
      {decision.helpers.length === 0 && <p class="small tone-late toned">{w('helpersNone')}</p>}
      <ul class="row wrap">{decision.helpers.slice(0, 6).map((one) => <li key={one.technician_id}><Chip tone="plain">{w('helper', { who: one.code, time: clock(one.eta, zone) })}</Chip></li>)}</ul>
    </section>
  )
}

function TermBar({ bar }: { readonly bar: Bar }) {
  const part = bar.room > 0 ? bar.share / bar.room : 0
  const tone = part >= 0.66 ? 'ok' : part >= 0.33 ? 'soon' : 'late'
  return (
    <div>
      <dt class="tiny">{wordFor(termNames, bar.code)}</dt>
      <dd class={`bar tone-${tone}`} style={{ '--room': `${bar.room * 100}%`, '--part': `${part * 100}%` }}><span /></dd>
      <dd class="tiny quiet num">{seenAs(bar)}</dd>
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

const LAW = new Set(['cert_missing', 'cert_expired', 'cert_expires_before_finish', 'cert_review_overdue'])

function Rejected({ decision, zone, may, lawless, onAsk }: { readonly decision: Decision; readonly zone: string; readonly may: boolean; readonly lawless: boolean; readonly onAsk: (rejection: Rejection) => void }) {
  const counts = ruledOut(decision)
  const otherwise = new Map(decision.counterfactuals.map((one) => [one.technician_id, one]))
  const lawful = (rejection: Rejection): boolean => !lawless && rejection.reasons.some((reason) => LAW.has(reason.code))
  if (decision.rejections.length === 0) return <p class="small quiet">{d('ruledOutNone')}</p>
  return (
    <details class="rejected" open={decision.candidates.length === 0}>
      <summary>
        <strong>{d('ruledOut', { n: decision.rejections.length })}</strong>
        <span class="tiny quiet">{counts.slice(0, 4).map(({ code, count }) => `${wordFor(reasonNames, code)} ${count}`).join(' · ')}</span>
      </summary>
      {!lawless && decision.rejections.some(lawful) && <p class="tiny hint">{w('lawfulHint')}</p>}
      <ul>
        {nearest(decision.rejections).map((rejection) => (
          <li key={rejection.technician_id} class="row">
            <strong class="num">{rejection.code}</strong>
            <span class="grow small quiet">
              {rejection.reasons.map((reason) => reasonWord(reason, zone)).join(language.get() === 'zh' ? '；' : '; ')}
              {otherwise.has(rejection.technician_id) && <span class="tone-info toned"><br />{otherwiseWord(otherwise.get(rejection.technician_id) as Counterfactual)}</span>}
            </span>
            {may && lawful(rejection) && <span class="tiny hint" title={w('lawfulHint')}>{w('lawful')}</span>}
            {may && !lawful(rejection) && <Button small kind="plain" onClick={() => onAsk(rejection)}>{d('assignAnyway')}</Button>}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Who misses least comes first: the one to ask when nobody fits. */
const nearest = (all: readonly Rejection[]): readonly Rejection[] => [...all].sort((a, b) => a.reasons.length - b.reasons.length || a.code.localeCompare(b.code))
