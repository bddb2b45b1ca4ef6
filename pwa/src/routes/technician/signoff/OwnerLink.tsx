/** The owner's page as a QR code with its code inside: there the owner follows, signs on his own phone, and rates. */
import type { ComponentType } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../../ui/Button'
import { qrCode } from '../../../ui/icons'
import type { QrCardProps } from '../../../ui/QrCard'
import { useGround } from '../phone'
import { t } from '../words'

/** The link is minted by the server; until then the page says when it will be there. */
export function OwnerLink({ id, help = t('ownerLinkHelp') }: { id: string; help?: string }) {
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
        <p class="small quiet">{help}</p>
      </link.QrCard>
    )
  }
  if (later) return <p class="small quiet">{t('ownerLinkLater')}</p>
  return <Button icon={qrCode} wide busy={busy} onClick={ask}>{t('ownerLinkShow')}</Button>
}
