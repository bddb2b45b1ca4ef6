/** Signing by link: exactly the sheet that is hashed, a name, and a signature under it. Loaded when it is wanted. */
import { useMemo, useState } from 'preact/hooks'
import { SignaturePad, type Drawn } from '../../ui/SignaturePad'
import type { OwnerPage, Sheet } from '../../wire/types.gen'
import { money, quantity } from '../../text/format'
import { wordFor } from '../../text'
import { language, t } from '../../text/owner'
import { actions, causes } from '../../text/work'
import { uuid7 } from '../report/ids'
import { sha256 } from '../report/photos'
import './asks.css'
import { Btn, Oops } from './bits'
import type { DeedProps } from './deed'

export default function Sign({ page, progress, onDone }: DeedProps) {
  const [signer, name] = useState('')
  const [drawn, draw] = useState<Drawn | null>(null)
  const [state, go] = useState<'open' | 'busy' | 'empty'>('open')
  const [problem, fail] = useState<unknown>(null)
  const id = useMemo(() => uuid7(), [])
  const text = page.sheet
  const sheet = useMemo(() => (text === null ? null : (JSON.parse(text) as Sheet)), [text])
  if (sheet === null || text === null) return null
  const send = async () => {
    if (drawn === null || signer.trim() === '') return go('empty')
    go('busy')
    fail(null)
    try {
      const digest = await sha256(new TextEncoder().encode(text).buffer)
      await progress.post('sign', { digest, signer: signer.trim(), strokes: drawn.strokes, aspect: drawn.aspect, signature_id: id })
      onDone()
    } catch (why) {
      fail(why)
      go('open')
    }
  }
  return (
    <section class="card stack" aria-label={t('sign.title')}>
      <h2>{t('sign.title')}</h2>
      <p class="small quiet">{t('sign.what')}</p>
      <Shown sheet={sheet} page={page} />
      <label class="field">
        <span class="label">{t('sign.name')}</span>
        <span class="box"><input value={signer} maxLength={80} autocomplete="name" onInput={(event) => name(event.currentTarget.value)} /></span>
      </label>
      <SignaturePad value={drawn} height="12rem" label={t('sign.here')} onChange={draw} />
      {state === 'empty' && <p class="note note-soon" role="alert">{t('sign.empty')}</p>}
      {problem !== null && <Oops problem={problem} />}
      <Btn kind="primary" busy={state === 'busy'} onClick={() => void send()}>{t(state === 'busy' ? 'sign.sending' : 'sign.send')}</Btn>
      <Btn kind="plain" onClick={onDone}>{t('sign.later')}</Btn>
    </section>
  )
}

/** The sheet in words: nothing that is signed is left out. */
function Shown({ sheet, page }: { readonly sheet: Sheet; readonly page: OwnerPage }) {
  const price = (fen: number) => money(fen, sheet.currency)
  const fault = language.get() === 'zh' ? page.fault_zh : page.fault_en
  return (
    <table class="money">
      <tbody>
        <tr><td>{t('number', { number: sheet.number })}</td><td>{sheet.technician}</td></tr>
        <tr><td>{fault}</td><td>{sheet.fault}</td></tr>
        <tr><td>{t('sign.cause')}</td><td>{wordFor(causes, sheet.cause)}</td></tr>
        <tr><td>{t('sign.action')}</td><td>{wordFor(actions, sheet.action)}</td></tr>
        <tr><td>{t('fees.labour')}</td><td>{sheet.labour_fen === 0 ? t('fees.free') : price(sheet.labour_fen)}</td></tr>
        {sheet.surcharge_fen > 0 && <tr><td>{t('fees.surcharge')}</td><td>{price(sheet.surcharge_fen)}</td></tr>}
        {sheet.parts.map(([name, milli, unit, total], n) => (
          <tr key={n}><td>{name}<span class="small quiet"> {quantity(milli)} × {price(unit)}</span></td><td>{price(total)}</td></tr>
        ))}
        <tr class="total"><td>{t('fees.total')}</td><td>{price(sheet.total_fen)}</td></tr>
        <tr><td class="small quiet">{t('sign.photos', { n: sheet.photos.length })}</td><td class="small quiet">{t('sign.warranty', { days: sheet.warranty_days })}</td></tr>
      </tbody>
    </table>
  )
}
