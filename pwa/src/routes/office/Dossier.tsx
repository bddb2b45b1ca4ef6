/** Everything known of one work order, in the order somebody asks for it. Shared by the board and the review. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { named, wordFor } from '../../text'
import { actions, causes, signMethods } from '../../text/common'
import { between, exact, money, when } from '../../text/format'
import { o } from '../../text/office'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { signalHigh, triangleAlert } from '../../ui/icons'
import { Chip, StatusChip } from '../../ui/Marks'
import { MoneyLines, timesPrice } from '../../ui/Money'
import { Sheet } from '../../ui/Overlay'
import { PhotoStrip, Viewer } from '../../ui/Photo'
import { Signature } from '../../ui/Signature'
import { Timeline } from '../../ui/Timeline'
import { useAll } from '../../ui/useLive'
import { api, session } from '../../wire/client'
import type { Dossier as DossierData } from '../../wire/edge'
import type { OrderDetail, PastVisit, Phone, Photo, TimelineLine } from '../../wire/types.gen'
import { author, lateBy, sentence, type CodeOf } from './history'
import { Oops } from './Oops'
import { useShots } from './shots'
import { span } from '../../text/format'

export function Block({ title, aside, children }: { readonly title: string; readonly aside?: string | undefined; readonly children: ComponentChildren }) {
  return (
    <section class="block">
      <h3>{title}{aside !== undefined && <span class="hint tiny num"> {aside}</span>}</h3>
      {children}
    </section>
  )
}

export function Facts({ facts }: { readonly facts: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {facts.filter(([, value]) => value !== null && value !== '' && value !== undefined).map(([name, value]) => (
        <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
      ))}
    </dl>
  )
}

/** Where, who, when, how it came: the first block. */
export function Basics({ detail, now }: { readonly detail: OrderDetail; readonly now: number }) {
  const { order, place } = detail
  const zone = place.time_zone
  const window = order.window_start && order.window_end ? between(order.window_start, order.window_end, now, zone) : o('windowNone')
  const channel = o(`channel_${order.channel}`)
  return (
    <>
      <Facts
        facts={[
          [o('place'), <>{named({ zh: place.community_zh, en: place.community_en })} · {place.label}{place.no_signal && <Chip tone="soon" icon={signalHigh} plain>{o('noSignal')}</Chip>}</>],
          [o('contact'), order.contact.phone === '' ? order.contact.name : <Contact key={order.id} order={order.id} name={order.contact.name} masked={order.contact.phone} />],
          [o('window'), window],
          [o('reported'), <span title={exact(order.reported_at, zone)}>{when(order.reported_at, now, zone)} · {channel}</span>],
          [o('technician'), detail.technician ?? o('nobody')],
        ]}
      />
      {order.visit_notes && <p class="banner tone-soon small"><Icon of={triangleAlert} size={20} /><span>{o('visitNotes')}：{order.visit_notes}</span></p>}
      {order.description && <Block title={o('description')}><p class="said">{order.description}</p></Block>}
    </>
  )
}

const CALLERS: ReadonlySet<string> = new Set(['dispatcher', 'lead', 'admin'])

/** The number is masked until somebody says what he needs it for; his reason stays in the order's history. */
function Contact({ order, name, masked }: { readonly order: string; readonly name: string; readonly masked: string }) {
  const role = useAll(session)?.me.role
  const [phone, show] = useState<string | null>(null)
  const [reason, ask] = useState<string | null>(null)
  const [problem, fail] = useState<unknown>(null)
  const reveal = async (): Promise<void> => {
    try {
      show((await api<Phone>('POST', `/work-orders/${order}/phone`, { reason })).phone)
      ask(null)
    } catch (why) {
      fail(why)
    }
  }
  return (
    <>
      {name && <>{name} · </>}
      {phone === null ? <span class="num">{masked}</span> : <a class="num" href={`tel:${phone}`}>{phone}</a>}
      {phone === null && CALLERS.has(role ?? '') && <> <Button small onClick={() => ask('')}>{o('phoneShow')}</Button></>}
      {reason !== null && (
        <Sheet title={o('phoneShow')} onClose={() => ask(null)} footer={<Button kind="primary" disabled={reason.trim().length < 2} onClick={() => void reveal()}>{o('phoneShow')}</Button>}>
          <Field label={o('phoneWhy')} value={reason} maxLength={200} onInput={ask} />
          <Oops problem={problem} />
        </Sheet>
      )}
    </>
  )
}

