/** Parts and cost: lines as the owner will see them, the limit always visible, parts added from the catalogue offline. */
import { useState } from 'preact/hooks'
import { lineTotal, total } from '../../../engine/fees'
import type { PhoneView } from '../../../engine/model'
import { money } from '../../../text/format'
import { p } from '../../../text/proof'
import { unitWord } from '../../../text/work'
import { Button, IconButton } from '../../../ui/Button'
import { Stepper } from '../../../ui/Choice'
import { handCoins, packagePlus, trash } from '../../../ui/icons'
import { Meter } from '../../../ui/Marks'
import { MoneyLines, timesPrice } from '../../../ui/Money'
import { Banner, Card, Section } from '../../../ui/Surface'
import { toast } from '../../../ui/Toast'
import { useNow } from '../../../ui/useNow'
import type { PartLine } from '../../../wire/types.gen'
import { useGround } from '../phone'
import { t } from '../words'
import { AddPart } from './AddPart'
import { costLines } from './costLines'
import { ApprovalList, AskApproval } from './Approvals'
import { useSpending } from './useSpending'

export function Costs({ view, locked }: { view: PhoneView; locked: boolean }) {
  const [adding, add] = useState(false)
  const { order, fault } = view.shown
  const { currency } = order.fees
  const spent = useSpending(view)
  const now = useNow(30_000)
  const [asking, ask] = useState(false)
  const tone = spent.left < 0 ? 'late' : spent.part >= 0.75 ? 'soon' : 'primary'
  const over = Math.max(0, -spent.left)
  const waits = (order.approvals ?? []).some((one) => one.state === 'asked')
  return (
    <Section title={t('costs')} aside={fault.billing === 'free' && total(order) === 0 ? t('freeOfCharge') : money(total(order), currency)}>
      <Card>
        <div class="stack" style={{ gap: 'var(--s4)' }}>
          {locked ? (
            <MoneyLines lines={costLines(order)} total={total(order)} currency={currency} />
          ) : (
            <>
              {order.parts.map((line) => <Part key={line.id} line={line} view={view} />)}
              <MoneyLines lines={costLines({ ...order, parts: [] })} total={total(order)} currency={currency} />
            </>
          )}
          <div class="stack" style={{ gap: 'var(--s1)' }}>
            <div class="row wrap small" style={{ justifyContent: 'space-between', gap: '0 var(--s2)' }}>
              <span class="quiet">{t('limit', { limit: money(spent.limit, currency) })}</span>
              <span class={`num strong tone-${tone}`} style={{ color: 'var(--tone)' }}>{spent.left < 0 ? t('limitOver', { over: money(-spent.left, currency) }) : t('limitLeft', { left: money(spent.left, currency) })}</span>
            </div>
            <Meter part={spent.part} tone={tone} label={t('limit', { limit: money(spent.limit, currency) })} />
          </div>
          <p class={spent.week === null ? 'small tone-soon toned' : 'small quiet num'}>{spent.week === null ? p('weekLapsed') : `${p('weekLeft', { left: money(spent.week, currency), days: spent.days })} · ${p('weekLimit', { limit: money(spent.weekLimit, currency) })}`}</p>
          {over > 0 && !waits && <Banner tone="late" action={locked ? undefined : <Button small icon={handCoins} onClick={() => ask(true)}>{p('approvalTitle')}</Button>}>{p('overDone', { over: money(over, currency) })}</Banner>}
          <ApprovalList view={view} now={now} />
          {!locked && <Button icon={packagePlus} wide onClick={() => add(true)}>{t('addPart')}</Button>}
          {!locked && over === 0 && <Button kind="plain" icon={handCoins} onClick={() => ask(true)}>{p('approvalTitle')}</Button>}
        </div>
      </Card>
      {adding && <AddPart view={view} onClose={() => add(false)} />}
      {asking && <AskApproval view={view} fen={over} onClose={() => ask(false)} />}
    </Section>
  )
}

function Part({ line, view }: { line: PartLine; view: PhoneView }) {
  const { phone } = useGround()
  const { id, fees } = view.shown.order
  const remove = (): void => {
    void phone.act('part.remove', id, { id: line.id })
    const { id: _old, ...same } = line
    toast(t('partRemoved', { name: line.name }), () => void phone.act('part.add', id, { ...same, id: phone.newId() }))
  }
  return (
    <div class="part">
      <div class="row" style={{ alignItems: 'flex-start' }}>
        <span class="grow">{line.name}<br /><span class="tiny hint num">{timesPrice(line.quantity_milli, line.unit, line.unit_price_fen, fees.currency)}</span></span>
        <span class="num strong">{money(lineTotal(line), fees.currency)}</span>
      </div>
      <div class="row" style={{ justifyContent: 'space-between' }}>
        <Stepper label={t('quantity')} value={line.quantity_milli} step={1000} min={1000} max={1_000_000} shown={`${line.quantity_milli / 1000} ${unitWord(line.unit)}`} onChange={(quantity_milli) => void phone.act('part.quantity', id, { id: line.id, quantity_milli })} />
        <IconButton icon={trash} label={t('partRemove', { name: line.name })} onClick={remove} />
      </div>
    </div>
  )
}
