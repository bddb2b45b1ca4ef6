/**
 * The pad fills the screen, wide where the phone allows it. What is signed stays in sight as one line; strokes live
 * outside of the pad, so that turning the phone in the middle loses none.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { total } from '../../../engine/fees'
import type { PhoneView } from '../../../engine/model'
import { c } from '../../../text/common'
import { money } from '../../../text/format'
import { Button, IconButton } from '../../../ui/Button'
import { Field } from '../../../ui/Field'
import { check, x } from '../../../ui/icons'
import { MoneyLines } from '../../../ui/Money'
import { SignaturePad, type Drawn } from '../../../ui/SignaturePad'
import { costLines } from '../job/costLines'
import { faultName } from '../place'
import { t } from '../words'

export interface SignScreenProps {
  view: PhoneView
  onClose: () => void
  onYes: (signer: string, drawn: Drawn) => void
}

export function SignScreen({ view, onClose, onYes }: SignScreenProps) {
  const box = useRef<HTMLDialogElement>(null)
  const { order } = view.shown
  const [drawn, draw] = useState<Drawn | null>(null)
  const [signer, name] = useState(order.contact.name)
  const [asked, ask] = useState(false)
  useEffect(() => {
    box.current?.showModal?.()
    return wide(box.current)
  }, [])
  const missing = signer.trim() === ''
  return (
    <dialog class="sign" ref={box} aria-label={t('signTitle')} onCancel={(event) => { event.preventDefault(); onClose() }}>
      <header class="row">
        <IconButton icon={x} label={c('close')} onClick={onClose} />
        <span class="grow cut"><span class="strong">{faultName(view.shown)}</span><span class="num"> · {c('total')} {money(total(order), order.fees.currency)}</span></span>
        <span class="small quiet sign-turn">{t('signTurn')}</span>
      </header>
      <div class="sign-sum"><MoneyLines lines={costLines(order)} total={total(order)} currency={order.fees.currency} /></div>
      <SignaturePad value={drawn} onChange={draw} height="100%" />
      <footer class="sign-foot">
        <Field label={t('signName')} value={signer} maxLength={80} onInput={name} error={asked && missing ? t('signNameMissing') : null} />
        <Button kind="primary" icon={check} wide disabled={drawn === null} onClick={() => (missing ? ask(true) : drawn !== null && onYes(signer, drawn))}>{t('signDo')}</Button>
      </footer>
    </dialog>
  )
}

/** Asks the phone for landscape where it lets pages do so; elsewhere the person turns it. Returns the way back. */
function wide(element: HTMLElement | null): () => void {
  const screenWay = screen.orientation as ScreenOrientation & { lock?: (to: string) => Promise<void> }
  const full = document.fullscreenEnabled && element !== null && matchMedia('(pointer: coarse)').matches
  if (!full || screenWay?.lock === undefined) return () => undefined
  void document.documentElement.requestFullscreen().then(() => screenWay.lock?.('landscape')).catch(() => undefined)
  return () => {
    screenWay.unlock?.()
    if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined)
  }
}
