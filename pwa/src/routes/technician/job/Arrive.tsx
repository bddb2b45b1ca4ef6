/** Proof of presence, any one of four: the fence, the owner's code, the QR on the door or device, a photo of the door. */
import { useState } from 'preact/hooks'
import { missingForArrive, ownerCode } from '../../../engine/evidence'
import type { PhoneView } from '../../../engine/model'
import { distance } from '../../../text/format'
import { problem } from '../../../text/problems'
import { Button } from '../../../ui/Button'
import { Field } from '../../../ui/Field'
import { Icon } from '../../../ui/Icon'
import { camera, mapPin, qrCode, scanLine } from '../../../ui/icons'
import { Sheet } from '../../../ui/Overlay'
import { Banner, Skeleton } from '../../../ui/Surface'
import type { Presence } from '../../../wire/types.gen'
import { useGround } from '../phone'
import { t } from '../words'
import { assetCode, standingAt } from './presence'
import { Scanner } from './Scanner'
import { usePosition, type Located } from './usePosition'


export interface ArriveProps {
  view: PhoneView
  onClose: () => void
  onYes: (presence: Presence) => void
}

export function Arrive({ view, onClose, onYes }: ArriveProps) {
  const { go, phone } = useGround()
  const found = usePosition(true)
  const [code, type] = useState('')
  const [asset, name] = useState('')
  const [scanning, scan] = useState(false)
  const { order, place } = view.shown
  const fix = found.at === 'found' ? found.fix : null
  const [wrong, refuse] = useState<'owner_code' | 'asset_qr' | null>(null)
  const say = async (method: 'owner_code' | 'asset_qr' | 'fence', proof: string | null): Promise<void> => {
    const presence: Presence = { method, at: new Date().toISOString(), position: fix?.position ?? null, accuracy_m: fix?.accuracyM ?? null, proof }
    const owner_code = await ownerCode(order, (text) => phone.hash(text))
    const missing = missingForArrive(presence, { ...place, owner_code, photos: [] })
    if (missing.length > 0 && method !== 'fence') refuse(method)
    else onYes(presence)
  }
  return (
    <Sheet title={t('arriveTitle')} onClose={onClose}>
      <div class="stack" style={{ gap: 'var(--s6)' }}>
        <p class="small quiet">{t('arriveHelp')}</p>
        {place.no_signal && <Banner tone="offline">{t('noSignalPlace')}</Banner>}
        <section class="stack">
          <h3 class="row"><Icon of={mapPin} />{t('byFence')}</h3>
          <ByFence found={found} view={view} onYes={() => void say('fence', null)} />
        </section>
        <section class="stack">
          <Field label={t('byCode')} help={t('byCodeHelp')} value={code} inputMode="numeric" maxLength={4} onInput={(text) => { type(text); refuse(null) }} onEnter={() => { if (/^\d{4}$/.test(code)) void say('owner_code', code) }} error={wrong === 'owner_code' ? t('codeNotThis') : code.length > 3 && !/^\d{4}$/.test(code) ? t('codeWrong') : null} />
          {/^\d{4}$/.test(code) && <Button kind="primary" wide onClick={() => void say('owner_code', code)}>{t('fenceConfirm')}</Button>}
        </section>
        <section class="stack">
          <h3 class="row"><Icon of={qrCode} />{t('byAsset')}</h3>
          {scanning ? <Scanner onRead={(text) => { scan(false); void say('asset_qr', assetCode(text)) }} onClose={() => scan(false)} /> : <Button icon={scanLine} wide onClick={() => scan(true)}>{t('scan')}</Button>}
          <Field label={t('byAssetHelp')} value={asset} maxLength={64} onInput={(text) => { name(text); refuse(null) }} onEnter={() => { if (asset.trim().length > 3) void say('asset_qr', assetCode(asset)) }} error={wrong === 'asset_qr' ? t('doorNotThis') : null} />
          {asset.trim().length > 3 && <Button kind="primary" wide onClick={() => void say('asset_qr', assetCode(asset))}>{t('fenceConfirm')}</Button>}
        </section>
        <section class="stack">
          <Button icon={camera} wide onClick={() => { onClose(); go(`/t/job/${order.id}/camera?slot=door`) }}>{t('byDoor')}</Button>
          <p class="small quiet">{t('byDoorHelp')}</p>
        </section>
      </div>
    </Sheet>
  )
}

function ByFence({ found, view, onYes }: { found: Located; view: PhoneView; onYes: () => void }) {
  if (found.at === 'looking') return <Skeleton label={t('fenceLooking')} lines={1} />
  if (found.at === 'none') return <Banner tone="soon" title={t('fenceNone')}>{problem(found.why)}</Banner>
  const { position, accuracyM } = found.fix
  const standing = standingAt(view.shown.place.position, position, accuracyM)
  const facts = { distance: distance(standing.metres), accuracy: distance(accuracyM) }
  if (standing.fence === 'vague') return <Banner tone="soon">{t('fenceVague', facts)}</Banner>
  if (standing.fence === 'far') return <Banner tone="soon">{t('fenceFar', facts)}</Banner>
  return <Banner tone="ok" action={<Button kind="primary" wide onClick={onYes}>{t('fenceConfirm')}</Button>}>{t('fenceIn', facts)}</Banner>
}
