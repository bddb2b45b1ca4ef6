/** What the evidence is judged against: automatic findings, checklist, time on site, cost, signature, story. */
import { language, named, wordFor } from '../../text'
import { actions, causes } from '../../text/common'
import { span } from '../../text/format'
import { l, lead } from '../../text/lead'
import { o } from '../../text/office'
import { Icon } from '../../ui/Icon'
import { circleCheck, circleX, triangleAlert } from '../../ui/icons'
import { Chip } from '../../ui/Marks'
import type { Dossier, ReviewItem } from '../../wire/edge'
import type { OrderDetail } from '../../wire/types.gen'
import { Block, Facts, FeeBlock, SignBlock, StoryBlock } from '../office/Dossier'
import { flagWord } from '../office/shots'
import { findings, groupOf, onSite } from './model'

export function ReviewFacts({ data, item, now, zone }: { readonly data: Dossier; readonly item: ReviewItem; readonly now: number; readonly zone: string }) {
  const { detail } = data
  const { order, fault } = detail
  const found = findings(detail, data.photos)
  const took = onSite(detail)
  return (
    <aside class="reviewfacts scroll">
      <Findings item={item} others={found} />
      <Facts
        facts={[
          [l('onSite'), <span class="num">{took === null ? '—' : span(took)} <span class="hint small">{l('onSiteExpected', { span: span(fault.duration_min * 60_000) })}</span></span>],
          [l('arrivedBy'), order.presence ? o(`method_${order.presence.method}`) : l('noPresence')],
          [o('cause'), order.cause && wordFor(causes, order.cause)],
          [o('action'), order.action && wordFor(actions, order.action)],
        ]}
      />
      {fault.checklist.length > 0 && <Checklist detail={detail} />}
      <FeeBlock detail={detail} />
      <SignBlock data={data} />
      {order.description && <Block title={l('ownerWords')}><p class="said">{order.description}</p></Block>}
      {order.notes.length > 0 && <Block title={l('technicianNotes')}>{order.notes.map((note) => <p key={note.id} class="said">{note.text} <span class="tiny hint">{note.by_name}</span></p>)}</Block>}
      <StoryBlock lines={detail.timeline} codeOf={(id) => (id === order.technician_id ? (detail.technician ?? '') : '—')} faultName={() => named(fault)} now={now} zone={zone} />
    </aside>
  )
}

/** Why it should be looked at, in sentences, the weightiest first; then what else was noticed. */
function Findings({ item, others }: { readonly item: ReviewItem; readonly others: readonly string[] }) {
  const rest = others.filter((flag) => !item.reasons.includes(flag))
  return (
    <Block title={l('findings')} aside={item.risk > 0 ? l('risk', { n: item.risk }) : undefined}>
      {item.reasons.length === 0 && rest.length === 0 && <p class="row tone-ok toned"><Icon of={circleCheck} size={20} /> {l('findingsNone')}</p>}
      {groupOf(item) === 'sample' && <p class="small quiet">{l('sampled')}</p>}
      {item.reasons.length > 0 && (
        <ul class="reasons">
          {item.reasons.map((reason) => <li key={reason}><Icon of={triangleAlert} size={20} />{reasonWord(reason)}</li>)}
        </ul>
      )}
      {rest.length > 0 && <p class="row wrap">{rest.map((flag) => <Chip key={flag} tone="soon">{flagWord(flag)}</Chip>)}</p>}
    </Block>
  )
}

/** The sentence of a reason; of one we do not know, its flag's word. */
export function reasonWord(reason: string): string {
  return (lead[language.get()] as Readonly<Record<string, string>>)[`why_${reason}`] ?? flagWord(reason)
}

function Checklist({ detail }: { readonly detail: OrderDetail }) {
  const answers = new Map(detail.order.checklist.map((answer) => [answer.step, answer]))
  const steps = detail.fault.checklist
  const done = steps.filter((step) => answers.get(step.code)?.done).length
  return (
    <Block title={l('checklist')} aside={l('checklistDone', { n: done, m: steps.length })}>
      <ul class="ticked">
        {steps.map((step) => {
          const answer = answers.get(step.code)
          const ok = answer?.done ?? false
          return (
            <li key={step.code} class={ok ? 'tone-ok' : step.required ? 'tone-late' : 'tone-plain'}>
              <Icon of={ok ? circleCheck : circleX} size={20} label={ok ? undefined : l('stepMissing')} />
              <span class="grow">{named(step)}{answer?.value && <span class="small quiet"> {l('value', { value: answer.value })}</span>}</span>
            </li>
          )
        })}
      </ul>
    </Block>
  )
}
