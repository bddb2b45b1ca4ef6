/** What is broken: the trade, then what fits best, or just words. */
import { useState } from 'preact/hooks'
import type { FaultChoice, ReportPlace } from '../../wire/types.gen'
import { money } from '../../text/format'
import { language, t } from '../../text/owner'
import type { Draft } from './draft'

const named = (of: { zh: string; en: string }) => (language.get() === 'zh' ? of.zh : of.en)
const plain = (text: string) => text.toLowerCase().replace(/[\s/·]+/g, '')

export interface StepWhatProps {
  readonly draft: Draft
  readonly put: (next: Partial<Draft>) => void
  readonly place: ReportPlace
  /** Shown once the person tried to go on without it. */
  readonly asked: boolean
}

export function StepWhat({ draft, put, place, asked }: StepWhatProps) {
  const [typed, type] = useState('')
  const [trade, choose] = useState<string | null>(() => place.faults.find((fault) => fault.code === draft.fault)?.trade ?? null)
  const trades = [...new Map(place.faults.map((fault) => [fault.trade, { zh: fault.trade_zh, en: fault.trade_en }]))]
  const q = plain(typed)
  const many = place.faults.length > 8
  const shown = place.faults.filter((fault) =>
    q ? plain(fault.zh + fault.en + fault.trade_zh + fault.trade_en).includes(q) : !many || fault.trade === trade || fault.code === draft.fault,
  )
  return (
    <>
      <p class="quiet">{t('report.what.hint')}</p>
      <p class="note note-late small">{t('report.emergency')}</p>
      {many && (
        <label class="field">
          <span class="sr">{t('report.search')}</span>
          <span class="box"><input type="search" value={typed} placeholder={t('report.search')} onInput={(event) => type(event.currentTarget.value)} /></span>
        </label>
      )}
      {many && !q && (
        <div class="trades" role="group">
          {trades.map(([code, names]) => (
            <button key={code} type="button" class={code === trade ? 'pick lit' : 'pick'} aria-pressed={code === trade} onClick={() => choose(code === trade ? null : code)}>
              {named(names)}
            </button>
          ))}
        </div>
      )}
      {q && shown.length === 0 && <p class="quiet">{t('report.none_found', { q: typed })}</p>}
      {shown.length > 0 && (
        <fieldset class="choices">
          <legend class="sr">{t('report.what')}</legend>
          {shown.map((fault) => <Choice key={fault.code} fault={fault} on={fault.code === draft.fault} pick={(code) => put({ fault: code })} />)}
        </fieldset>
      )}
      <label class="field">
        <span class="label">{t('report.words')}{draft.fault && <span class="hint small">{t('optional')}</span>}</span>
        <span class="box">
          <textarea maxLength={2000} value={draft.words} placeholder={t('report.words.hint')} onInput={(event) => put({ words: event.currentTarget.value })} />
        </span>
      </label>
      {asked && <p class="note note-soon" role="alert">{t('report.need_what')}</p>}
    </>
  )
}

interface ChoiceProps {
  readonly fault: FaultChoice
  readonly on: boolean
  readonly pick: (code: string | null) => void
}

function Choice({ fault, on, pick }: ChoiceProps) {
  const price = fault.billing === 'quote' ? t('report.quote') : fault.price_fen > 0 ? t('report.price', { price: money(fault.price_fen) }) : t('report.free')
  return (
    <label class={on ? 'choice lit' : 'choice'}>
      <input type="radio" class="sr" name="fault" checked={on} onChange={() => pick(fault.code)} onClick={() => on && pick(null)} />
      <span class="grow">{named(fault)}</span>
      <span class="small quiet num">{price}</span>
    </label>
  )
}
