/** A step that needs a reason in words: handing back, going back to work. Ready answers first, own words always. */
import { useState } from 'preact/hooks'
import { c } from '../../../text/common'
import { Button } from '../../../ui/Button'
import { Field } from '../../../ui/Field'
import { Sheet } from '../../../ui/Overlay'
import { Radios } from '../shell/Radios'
import { t } from '../words'

export interface AskProps {
  title: string
  why: string
  yes: string
  ready?: readonly { readonly value: string; readonly label: string }[]
  danger?: boolean
  onClose: () => void
  onYes: (reason: string) => void
}

export function Ask({ title, why, yes, ready = [], danger, onClose, onYes }: AskProps) {
  const [code, choose] = useState<string | null>(null)
  const [words, write] = useState('')
  const reason = [ready.find((one) => one.value === code)?.label ?? '', words.trim()].filter(Boolean).join(': ').slice(0, 200)
  const footer = (
    <>
      <Button kind={danger ? 'danger' : 'primary'} wide disabled={reason === ''} onClick={() => onYes(reason)}>{yes}</Button>
      <Button wide onClick={onClose}>{c('cancel')}</Button>
    </>
  )
  return (
    <Sheet title={title} onClose={onClose} footer={footer}>
      <div class="stack" style={{ gap: 'var(--s4)' }}>
        <p class="quiet">{why}</p>
        {ready.length > 0 && <Radios columns label={title} value={code} onChange={choose} options={ready} />}
        <Field label={t('handBackReason')} lines value={words} maxLength={160} optional={code !== null} onInput={write} />
      </div>
    </Sheet>
  )
}
