/** The queue, the riskiest first: what should be looked at, what was drawn, and the rest that may be approved together. */
import { useState } from 'preact/hooks'
import { named } from '../../text'
import { span, when } from '../../text/format'
import { l } from '../../text/lead'
import { Button } from '../../ui/Button'
import { Chip } from '../../ui/Marks'
import { Dialog } from '../../ui/Overlay'
import { toast } from '../../ui/Toast'
import { useNow } from '../../ui/useNow'
import type { ReviewItem } from '../../wire/edge'
import { grouped, type Group } from './model'
import { approveAll } from './rest'
import { reasonWord } from './ReviewFacts'

export interface QueueProps {
  readonly items: readonly ReviewItem[]
  readonly at: string | null
  /** The code of whoever reviews: nobody reviews his own work. */
  readonly me: string
  readonly onSelect: (id: string) => void
  readonly onChanged: () => void
}

export function Queue(props: QueueProps) {
  const { items } = props
  return (
    <>
      <header class="listhead"><h1 class="pagetitle">{l('queueCount', { n: items.length })}</h1></header>
      <ul class="orders scroll" aria-label={l('queue')}>
        {grouped(items).map((group) => [<Head key={group.name} group={group} {...props} />, ...group.items.map((item) => <Row key={item.id} item={item} {...props} />)])}
      </ul>
    </>
  )
}

function Head({ group, me, onChanged }: QueueProps & { readonly group: Group }) {
  const [asked, ask] = useState(false)
  const [busy, work] = useState(false)
  const all = async (): Promise<void> => {
    ask(false)
    work(true)
    const { done, left } = await approveAll(group.items.filter((item) => item.technician !== me))
    const own = group.items.filter((item) => item.technician === me).length
    toast([l('restDone', { n: done }), ...(left + own > 0 ? [l('restKept', { n: left + own })] : [])].join(' · '))
    work(false)
    onChanged()
  }
  return (
    <li class="grouphead">
      <span class="grow num">{l(`group_${group.name}`, { n: group.items.length })}</span>
      {group.name === 'rest' && group.items.length > 1 && <Button small busy={busy} onClick={() => ask(true)}>{l('restAll')}</Button>}
      {asked && <Dialog title={l('restTitle', { n: group.items.length })} yes={l('restAll')} onYes={() => void all()} onClose={() => ask(false)}>{l('restWhy')}</Dialog>}
    </li>
  )
}

function Row({ item, at, onSelect }: QueueProps & { readonly item: ReviewItem }) {
  const now = useNow(30_000)
  const due = item.due_at ? Date.parse(item.due_at) : null
  return (
    <li>
      <button type="button" class="order" aria-current={item.id === at ? 'true' : undefined} onClick={() => onSelect(item.id)}>
        <span class="row top"><span class="grow cut strong">{named({ zh: item.fault_zh, en: item.fault_en })}</span>{item.risk > 0 && <Chip tone={item.risk >= 60 ? 'late' : item.risk >= 40 ? 'soon' : 'plain'}><span class="num">{l('risk', { n: item.risk })}</span></Chip>}<span class={`prio prio-${item.priority}`}>{item.priority}</span></span>
        <span class="row small quiet"><span class="grow cut">{item.community} · {item.label}</span><span class="num">{item.technician}</span></span>
        {item.reasons.length > 0 && <span class="small">{item.reasons.slice(0, 3).map(reasonWord).join(' · ')}</span>}
        <span class="row tiny"><span class="grow cut hint num">{item.done_at ? l('doneAt', { time: when(item.done_at, now, item.time_zone) }) : item.number}</span>{due !== null && <span class={due < now ? 'toned tone-late' : 'hint'}>{due < now ? l('dueOver', { span: span(now - due) }) : l('dueIn', { span: span(due - now) })}</span>}</span>
      </button>
    </li>
  )
}