export function PhotoBlock({ photos, zone }: { readonly photos: readonly Photo[]; readonly zone: string }) {
  const shots = useShots(photos, zone)
  const [open, show] = useState<number | null>(null)
  return (
    <Block title={o('photos')} aside={String(shots.length)}>
      {shots.length === 0 ? <p class="small quiet">{o('noPhotos')}</p> : <PhotoStrip strip shots={shots} label={o('photos')} onOpen={show} />}
      {open !== null && <Viewer shots={shots} index={open} onClose={() => show(null)} />}
    </Block>
  )
}

export function FeeBlock({ detail }: { readonly detail: OrderDetail }) {
  const { fees, parts } = detail.order
  if (parts.length === 0 && fees.labour_fen === 0 && fees.surcharge_fen === 0) return null
  const lines = [
    { id: 'labour', name: o('labour'), fen: fees.labour_fen },
    ...(fees.surcharge_fen > 0 ? [{ id: 'surcharge', name: o('surcharge'), fen: fees.surcharge_fen }] : []),
    ...parts.map((part) => ({
      id: part.id,
      name: part.name,
      detail: timesPrice(part.quantity_milli, part.unit, part.unit_price_fen, fees.currency),
      fen: Math.floor((part.quantity_milli * part.unit_price_fen + 500) / 1000),
    })),
  ]
  const total = fees.labour_fen + fees.parts_fen + fees.surcharge_fen
  return <Block title={o('fees')} aside={money(total, fees.currency)}><MoneyLines lines={lines} total={total} currency={fees.currency} /></Block>
}

export function SignBlock({ data }: { readonly data: DossierData }) {
  const { order } = data.detail
  if (order.sign_off === null) return null
  const { signer, method, reason, stale } = order.sign_off
  return (
    <Block title={o('signature')}>
      <p class="small">{o('signedBy', { name: signer || '—', how: wordFor(signMethods, method) })}{reason && `：${reason}`}</p>
      {stale && <p class="small tone-late"><Chip tone="late" icon={triangleAlert}>{o('signStale')}</Chip></p>}
      {data.signature && <Signature strokes={data.signature.strokes} aspect={data.signature.aspect} label={o('signature')} />}
    </Block>
  )
}

export function WorkBlock({ detail }: { readonly detail: OrderDetail }) {
  const { order } = detail
  if (!order.cause && !order.action && order.notes.length === 0) return null
  return (
    <Block title={o('notes')}>
      <Facts facts={[[o('cause'), order.cause && wordFor(causes, order.cause)], [o('action'), order.action && wordFor(actions, order.action)]]} />
      {order.notes.map((note) => <p key={note.id} class="said">{note.text}<span class="tiny hint"> {note.by_name}</span></p>)}
    </Block>
  )
}

export function HistoryBlock({ history, now, zone }: { readonly history: readonly PastVisit[]; readonly now: number; readonly zone: string }) {
  if (history.length === 0) return null
  return (
    <Block title={o('history')} aside={String(history.length)}>
      <ul class="past">
        {history.map((visit) => (
          <li key={visit.number}>
            <span class="grow cut">{named(visit)}{visit.rework && <> <Chip tone="late" plain>{o('rework')}</Chip></>}</span>
            <span class="small quiet num">{when(visit.at, now, zone)}</span>
            <StatusChip status={visit.status} />
          </li>
        ))}
      </ul>
    </Block>
  )
}

export interface StoryProps {
  readonly lines: readonly TimelineLine[]
  readonly codeOf: CodeOf
  readonly faultName: (code: string) => string
  readonly now: number
  readonly zone: string
}

/** Newest first: the office looks at what happened last. */
export function StoryBlock({ lines, codeOf, faultName, now, zone }: StoryProps) {
  const items = [...lines].sort((a, b) => b.at.localeCompare(a.at) || b.n - a.n).map((line, n) => {
    const late = lateBy(line)
    return {
      id: String(line.n),
      title: sentence(line, codeOf, faultName),
      at: when(line.at, now, zone),
      detail: late > 5 * 60_000 ? `${author(line)} · ${o('flag_very_late')} ${span(late)}` : author(line),
      state: n === 0 ? ('now' as const) : ('done' as const),
    }
  })
  return <Block title={o('timeline')} aside={String(lines.length)}><Timeline items={items} label={o('timeline')} /></Block>
}
