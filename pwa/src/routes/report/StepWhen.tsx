/** When it suits, how to reach the person, and consent in plain words. */
import { useMemo } from 'preact/hooks'
import { between } from '../../text/format'
import { t } from '../../text/owner'
import { phoneFine, type Draft } from './draft'
import { windowsFrom } from './windows'

export interface StepWhenProps {
  readonly draft: Draft
  readonly put: (next: Partial<Draft>) => void
  readonly asked: boolean
  readonly zone: string
}

export function StepWhen({ draft, put, asked, zone }: StepWhenProps) {
  const now = useMemo(() => new Date(), [])
  const windows = useMemo(() => windowsFrom(now, zone), [now, zone])
  return (
    <>
      <p class="quiet">{t('report.when.hint')}</p>
      <fieldset class="choices two">
        <legend class="sr">{t('report.when')}</legend>
        <Window on={draft.start === null} label={t('report.asap')} pick={() => put({ start: null, end: null })} />
        {windows.map(({ start, end }) => (
          <Window key={start.toISOString()} on={draft.start === start.toISOString()} label={between(start, end, now.getTime(), zone)} pick={() => put({ start: start.toISOString(), end: end.toISOString() })} />
        ))}
      </fieldset>
      <h2>{t('report.contact')}</h2>
      <label class="field">
        <span class="label">{t('report.name')}<span class="hint small">{t('optional')}</span></span>
        <span class="box"><input value={draft.name} maxLength={80} autocomplete="name" onInput={(event) => put({ name: event.currentTarget.value })} /></span>
      </label>
      <label class="field">
        <span class="label">{t('report.phone')}<span class="hint small">{t('optional')}</span></span>
        <span class="box"><input type="tel" inputMode="tel" value={draft.phone} maxLength={32} autocomplete="tel" onInput={(event) => put({ phone: event.currentTarget.value })} /></span>
        <span class="small quiet">{t('report.phone.hint')}</span>
      </label>
      {asked && !phoneFine(draft.phone) && <p class="note note-soon" role="alert">{t('report.phone.bad')}</p>}
      <label class="consent">
        <input type="checkbox" checked={draft.consent} onChange={(event) => put({ consent: event.currentTarget.checked })} />
        <span>{t('report.consent')}</span>
      </label>
      {asked && !draft.consent && <p class="note note-soon" role="alert">{t('report.consent.need')}</p>}
    </>
  )
}

function Window({ on, label, pick }: { readonly on: boolean; readonly label: string; readonly pick: () => void }) {
  return (
    <label class={on ? 'choice lit' : 'choice'}>
      <input type="radio" class="sr" name="window" checked={on} onChange={pick} />
      <span class="num">{label}</span>
    </label>
  )
}
