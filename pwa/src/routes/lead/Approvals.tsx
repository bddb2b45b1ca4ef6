/** Leave to spend, asked for by technicians: the reason, the picture and the sum on one card, answered there. */
import { useState } from 'preact/hooks'
import { money, when } from '../../text/format'
import { l } from '../../text/lead'
import { o } from '../../text/office'
import { fenOf, typed } from '../../text/sum'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { check, handCoins, x } from '../../ui/icons'
import { Card, EmptyState, Skeleton } from '../../ui/Surface'
import { toast } from '../../ui/Toast'
import { useNow } from '../../ui/useNow'
import { api } from '../../wire/client'
import type { Dossier } from '../../wire/edge'
import type { ApprovalRow, Approving, OrderDetail } from '../../wire/types.gen'
import { useLoaded, type Loaded } from '../office/load'
import { Oops } from '../office/Oops'
import { usePicture } from '../office/shots'

export function Approvals({ rows, zone }: { readonly rows: Loaded<readonly ApprovalRow[]>; readonly zone: string }) {
  if (rows.data === null) return <div class="pad16">{rows.problem === null ? <Skeleton lines={8} label={o('loading')} /> : <Oops problem={rows.problem} onRetry={rows.reload} />}</div>
  return (
    <div class="board">
      <div class="topbar"><h1 class="pagetitle">{l('approvals')}</h1></div>
      <div class="scroll pad16">
        {rows.data.length === 0
          ? <EmptyState icon={handCoins} title={l('approvalsNone')}>{l('approvalsNoneHint')}</EmptyState>
          : <ul class="asked">{rows.data.map((row) => <li key={row.approval.id}><Asked row={row} zone={zone} onDone={rows.reload} /></li>)}</ul>}
      </div>
    </div>
  )
}

function Asked({ row, zone, onDone }: { readonly row: ApprovalRow; readonly zone: string; readonly onDone: () => void }) {
  const { approval, currency } = row
  const now = useNow(30_000)
  const dossier = useLoaded(`approval ${approval.id}`, (signal) => api<Dossier>('GET', `/work-orders/${row.work_order_id}`, undefined, { signal }))
  const photo = dossier.data?.photos.find((one) => one.id === approval.photo)
  const picture = usePicture(photo?.present ? photo.sha256 : null, 'thumb')
  const [sum, type] = useState(typed(approval.fen))
  const [note, write] = useState('')
  const [busy, work] = useState<'yes' | 'no' | null>(null)
  const [problem, fail] = useState<unknown>(null)
  const fen = fenOf(sum)
  const answer = async (granted: boolean): Promise<void> => {
    if (busy !== null || (granted && fen === null)) return
    work(granted ? 'yes' : 'no')
    fail(null)
    const body: Approving = { version: row.version, granted, note: note.trim(), ...(granted && fen !== null ? { fen } : {}) }
    try {
      await api<OrderDetail>('POST', `/work-orders/${row.work_order_id}/approvals/${approval.id}`, body)
      toast(granted && fen !== null ? l('grantedTo', { fen: money(fen, currency) }) : l('declinedTo'))
      onDone()
    } catch (why) {
      fail(why)
    }
    work(null)
  }
  return (
    <Card>
      <div class="askedcard">
        {picture.url && <img src={picture.url} alt="" />}
        <div class="stack">
          <p class="row wrap"><strong class="num asker">{l('asks', { name: approval.asked_name || row.technician, fen: money(approval.fen, currency) })}</strong><span class="small quiet num">{l('askedAt', { time: when(approval.asked_at, now, zone) })}</span></p>
          <p class="small quiet num"><a href={`/l?order=${row.work_order_id}`}>{row.number}</a> · {row.community} · {row.label} · {l('asksWhy', { spent: money(row.spent_fen, currency) })}</p>
          <p class="said">{approval.words}</p>
          <div class="askedfields">
            <Field label={l('grantFen')} value={sum} inputMode="decimal" unit={currency} onInput={type} />
            <Field label={l('grantNote')} value={note} maxLength={200} optional onInput={write} />
          </div>
          <Oops problem={problem} />
          <div class="row wrap askeddo">
            <Button icon={x} busy={busy === 'no'} onClick={() => void answer(false)}>{l('declinedIt')}</Button>
            <Button kind="primary" icon={check} busy={busy === 'yes'} disabled={fen === null} onClick={() => void answer(true)}>{fen === null ? l('granted') : `${l('granted')} ${money(fen, currency)}`}</Button>
          </div>
        </div>
      </div>
    </Card>
  )
}
