/** A pause with its reason and its end; the owner reads both, so they are shown as the owner will read them. */
import { useState } from 'preact/hooks'
import { wordFor } from '../../../text'
import { holdReasons } from '../../../text/common'
import { when } from '../../../text/format'
import { momentOf } from '../../../text/zones'
import { Button } from '../../../ui/Button'
import { Field } from '../../../ui/Field'
import { pause } from '../../../ui/icons'
import { Sheet } from '../../../ui/Overlay'
import { Banner } from '../../../ui/Surface'
import type { HoldReason } from '../../../wire/types.gen'
import { Radios } from '../shell/Radios'
import { t } from '../words'
import { quickUntil, type Quick } from './holds'

export interface HoldProps {
  zone: string
  now: number
  onClose: () => void
  onYes: (hold: { reason: HoldReason; until: string; note: string }) => void
}

const QUICK: readonly Quick[] = ['in1h', 'in3h', 'tomorrow9', 'in3d']
const REASONS = Object.keys(holdReasons.zh) as HoldReason[]

export function Hold({ zone, now, onClose, onYes }: HoldProps) {
  const [reason, choose] = useState<HoldReason | null>(null)
  const [quick, take] = useState<Quick | 'other' | null>(null)
  const [typed, type] = useState('')
  const [note, write] = useState('')
  const until = quick === null ? null : quick === 'other' ? momentOf(typed, zone) || null : quickUntil(quick, now, zone)
  const ready = reason !== null && until !== null && until > now
  const footer = (
    <>
      {ready && <Banner tone="info">{t('holdOwner', { reason: wordFor(holdReasons, reason), until: when(until, now, zone) })}</Banner>}
      <Button kind="primary" icon={pause} wide disabled={!ready} onClick={() => ready && onYes({ reason, until: new Date(until).toISOString(), note: note.trim() })}>{t('holdNow')}</Button>
    </>
  )
  return (
    <Sheet title={t('holdTitle')} onClose={onClose} footer={footer}>
      <div class="stack" style={{ gap: 'var(--s6)' }}>
        <Radios columns label={t('holdTitle')} value={reason} onChange={(value) => choose(value as HoldReason)} options={REASONS.map((value) => ({ value, label: wordFor(holdReasons, value) }))} />
        <div class="stack">
          <h3>{t('holdUntil')}</h3>
          <Radios columns label={t('holdUntil')} value={quick} onChange={(value) => take(value as Quick | 'other')} options={[...QUICK.map((value) => ({ value, label: t(value) })), { value: 'other', label: t('otherTime') }]} />
          {quick === 'other' && <Field label={t('otherTime')} type="datetime-local" value={typed} onInput={type} />}
        </div>
        <Field label={t('holdNote')} lines optional value={note} maxLength={2000} onInput={write} />
      </div>
    </Sheet>
  )
}
