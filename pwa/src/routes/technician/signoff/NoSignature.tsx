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
import { absenceReason, doors, missingForAbsence, TRIES, type Try } from './absence'

export interface NoSignatureProps {
  view: PhoneView
  onClose: () => void
  onYes: (method: 'refused' | 'absent', reason: string, tried: readonly Try[]) => void
}

export function NoSignature({ view, onClose, onYes }: NoSignatureProps) {
  const { go } = useGround()
  const [method, choose] = useState<'refused' | 'absent'>('absent')
  const [reason, write] = useState('')
  const [tried, tick] = useState<readonly Try[]>([])
  const { at, since } = doors(view)
  const missing = missingForAbsence(tried, at, since)
  const door = !missing.includes('door_photo')
  const absent = method === 'absent'
  const told = absent ? absenceReason(tried.map((one) => p(`tried_${one}`)), reason, p('comma')) : reason.trim()
  const ready = absent ? missing.length === 0 : told !== ''
  const toggle = (one: Try): void => tick(tried.includes(one) ? tried.filter((other) => other !== one) : TRIES.filter((other) => other === one || tried.includes(other)))
  return (
    <Sheet title={t('signNot')} onClose={onClose} footer={<Button kind="primary" wide disabled={!ready} onClick={() => onYes(method, told, absent ? tried : [])}>{t('signNotDo')}</Button>}>
      <div class="stack" style={{ gap: 'var(--s4)' }}>
        <Segmented label={t('signNot')} value={method} onChange={choose} options={[{ value: 'absent', label: t('absent') }, { value: 'refused', label: t('refused') }]} />
        {absent && (
          <div>
            <h3>{p('triedTitle')}</h3>
            <p class="small quiet">{p('triedWhy')}</p>
            {TRIES.map((one) => <ChecklistRow key={one} label={p(`tried_${one}`)} done={tried.includes(one)} onToggle={() => toggle(one)} />)}
            <ChecklistRow label={p('triedDoor')} done={door} onToggle={() => go(`/t/job/${view.shown.order.id}/camera?slot=door`)} />
            {!door && <Button icon={camera} wide onClick={() => go(`/t/job/${view.shown.order.id}/camera?slot=door`)}>{p('triedDoorTake')}</Button>}
          </div>
        )}
        <Field label={t('signReason')} help={t('signReasonHelp')} lines value={reason} maxLength={120} optional={absent} onInput={write} />
      </div>
    </Sheet>
  )
}
