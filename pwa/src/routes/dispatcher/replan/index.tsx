/** Plan the rest of the day: asked for, compared with today, applied in whole or in part, or dropped. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { language, wordFor } from '../../../text'
import { reasonNames } from '../../../text/dispatcher'
import { clock, listed, span, when } from '../../../text/format'
import { o } from '../../../text/office'
import { p, planning } from '../../../text/planning'
import { Button } from '../../../ui/Button'
import { check, refreshCw, route, x } from '../../../ui/icons'
import { Chip } from '../../../ui/Marks'
import { Banner, EmptyState, Section, Skeleton } from '../../../ui/Surface'
import { useAll } from '../../../ui/useLive'
import { useNow } from '../../../ui/useNow'
import { ApiProblem } from '../../../wire/client'
import type { Applied, PlanView } from '../../../wire/types.gen'
import { PLAN_KEYS, type PlanAction } from '../../office/keys'
import { Oops } from '../../office/Oops'
import { KeyHelp, useKeys } from '../../office/useKeys'
import type { BoardProps } from '../Board'
import { Days } from './Days'
import { byWeight, changedDays, figures, type Figure, type Proposal } from './model'
import { Moves } from './Moves'
import './plan.css'
import { usePlans } from './usePlans'

export default function PlanPage({ me, go, board, help, onHelp, path }: BoardProps) {
  const made = usePlans()
  const { orders } = useAll(board.state)
  const now = useNow(1000)
  const zone = me.time_zone
  const wanted = new URLSearchParams(path.split('?')[1] ?? '').get('plan')
  const items = made.plans.data?.items ?? []
  const plan = items.find((one) => one.id === wanted) ?? items[0] ?? null
  const moves = useMemo(() => byWeight(plan?.proposal.moves ?? []), [plan?.id])
  const [left, leave] = useState<ReadonlySet<string>>(new Set())
  const [active, point] = useState(0)
  useEffect(() => {
    leave(new Set())
    point(0)
  }, [plan?.id])
  const taken = new Set(moves.map((move) => move.work_order_id).filter((id) => !left.has(id)))
  const toggle = (id: string): void => {
    const next = new Set(left)
    if (!next.delete(id)) next.add(id)
    leave(next)
  }
  const open = plan !== null && plan.state === 'proposed' && moves.length > 0
  const apply = (): void => { if (open && taken.size > 0) made.apply(plan.id, left.size === 0 ? null : [...taken]) }
  const act: Record<PlanAction, () => void> = {
    next: () => point(Math.min(moves.length - 1, active + 1)),
    previous: () => point(Math.max(0, active - 1)),
    toggle: () => { const move = moves[active]; if (open && move) toggle(move.work_order_id) },
    apply,
    drop: () => { if (open) made.drop(plan.id) },
    ask: made.ask,
    board: () => go('/d'),
    help: () => onHelp(true),
  }
  useKeys(PLAN_KEYS, (action) => act[action]())
  return (
    <div class="board">
      <div class="topbar">
        <h1 class="pagetitle">{p('heading')}</h1>
        <span class="small quiet grow only-wide">{p('hint')}</span>
        <Button small kind={open ? 'quiet' : 'primary'} icon={refreshCw} busy={made.asking !== null} onClick={made.ask}>{p('ask')}</Button>
      </div>
      <div class="scroll">
        <div class="plan">
          {made.asking && <Progress since={made.asking.since} now={now} />}
          <Trouble problem={made.problem} onRetry={made.ask} />
          {made.applied && <Outcome applied={made.applied} />}
          {made.plans.data === null && (made.plans.problem === null ? <Skeleton lines={10} label={o('loading')} /> : <Oops problem={made.plans.problem} onRetry={made.plans.reload} />)}
          {made.plans.data !== null && plan === null && made.asking === null && <EmptyState icon={route} title={p('none')}>{p('noneHint')}</EmptyState>}
          {plan !== null && (
            <>
              <Head plan={plan} zone={zone} now={now} />
              <Figures proposal={plan.proposal} />
              {moves.length === 0 ? <EmptyState icon={check} title={p('nothing')}>{p('nothingHint')}</EmptyState> : (
                <Section title={p('moves')} aside={open ? p('chosen', { n: taken.size, all: moves.length }) : moves.length}>
                  <Moves moves={moves} orders={orders} zone={zone} taken={taken} active={active} fixed={!open} onToggle={toggle} />
                  {open && (
                    <div class="row wrap plan-settle">
                      <Button kind="primary" icon={check} busy={made.busy === 'apply'} disabled={taken.size === 0} onClick={apply}>{p('apply', { n: taken.size })}</Button>
                      <Button icon={x} busy={made.busy === 'drop'} onClick={() => made.drop(plan.id)}>{p('drop')}</Button>
                    </div>
                  )}
                </Section>
              )}
              <Changes proposal={plan.proposal} zone={zone} />
              <Unplanned proposal={plan.proposal} />
            </>
          )}
          {items.length > 1 && (
            <Section title={p('earlier')}>
              <ul class="plan-past">
                {items.map((one) => (
                  <li key={one.id}>
                    <a href={`/d/plan?plan=${one.id}`} aria-current={one.id === plan?.id ? 'true' : undefined}><span class="num grow">{when(one.at, now, zone)}</span><span class="small quiet">{p('moves')} {one.proposal.moves.length}</span><StateChip plan={one} /></a>
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </div>
      </div>
      {help && <KeyHelp map={PLAN_KEYS} word={(action) => p(`key_${action}`)} onClose={() => onHelp(false)} />}
    </div>
  )
}

/** Work over a second: how long it has taken, and that it may be left. */
function Progress({ since, now }: { readonly since: number; readonly now: number }) {
  const ms = Math.max(0, now - since)
  return (
    <div class="banner tone-info" role="status">
      <div class="grow">
        <p class="title">{p('asking')}</p>
        <p class="small">{p('askingFor', { span: span(ms) })} {ms > 6000 && p('first')}</p>
        <div class="plan-progress" aria-hidden="true"><span /></div>
      </div>
    </div>
  )
}

