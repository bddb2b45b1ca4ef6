/** A pause with its reason and its end; the owner reads both, so they are shown as the owner will read them. */
import { useState } from 'preact/hooks'
import { named, wordFor } from '../../../text'
import { holdReasons } from '../../../text/common'
import { when } from '../../../text/format'
import { p } from '../../../text/proof'
import { momentOf } from '../../../text/zones'
import { Button } from '../../../ui/Button'
import { Field } from '../../../ui/Field'
import { pause } from '../../../ui/icons'
import { Sheet } from '../../../ui/Overlay'
import { Banner } from '../../../ui/Surface'
import { Picker } from '../../../ui/Picker'
import type { HoldReason, Material } from '../../../wire/types.gen'
import { usePhone } from '../phone'
import { Radios } from '../shell/Radios'
import { t } from '../words'
import { quickUntil, type Quick } from './holds'
import { Radar } from './Radar'

export interface HoldProps {
  zone: string
  now: number
  onClose: () => void
  order: string
  onYes: (hold: { reason: HoldReason; until: string; note: string; material?: string }) => void
}

const QUICK: readonly Quick[] = ['in1h', 'in3h', 'tomorrow9', 'in3d']
const REASONS = Object.keys(holdReasons.zh) as HoldReason[]

export function Hold({ order, zone, now, onClose, onYes }: HoldProps) {
  const materials = usePhone((state) => state.catalog.materials)
  const [part, want] = useState<Material | null>(null)
  const [reason, choose] = useState<HoldReason | null>(null)
  const [quick, take] = useState<Quick | 'other' | null>(null)
  const [typed, type] = useState('')
  const [note, write] = useState('')
  const until = quick === null ? null : quick === 'other' ? momentOf(typed, zone) || null : quickUntil(quick, now, zone)
  const parts = reason === 'waiting_parts'
  const ready = reason !== null && (!parts || part !== null || materials.length === 0) && until !== null && until > now
  const footer = (
    <>
      {ready && <Banner tone="info">{t('holdOwner', { reason: wordFor(holdReasons, reason), until: when(until, now, zone) })}</Banner>}
      <Button kind="primary" icon={pause} wide disabled={!ready} onClick={() => ready && onYes({ reason, until: new Date(until).toISOString(), note: note.trim(), ...(parts && part ? { material: part.code } : {}) })}>{t('holdNow')}</Button>
    </>
  )
  return (
    <Sheet title={t('holdTitle')} onClose={onClose} footer={footer}>
      <div class="stack" style={{ gap: 'var(--s6)' }}>
        <Radios columns label={t('holdTitle')} value={reason} onChange={(value) => choose(value as HoldReason)} options={REASONS.map((value) => ({ value, label: wordFor(holdReasons, value) }))} />
        {parts && materials.length > 0 && (
          <div class="stack">
            <h3>{p('radarMaterial')}</h3>
            {part === null ? (
              <Picker label={t('partSearch')} choices={materials.map((one) => ({ value: one.code, label: named(one), hint: one.code, also: `${one.zh} ${one.en}` }))} onPick={(code) => want(materials.find((one) => one.code === code) ?? null)} />
            ) : (
              <>
                <p class="row"><span class="grow strong">{named(part)}</span><Button small onClick={() => want(null)}>{p('radarPick')}</Button></p>
                <Radar order={order} material={part} />
              </>
            )}
          </div>
        )}
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
