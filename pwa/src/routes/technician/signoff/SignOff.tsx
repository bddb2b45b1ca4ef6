/** Sign-off: the sheet, then the owner's hand on it; or why there is no signature. Sealed before it is shown to sign. */
import { useState } from 'preact/hooks'
import { onSheet, sealed } from '../../../engine/sheet'
import type { PhoneView } from '../../../engine/model'
import { p } from '../../../text/proof'
import { Button } from '../../../ui/Button'
import { signature, smartphone, userX } from '../../../ui/icons'
import { Sheet } from '../../../ui/Overlay'
import { Banner } from '../../../ui/Surface'
import { toast } from '../../../ui/Toast'
import type { SignMethod } from '../../../wire/types.gen'
import type { Drawn } from '../../../ui/SignaturePad'
import { kept } from '../job/next'
import { useGround, usePhone } from '../phone'
import { Page } from '../shell/Page'
import { t } from '../words'
import type { Try } from './absence'
import { NoSignature } from './NoSignature'
import { OwnerLink } from './OwnerLink'
import { SheetView } from './SheetView'
import { SignScreen } from './SignScreen'
import './signoff.css'

export interface Signing {
  readonly method: SignMethod
  readonly signer: string
  readonly drawn: Drawn | null
  readonly reason: string
  readonly tried?: readonly Try[]
}

export function SignOff({ view }: { view: PhoneView }) {
  const { phone, back } = useGround()
  const me = usePhone((state) => state.me)
  const [mode, show] = useState<'sheet' | 'pad' | 'none' | 'phone'>('sheet')
  const { order } = view.shown
  const capture = async ({ method, signer, drawn, reason, tried = [] }: Signing): Promise<void> => {
    const seal = await sealed(view.shown, onSheet(kept(view)).map((photo) => photo.sha256), me.code, (text) => phone.hash(text))
    const args = {
      method,
      signer: signer.trim(),
      signature_id: drawn === null ? null : phone.newId(),
      strokes: drawn?.strokes ?? [],
      aspect: drawn?.aspect ?? 0,
      digest: seal.digest,
      sheet: seal.sheet,
      reason: reason.trim(),
      tried,
      at: new Date().toISOString(),
    }
    await phone.act('sign_off.capture', order.id, args)
    toast(t(method === 'in_person' ? 'signedTitle' : 'signNotTitle'))
    back(`/t/job/${order.id}`)
  }
  const bar = (
    <>
      <Button stacked icon={userX} label={t('signNot')} onClick={() => show('none')}>{p('signNobody')}</Button>
      <Button stacked icon={smartphone} label={p('signTheirs')} onClick={() => show('phone')}>{p('signTheirsShort')}</Button>
      <Button kind="primary" icon={signature} wide onClick={() => show('pad')}>{t('signTake')}</Button>
    </>
  )
  return (
    <Page title={t('signTitle')} sub={order.number} home={`/t/job/${order.id}`} bar={bar}>
      {order.sign_off?.stale && <Banner tone="soon" title={p('signAgain')}>{p('signAgainWhy', { name: order.sign_off.signer || '—' })}</Banner>}
      <p class="quiet">{t('signIntro')}</p>
      <SheetView view={view} />
      {mode === 'pad' && <SignScreen view={view} onClose={() => show('sheet')} onYes={(signer, drawn) => void capture({ method: 'in_person', signer, drawn, reason: '' })} />}
      {mode === 'phone' && <Sheet title={p('signTheirs')} onClose={() => show('sheet')}><p class="quiet">{p('signTheirsWhy')}</p><OwnerLink id={order.id} help={p('signTheirsHelp')} /></Sheet>}
      {mode === 'none' && <NoSignature view={view} onClose={() => show('sheet')} onYes={(method, reason, tried) => void capture({ method, signer: '', drawn: null, reason, tried })} />}
    </Page>
  )
}
