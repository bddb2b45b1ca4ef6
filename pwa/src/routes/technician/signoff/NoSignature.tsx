/** No signature: refused or absent, and why. Recorded like a signature, over the same sheet. */
import { useState } from 'preact/hooks'
import { Button } from '../../../ui/Button'
import { Segmented } from '../../../ui/Choice'
import { Field } from '../../../ui/Field'
import { Sheet } from '../../../ui/Overlay'
import { t } from '../words'

export interface NoSignatureProps {
  onClose: () => void
  onYes: (method: 'refused' | 'absent', reason: string) => void
}

export function NoSignature({ onClose, onYes }: NoSignatureProps) {
  const [method, choose] = useState<'refused' | 'absent'>('absent')
  const [reason, write] = useState('')
  return (
    <Sheet title={t('signNot')} onClose={onClose} footer={<Button kind="primary" wide disabled={reason.trim() === ''} onClick={() => onYes(method, reason)}>{t('signNotDo')}</Button>}>
      <div class="stack" style={{ gap: 'var(--s4)' }}>
        <Segmented label={t('signNot')} value={method} onChange={choose} options={[{ value: 'absent', label: t('absent') }, { value: 'refused', label: t('refused') }]} />
        <Field label={t('signReason')} help={t('signReasonHelp')} lines value={reason} maxLength={200} onInput={write} />
      </div>
    </Sheet>
  )
}
