/** Leave to spend more: asked for with a sum, a reason and a picture, offline too; what was answered stands beside it. */
import { useState } from 'preact/hooks'
import type { PhoneView } from '../../../engine/model'
import { money, when } from '../../../text/format'
import { p } from '../../../text/proof'
import { Button } from '../../../ui/Button'
import { Field } from '../../../ui/Field'
import { Icon } from '../../../ui/Icon'
import { check, handCoins } from '../../../ui/icons'
import { Chip } from '../../../ui/Marks'
import { Sheet } from '../../../ui/Overlay'
import { toast } from '../../../ui/Toast'
import type { Approval } from '../../../wire/types.gen'
import { useGround } from '../phone'
import { useShots } from '../shots'
import { fenOf, typed } from '../../../text/sum'

export function ApprovalList({ view, now }: { view: PhoneView; now: number }) {
  const { order, place } = view.shown
  const asked = order.approvals ?? []
  if (asked.length === 0) return null
  return (
    <ul class="approvals" aria-label={p('approvals')}>
      {asked.map((one) => (
        <li key={one.id}>
          <p class="row"><span class="grow strong num">{money(one.fen, order.fees.currency)}</span><State approval={one} /></p>
          <p class="small">{one.words}</p>
          <p class="small hint num">{when(one.decided_at ?? one.asked_at, now, place.time_zone)}{one.decided_name && ` · ${one.decided_name}`}{one.note && ` · ${one.note}`}</p>
        </li>
      ))}
    </ul>
  )
}

function State({ approval }: { approval: Approval }) {
  const tone = approval.state === 'granted' ? 'ok' : approval.state === 'declined' ? 'late' : 'soon'
  return <Chip tone={tone}>{p(`approval_${approval.state}`)}</Chip>
}

export function AskApproval({ view, fen, words: first = '', onClose }: { view: PhoneView; fen: number; words?: string; onClose: () => void }) {
  const { phone } = useGround()
  const { order, place } = view.shown
  const [sum, type] = useState(fen === 0 ? '' : typed(fen))
  const [words, write] = useState(first)
  const [chosen, choose] = useState<string | null>(view.photos.at(-1)?.id ?? null)
  const shots = useShots(view.photos, place.time_zone)
  const asked = fenOf(sum)
  const ready = asked !== null && words.trim() !== ''
  const ask = (): void => {
    if (asked === null) return
    const photo = chosen === null ? {} : { photo: chosen }
    void phone.act('approval.ask', order.id, { id: phone.newId(), fen: asked, words: words.trim(), at: new Date().toISOString(), ...photo })
    toast(p('approvalSaid'))
    onClose()
  }
  return (
    <Sheet title={p('approvalTitle')} onClose={onClose} footer={<Button kind="primary" icon={handCoins} wide disabled={!ready} onClick={ask}>{asked === null ? p('approvalAsk') : `${p('approvalAsk')} · ${money(asked, order.fees.currency)}`}</Button>}>
      <div class="stack" style={{ gap: 'var(--s4)' }}>
        <p class="quiet">{p('approvalWhy')}</p>
        <Field label={p('approvalSum')} value={sum} inputMode="decimal" unit={order.fees.currency} error={asked === null ? p('approvalSumWrong') : null} onInput={type} />
        <Field label={p('approvalWords')} lines value={words} maxLength={200} onInput={write} />
        {shots.length > 0 && (
          <div class="stack">
            <h3>{p('approvalPhoto')}</h3>
            <div class="pickshots" role="radiogroup" aria-label={p('approvalPhoto')}>
              {shots.map((shot) => (
                <button key={shot.id} type="button" role="radio" aria-checked={shot.id === chosen} aria-label={shot.label} onClick={() => choose(shot.id === chosen ? null : shot.id)}>
                  {shot.url && <img src={shot.url} alt="" />}
                  {shot.id === chosen && <span class="on"><Icon of={check} size={20} /></span>}
                </button>
              ))}
            </div>
          </div>
        )}
      </div>
    </Sheet>
  )
}
