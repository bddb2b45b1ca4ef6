/** Signing out never loses work: while updates wait, it is refused with what can be done instead. */
import { useState } from 'preact/hooks'
import { c } from '../../../text/common'
import { Button } from '../../../ui/Button'
import { Dialog, Sheet } from '../../../ui/Overlay'
import { Banner } from '../../../ui/Surface'
import { handOver } from '../sync/handOver'
import { useGround, usePhone } from '../phone'
import { t } from '../words'

export function Leave({ onClose }: { onClose: () => void }) {
  const { phone, leave } = useGround()
  const owed = usePhone((state) => state.outbox.filter((one) => one.state === 'waiting' || one.state === 'sending' || one.state === 'held').length + state.photosWaiting.count)
  const syncing = usePhone((state) => state.sync.phase === 'syncing')
  const [busy, work] = useState(false)
  if (owed === 0) return <Dialog title={t('signOutSure')} yes={t('signOut')} onYes={() => void leave()} onClose={onClose} />
  const save = (): void => {
    work(true)
    phone.exportQueue().then(handOver).catch(() => undefined).finally(() => work(false))
  }
  return (
    <Sheet title={t('signOut')} onClose={onClose} footer={<Button wide onClick={onClose}>{c('cancel')}</Button>}>
      <div class="stack">
        <Banner tone="offline" title={t('signOutBlocked', { n: owed })}>{t('signOutBlockedWhy')}</Banner>
        <Button kind="primary" wide busy={syncing} onClick={() => phone.syncNow()}>{t('signOutSync')}</Button>
        <Button wide busy={busy} onClick={save}>{t('signOutExport')}</Button>
        <Button kind="danger" wide onClick={() => void leave()}>{t('signOutLock')}</Button>
      </div>
    </Sheet>
  )
}