function Trouble({ problem, onRetry }: { readonly problem: unknown; readonly onRetry: () => void }) {
  if (problem instanceof ApiProblem && problem.code === 'planner_busy')
    return <Banner tone="soon" live title={p('busy')} action={<Button small onClick={onRetry}>{o('reload')}</Button>}>{p('busyHint')}</Banner>
  return <Oops problem={problem} />
}

function Outcome({ applied }: { readonly applied: Applied }) {
  const left = Object.entries(applied.overtaken)
  const number = new Map(applied.plan.proposal.moves.map((move) => [move.work_order_id, move.number]))
  return (
    <>
      <Banner tone="ok" live title={p('applied', { n: applied.made.length })} />
      {left.length > 0 && (
        <Banner tone="soon" live title={p('overtaken', { n: left.length })}>
          <ul>{left.map(([id, code]) => <li key={id} class="num">{number.get(id) ?? id} · {overtakenWord(code)}</li>)}</ul>
        </Banner>
      )}
    </>
  )
}

function overtakenWord(code: string): string {
  const words = planning[language.get()] as Readonly<Record<string, string>>
  return words[`overtaken_${code}`] ?? p('overtaken_other')
}

function Head({ plan, zone, now }: { readonly plan: PlanView; readonly zone: string; readonly now: number }) {
  const cause = plan.cause === 'asked' || plan.cause === 'clock' ? p(`why_${plan.cause}`) : p('why_other')
  return (
    <div class="row wrap">
      <h2 class="grow">{p('fresh', { time: when(plan.at, now, zone) })} <span class="small quiet">{cause}</span></h2>
      {plan.settled_at && <span class="small quiet num">{p('settledBy', { time: clock(plan.settled_at, zone) })}</span>}
      <StateChip plan={plan} />
    </div>
  )
}

function StateChip({ plan }: { readonly plan: PlanView }) {
  const tone = plan.state === 'proposed' ? 'soon' : plan.state === 'applied' ? 'ok' : 'plain'
  return <Chip tone={tone}>{p(`state_${plan.state}` as Parameters<typeof p>[0])}</Chip>
}

function Figures({ proposal }: { readonly proposal: Proposal }) {
  return (
    <table class="figures" aria-label={p('figures')}>
      <thead><tr><th /><th scope="col">{p('now')}</th><th scope="col">{p('proposed')}</th><th scope="col">{p('diff')}</th></tr></thead>
      <tbody>
        {figures(proposal).map((figure) => (
          <tr key={figure.key}>
            <th scope="row">{p(figure.key)}</th>
            <td class="num">{said(figure.key, figure.before)}</td>
            <td class="num strong">{said(figure.key, figure.after)}</td>
            <td class={`num ${figure.better === null ? 'hint' : figure.better ? 'tone-ok toned' : 'tone-soon toned'}`}>{difference(figure)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function said(key: Figure['key'], value: number): string {
  if (key === 'km') return p('kmOf', { n: (value / 1000).toFixed(1) })
  return key === 'late' || key === 'unassigned' ? String(value) : span(value * 1000)
}

function difference({ key, before, after, better }: Figure): string {
  if (better === null) return '±0'
  return `${after > before ? '+' : '−'}${said(key, Math.abs(after - before))}`
}

function Changes({ proposal, zone }: { readonly proposal: Proposal; readonly zone: string }) {
  const pairs = changedDays(proposal)
  if (pairs.length === 0) return null
  return <Section title={p('days')}><p class="small quiet">{p('daysHint')}</p><Days pairs={pairs} zone={zone} /></Section>
}

function Unplanned({ proposal }: { readonly proposal: Proposal }) {
  return (
    <Section title={p('unplanned')} aside={proposal.unplanned.length}>
      {proposal.unplanned.length === 0 && <p class="small quiet">{p('unplannedNone')}</p>}
      <ul class="plan-past">
        {proposal.unplanned.map((one) => (
          <li key={one.work_order_id}>
            <a href={`/d?order=${one.work_order_id}&tab=why`}>
              <strong class="num">{one.number}</strong>
              <span class="small quiet grow">{listed(Object.entries(one.histogram).slice(0, 3).map(([code, n]) => p('unplannedWhy', { n, why: wordFor(reasonNames, code) })))}</span>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  )
}
