/** SLA health in a row: shape, word and time; the shape is there before the colour. */
import { span } from '../../text/format'
import { o } from '../../text/office'
import { mood, ms, SHAPE, type Mood } from './health'
import type { Health as HealthData } from '../../wire/types.gen'

const TONE: Record<Mood, string> = { ok: 'ok', soon: 'soon', late: 'late', done: 'ok', none: 'plain' }

export function Health({ health, since, now, words = true }: { readonly health: HealthData; readonly since: string; readonly now: number; readonly words?: boolean }) {
  const how = mood(health, ms(since), now)
  const due = ms(health.due_at)
  const clock = health.clock ? o(`clock_${health.clock}` as Parameters<typeof o>[0]) || health.clock : ''
  const left = due === null ? '' : how === 'late' ? o('late', { span: span(now - due) }) : how === 'done' ? o('met') : o('left', { span: span(due - now) })
  const word = how === 'none' ? o('clockNone') : `${clock} ${left}`
  return (
    <span class={`health tone-${TONE[how]}`} title={word}>
      <span aria-hidden="true">{SHAPE[how]}</span>
      {words ? <span class="num">{word}</span> : <span class="sr">{word}</span>}
    </span>
  )
}
