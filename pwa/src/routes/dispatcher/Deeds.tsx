/** What the office does to a work order besides sending somebody: each asks for what the server will ask for. */
import type { ComponentChildren } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { named, wordFor } from '../../text'
import { holdReasons, priorities } from '../../text/common'
import { d } from '../../text/dispatcher'
import { w } from '../../text/why'
import { momentOf, wallClock } from '../../text/zones'
import { Button } from '../../ui/Button'
import { Segmented } from '../../ui/Choice'
import { Field } from '../../ui/Field'
import { StatusChip } from '../../ui/Marks'
import { Sheet } from '../../ui/Overlay'
import { Picker } from '../../ui/Picker'
import type { FaultHit } from '../../wire/edge'
import type { AnyIntent, BoardRow, HoldReason, OrderDetail, Priority } from '../../wire/types.gen'
import { Oops } from '../office/Oops'
import type { Step } from '../office/steps'
import { isStale } from './asking'
import { faultChoices } from './faults'

export interface DeedProps {
  readonly detail: OrderDetail
  readonly orders: readonly BoardRow[]
  readonly faults: readonly FaultHit[]
  readonly busy: boolean
  readonly problem: unknown
  readonly onDo: (intent: AnyIntent) => void
  readonly onClose: () => void
}

export function Deed({ step, ...props }: DeedProps & { readonly step: Step }) {
  switch (step) {
    case 'triage':
      return <TriageDeed {...props} />
    case 'merge':
      return <MergeDeed {...props} />
    case 'hold':
      return <HoldDeed {...props} />
    case 'decline_report':
      return <ReasonDeed {...props} title={d('declineTitle')} hint={d('declineHint')} yes={d('declineDo')} make={(reason) => ({ intent: 'decline_report', reason })} />
    case 'cancel':
      return <ReasonDeed {...props} title={d('cancelTitle')} hint={d('cancelHint')} yes={d('cancelDo')} make={(reason) => ({ intent: 'cancel', reason })} />
    case 'revoke':
      return <ReasonDeed {...props} title={d('revokeTitle', { who: props.detail.technician ?? '' })} yes={d('revokeDo')} make={(reason) => ({ intent: 'revoke', reason })} />
    case 'override':
      return <ReasonDeed {...props} title={w('overrideTitle')} hint={w('overrideHint')} yes={w('overrideDo')} make={(reason) => ({ intent: 'override', reason })} />
    case 'permit':
      return <PermitDeed {...props} />
    default:
      return null
  }
}

interface FormProps extends DeedProps {
  readonly title: string
  readonly yes: string
  readonly danger?: boolean
  readonly ready: boolean
  readonly onSend: () => void
  readonly children: ComponentChildren
}

function Form({ title, yes, danger = false, ready, busy, problem, detail, onSend, onClose, children }: FormProps) {
  return (
    <Sheet title={title} onClose={onClose} footer={<Button kind={danger ? 'danger' : 'primary'} busy={busy} disabled={!ready} onClick={onSend}>{yes}</Button>}>
      <form class="stack" onSubmit={(event) => { event.preventDefault(); if (ready) onSend() }} onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && ready && onSend()}>
        {children}
        <Oops problem={problem} />
        {isStale(problem) && <p class="row"><StatusChip status={detail.order.status} /><span class="num">{detail.technician}</span></p>}
      </form>
    </Sheet>
  )
}

interface ReasonProps extends DeedProps {
  readonly title: string
  readonly hint?: string
  readonly yes: string
  readonly make: (reason: string) => AnyIntent
}

function ReasonDeed({ title, hint, yes, make, ...props }: ReasonProps) {
  const [reason, write] = useState('')
  return (
    <Form {...props} title={title} yes={yes} danger ready={reason.trim() !== ''} onSend={() => props.onDo(make(reason.trim()))}>
      <Field label={d('reason')} value={reason} lines autoFocus maxLength={200} help={hint ?? d('reasonHint')} onInput={write} />
    </Form>
  )
}

function TriageDeed(props: DeedProps) {
  const { order, fault } = props.detail
  const [code, choose] = useState(order.fault)
  const [priority, rank] = useState<Priority>(order.priority)
  const chosen = props.faults.find((one) => one.code === code)
  const pick = (next: string): void => {
    choose(next)
    rank(props.faults.find((one) => one.code === next)?.priority ?? priority)
  }
  return (
    <Form {...props} title={d('triageTitle')} yes={d('triageDo')} ready={code !== ''} onSend={() => props.onDo({ intent: 'triage', fault: code, priority })}>
      {order.description && <p class="said">{order.description}</p>}
      <p class="strong">{named(chosen ?? fault)} <span class="hint small num">{code}</span></p>
      <Picker label={d('faultSearch')} choices={faultChoices(props.faults)} eager={false} autoFocus onPick={pick} />
      <PriorityPick value={priority} onChange={rank} />
    </Form>
  )
}

