/** Sending somebody whom a rule speaks against: which rule, and the reason, which is kept. */
import { useState } from 'preact/hooks'
import { listed } from '../../text/format'
import { d } from '../../text/dispatcher'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { Sheet } from '../../ui/Overlay'
import type { Reason } from '../../wire/types.gen'
import { reasonWord } from './reasons'

export interface OverruleProps {
  readonly code: string
  readonly reasons: readonly Reason[]
  readonly zone: string
  readonly onYes: (reason: string) => void
  readonly onClose: () => void
}

export function Overrule({ code, reasons, zone, onYes, onClose }: OverruleProps) {
  const [reason, write] = useState('')
  const [tried, press] = useState(false)
  const send = (): void => (reason.trim() ? onYes(reason.trim()) : press(true))
  return (
    <Sheet title={d('assignReason', { who: code })} onClose={onClose} footer={<Button kind="danger" onClick={send}>{d('assign', { who: code })}</Button>}>
      <form class="stack" onSubmit={(event) => { event.preventDefault(); send() }}>
        <p class="banner tone-soon small"><strong>{d('ruleBroken')}</strong><span>{listed(reasons.map((one) => reasonWord(one, zone)))}</span></p>
        <Field label={d('reason')} value={reason} lines autoFocus maxLength={200} help={d('assignReasonHint', { who: code })} error={tried && !reason.trim() ? d('reasonNeeded') : null} onInput={write} />
      </form>
    </Sheet>
  )
}
