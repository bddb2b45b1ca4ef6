/** After the signature: who signed when, the signature itself, and the owner's page as a QR code once it is known. */
import type { ComponentType } from 'preact'
import { useState } from 'preact/hooks'
import type { PhoneView } from '../../../engine/model'
import { wordFor } from '../../../text'
import { signMethods } from '../../../text/common'
import { clock, date } from '../../../text/format'
import { Button } from '../../../ui/Button'
import { qrCode } from '../../../ui/icons'
import type { QrCardProps } from '../../../ui/QrCard'
import { Signature } from '../../../ui/Signature'
import { Card, Section } from '../../../ui/Surface'
import { useGround } from '../phone'
import { t } from '../words'
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

/** The link is minted by the server; until then the page says when it will be there. */
function OwnerLink({ id }: { id: string }) {
  const { ownerLink } = useGround()
  const [link, show] = useState<{ href: string; QrCard: ComponentType<QrCardProps> } | null>(null)
  const [later, wait] = useState(false)
  const [busy, work] = useState(false)
  const ask = (): void => {
    work(true)
    Promise.all([ownerLink(id), import('../../../ui/QrCard')])
      .then(([told, { QrCard }]) => show({ href: new URL(told, location.origin).href, QrCard }), () => wait(true))
      .finally(() => work(false))
  }
  if (link !== null) {
    return (
      <link.QrCard text={link.href} label={t('ownerLink')}>
        <p class="small quiet">{t('ownerLinkHelp')}</p>
      </link.QrCard>
    )
  }
  if (later) return <p class="small quiet">{t('ownerLinkLater')}</p>
  return <Button icon={qrCode} wide busy={busy} onClick={ask}>{t('ownerLinkShow')}</Button>
}