export function PriorityPick({ value, onChange }: { readonly value: Priority; readonly onChange: (value: Priority) => void }) {
  const options = (['P0', 'P1', 'P2', 'P3'] as const).map((one) => ({ value: one, label: `${one} ${wordFor(priorities, one)}` }))
  return <Segmented label={d('priority')} options={options} value={value} onChange={onChange} />
}

function MergeDeed(props: DeedProps) {
  const [into, choose] = useState('')
  const { order, place } = props.detail
  const others = useMemo(
    () => props.orders.filter((row) => row.id !== order.id && row.community === place.community),
    [props.orders, order.id, place.community],
  )
  const chosen = others.find((row) => row.id === into)
  const choices = others.map((row) => ({ value: row.id, label: `${row.number} ${named({ zh: row.fault_zh, en: row.fault_en })}`, hint: row.label, ...(row.fault === order.fault ? { aside: d('sameFault') } : {}) }))
  return (
    <Form {...props} title={d('mergeTitle')} yes={d('mergeDo')} danger ready={into !== ''} onSend={() => props.onDo({ intent: 'merge', into })}>
      <p class="small quiet">{d('mergeHint')}</p>
      {chosen && <p class="strong">{chosen.number} · {chosen.label}</p>}
      {choices.length === 0 ? <p class="quiet">{d('mergeNone')}</p> : <Picker label={d('mergeSearch')} choices={choices} autoFocus onPick={choose} />}
    </Form>
  )
}

const HOLDS: readonly HoldReason[] = ['waiting_parts', 'waiting_owner_access', 'waiting_owner_quote', 'waiting_approval_co', 'waiting_vendor', 'safety_stop', 'quiet_hours', 'weather']

function HoldDeed(props: DeedProps) {
  const [reason, because] = useState<HoldReason>('waiting_parts')
  const zone = props.detail.place.time_zone
  const [until, set] = useState(() => wallClock(Date.now() + 24 * 3_600_000, zone))
  const [note, write] = useState('')
  const at = momentOf(until, zone)
  const send = (): void => props.onDo({ intent: 'hold', reason, until: new Date(at).toISOString(), note: note.trim() })
  return (
    <Form {...props} title={d('holdTitle')} yes={d('holdDo')} ready={!Number.isNaN(at)} onSend={send}>
      <fieldset class="holds">
        <legend class="label">{d('holdWhy')}</legend>
        {HOLDS.map((one) => (
          <label key={one} class="filter">
            <input type="radio" name="hold" checked={one === reason} onChange={() => because(one)} />
            {wordFor(holdReasons, one)}
          </label>
        ))}
      </fieldset>
      <Field label={d('holdUntil')} type="datetime-local" value={until} onInput={set} />
      <Field label={d('holdNote')} lines optional value={note} maxLength={2000} onInput={write} />
    </Form>
  )
}

const PERMIT_MS = 4 * 3_600_000

function PermitDeed(props: DeedProps) {
  const zone = props.detail.place.time_zone
  const codes = props.detail.fault.permits
  const [code, choose] = useState(codes[0] ?? '')
  const [from, begin] = useState(() => wallClock(Date.now(), zone))
  const [until, end] = useState(() => wallClock(Date.now() + PERMIT_MS, zone))
  const [start, finish] = [momentOf(from, zone), momentOf(until, zone)]
  const ready = code.trim() !== '' && finish > start
  const send = (): void => props.onDo({ intent: 'permit', permit: { by: '', code: code.trim(), valid_from: new Date(start).toISOString(), valid_until: new Date(finish).toISOString() } })
  return (
    <Form {...props} title={w('permitTitle')} yes={w('permitDo')} ready={ready} onSend={send}>
      <p class="small quiet">{w('permitHint')}</p>
      {codes.length > 1
        ? <Segmented label={w('permitCode')} options={codes.map((one) => ({ value: one, label: one }))} value={code} onChange={choose} />
        : <Field label={w('permitCode')} value={code} maxLength={64} onInput={choose} />}
      <Field label={w('permitFrom')} type="datetime-local" value={from} onInput={begin} />
      <Field label={w('permitUntil')} type="datetime-local" value={until} onInput={end} />
    </Form>
  )
}
