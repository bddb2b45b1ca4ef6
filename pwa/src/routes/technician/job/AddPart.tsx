/** A part from the catalogue on this phone: found by typing, its number chosen, its price known before it counts. */
import { useState } from 'preact/hooks'
import { lineTotal } from '../../../engine/fees'
import type { PhoneView } from '../../../engine/model'
import { named } from '../../../text'
import { money, quantity } from '../../../text/format'
import { unitWord } from '../../../text/work'
import { p } from '../../../text/proof'
import { Button } from '../../../ui/Button'
import { Stepper } from '../../../ui/Choice'
import { handCoins } from '../../../ui/icons'
import { Sheet } from '../../../ui/Overlay'
import { Picker } from '../../../ui/Picker'
import { Banner } from '../../../ui/Surface'
import { toast } from '../../../ui/Toast'
import type { Material } from '../../../wire/types.gen'
import { useGround, usePhone } from '../phone'
import { t } from '../words'
import { AskApproval } from './Approvals'
import { beyond } from './limit'
import { useSpending } from './useSpending'

export function AddPart({ view, onClose }: { view: PhoneView; onClose: () => void }) {
  const { phone } = useGround()
  const materials = usePhone((state) => state.catalog.materials)
  const [chosen, choose] = useState<Material | null>(null)
  const [milli, count] = useState(1000)
  const { order } = view.shown
  const { currency } = order.fees
  const price = chosen === null ? 0 : lineTotal({ quantity_milli: milli, unit_price_fen: chosen.price_fen })
  const over = beyond(useSpending(view), price)
  const [asking, ask] = useState(false)
  const add = (): void => {
    if (chosen === null) return
    void phone.act('part.add', order.id, { id: phone.newId(), material: chosen.code, name: named(chosen), unit: chosen.unit, quantity_milli: milli, unit_price_fen: chosen.price_fen })
    toast(t('partAdded', { name: named(chosen) }))
    onClose()
  }
  const footer = chosen && <Button kind="primary" wide onClick={add}>{t('addPart')} · {money(price, currency)}</Button>
  if (asking && chosen !== null) return <AskApproval view={view} fen={over} words={`${named(chosen)} ${quantity(milli)} ${unitWord(chosen.unit)}`} onClose={onClose} />
  return (
    <Sheet title={t('addPart')} onClose={onClose} {...(footer === null ? {} : { footer })}>
      {chosen === null ? (
        <Picker
          label={t('partSearch')}
          choices={materials.map((one) => ({ value: one.code, label: named(one), hint: `${one.code} · ${t('partLeft', { n: quantity(one.on_hand_milli) })}`, aside: money(one.price_fen, currency), also: `${one.zh} ${one.en}` }))}
          onPick={(code) => choose(materials.find((one) => one.code === code) ?? null)}
        />
      ) : (
        <div class="stack" style={{ gap: 'var(--s4)' }}>
          <div>
            <p class="strong">{named(chosen)}</p>
            <p class="small quiet num">{money(chosen.price_fen, currency)} / {unitWord(chosen.unit)} · {t('partLeft', { n: quantity(chosen.on_hand_milli) })}</p>
          </div>
          <Stepper label={t('quantity')} value={milli} step={1000} min={1000} max={1_000_000} shown={`${quantity(milli)} ${unitWord(chosen.unit)}`} onChange={count} />
          {over > 0 && <Banner tone="late" title={p('overAsk', { over: money(over, currency) })} action={<Button small icon={handCoins} onClick={() => ask(true)}>{p('approvalTitle')}</Button>}>{t('limitOverWhy')}</Banner>}
        </div>
      )}
    </Sheet>
  )
}
