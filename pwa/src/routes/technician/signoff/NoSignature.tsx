/**
 * No signature: refused, or nobody there. Recorded like a signature, over the same sheet. Whoever says that the owner was
 * absent says what was tried, and shows the door: at least two tries and a photo of it.
 */
import { useState } from 'preact/hooks'
import type { PhoneView } from '../../../engine/model'
import { p } from '../../../text/proof'
import { Button } from '../../../ui/Button'
import { Segmented } from '../../../ui/Choice'
import { Field } from '../../../ui/Field'
import { camera } from '../../../ui/icons'
import { ChecklistRow } from '../../../ui/Marks'
import { Sheet } from '../../../ui/Overlay'
import { useGround } from '../phone'
import { t } from '../words'
import { absence, doorShown, TRIES, type Try } from './absence'

export interface NoSignatureProps {
  view: PhoneView
  onClose: () => void
  onYes: (method: 'refused' | 'absent', reason: string) => void
}

export function NoSignature({ view, onClose, onYes }: NoSignatureProps) {
  const { go } = useGround()
  const [method, choose] = useState<'refused' | 'absent'>('absent')
  const [reason, write] = useState('')
  const [tried, tick] = useState<readonly Try[]>([])
  const door = doorShown(view)
  const words = tried.map((one) => p(`tried_${one}`))
  const told = method === 'absent' ? absence(words, door, reason, p('comma')) : reason.trim() || null
  const toggle = (one: Try): void => tick(tried.includes(one) ? tried.filter((other) => other !== one) : TRIES.filter((other) => other === one || tried.includes(other)))
  return (
    <Sheet title={t('signNot')} onClose={onClose} footer={<Button kind="primary" wide disabled={told === null} onClick={() => told !== null && onYes(method, told)}>{t('signNotDo')}</Button>}>
      <div class="stack" style={{ gap: 'var(--s4)' }}>
        <Segmented label={t('signNot')} value={method} onChange={choose} options={[{ value: 'absent', label: t('absent') }, { value: 'refused', label: t('refused') }]} />
        {method === 'absent' && (
          <div>
            <h3>{p('triedTitle')}</h3>
            <p class="small quiet">{p('triedWhy')}</p>
            {TRIES.map((one) => <ChecklistRow key={one} label={p(`tried_${one}`)} done={tried.includes(one)} onToggle={() => toggle(one)} />)}
            <ChecklistRow label={p('triedDoor')} done={door} onToggle={() => go(`/t/job/${view.shown.order.id}/camera?slot=door`)} />
            {!door && <Button icon={camera} wide onClick={() => go(`/t/job/${view.shown.order.id}/camera?slot=door`)}>{p('triedDoorTake')}</Button>}
          </div>
        )}
        <Field label={t('signReason')} help={t('signReasonHelp')} lines value={reason} maxLength={120} optional={method === 'absent'} onInput={write} />
      </div>
    </Sheet>
  )
}
