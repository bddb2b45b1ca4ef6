/** After the signature: who signed when, the signature itself, and the owner's page as a QR code once it is known. */
import type { PhoneView } from '../../../engine/model'
import { wordFor } from '../../../text'
import { signMethods } from '../../../text/common'
import { clock, date } from '../../../text/format'
import { Signature } from '../../../ui/Signature'
import { Card, Section } from '../../../ui/Surface'
import { t } from '../words'
import { OwnerLink } from './OwnerLink'
import './signoff.css'

export function Signed({ view }: { view: PhoneView }) {
  const { order, place } = view.shown
  const sign = order.sign_off
  if (sign === null) return null
  const at = `${date(sign.at, place.time_zone)} ${clock(sign.at, place.time_zone)}`
  const told = sign.method === 'in_person' || sign.method === 'link'
    ? t('signedBody', { name: sign.signer, at })
    : t('refusedBody', { method: wordFor(signMethods, sign.method), reason: sign.reason })
  return (
    <Section title={t(sign.signature_id === null ? 'signNotTitle' : 'signedTitle')}>
      <Card tone={sign.stale ? 'soon' : 'ok'}>
        <div class="stack">
          <p>{told}</p>
          {view.signature && <Signature strokes={view.signature.strokes} aspect={view.signature.aspect} label={told} />}
          <OwnerLink id={order.id} />
        </div>
      </Card>
    </Section>
  )
}
