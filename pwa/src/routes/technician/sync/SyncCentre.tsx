/** Every update of this phone and what became of it; how much is owed, how much room is left, and the way out by file. */
import { useEffect, useState } from 'preact/hooks'
import type { OutboxItem } from '../../../engine/model'
import { mayTravel, travelOf } from '../../../platform/travel'
import { ago, bytes } from '../../../text/format'
import { Button } from '../../../ui/Button'
import { checkCheck, refreshCw, shieldCheck, wifi } from '../../../ui/icons'
import { List } from '../../../ui/List'
import { Banner, Card, EmptyState, Section } from '../../../ui/Surface'
import { useAll } from '../../../ui/useLive'
import { useNow } from '../../../ui/useNow'
import { useGround, usePhone } from '../phone'
import { Page } from '../shell/Page'
import { t } from '../words'
import { w } from '../shell/words'
import { partsOf, restartedAt, tooMuch } from './groups'
import { OpLine } from './OpLine'
import { Device } from './Device'

export function SyncCentre() {
  const { phone } = useGround()
  const outbox = usePhone((state) => state.outbox)
  const photos = usePhone((state) => state.photosWaiting)
  const sync = usePhone((state) => state.sync)
  const now = useNow(15_000)
  const parts = partsOf(outbox)
  const line = (one: OutboxItem) => <OpLine item={one} now={now} />
  const busy = sync.phase === 'syncing' ? (sync.total > 0 ? sync.done / sync.total : true) : false
  return (
    <Page title={t('syncTitle')} sub={`${t('lastContact')}: ${sync.lastOk === null ? t('never') : ago(sync.lastOk, now)}`}>
      <p class="strong num">{owed(parts.queue.length, photos)}</p>
      <Button kind="primary" icon={refreshCw} wide busy={busy} onClick={() => phone.syncNow()}>{t('syncNow')}</Button>
      <Restarted now={now} phase={sync.phase} />
      {tooMuch(parts.queue.length, photos.count) && <Banner tone="late">{t('tooMuch', { updates: parts.queue.length, photos: photos.count })}</Banner>}
      {photos.count > 0 && sync.phase !== 'offline' && <PhotosWait photos={photos} />}
      {parts.attention.length > 0 && <Section title={t('attention')} aside={parts.attention.length}><List items={parts.attention} keyOf={(one) => one.opId} line={line} /></Section>}
      <Section title={t('queue')} aside={parts.queue.length > 0 ? parts.queue.length : undefined}>
        {parts.queue.length > 0 ? (
          <List items={parts.queue} keyOf={(one) => one.opId} line={line} height={128} />
        ) : (
          <Card><EmptyState icon={checkCheck} title={t('queueEmpty')}>{t('queueEmptyBody')}</EmptyState></Card>
        )}
      </Section>
      <Receipt />
      {parts.recent.length > 0 && <Section title={t('recent')} aside={parts.recent.length}><List items={parts.recent} keyOf={(one) => one.opId} line={line} /></Section>}
      <Device />
    </Page>
  )
}

/** One line when sync had hung and the watchdog began it anew; read again whenever sync turns to something else. */
function Restarted({ now, phase }: { readonly now: number; readonly phase: string }) {
  const { phone } = useGround()
  const [at, tell] = useState<number | null>(null)
  useEffect(() => {
    phone.log().then((log) => tell(restartedAt(log, Date.now())), () => undefined)
  }, [phase])
  return at === null ? null : <Banner tone="plain" icon={refreshCw}>{t('restarted', { ago: ago(at, now) })}</Banner>
}

/** Photos under way need the app open; those that wait for Wi-Fi by choice can be sent all the same. */
function PhotosWait({ photos }: { readonly photos: { readonly count: number; readonly bytes: number } }) {
  const travel = travelOf(usePhone((state) => state.me.id))
  const told = { photos: photos.count, size: bytes(photos.bytes) }
  if (mayTravel(useAll(travel.now))) return <Banner tone="offline">{t('keepOpen', told)}</Banner>
  return <Banner tone="offline" icon={wifi} action={<Button small onClick={travel.sendAnyway}>{t('wifiNow')}</Button>}>{t('wifiWaits', told)}</Banner>
}

/** "38 updates · 12 photos (7.1 MB) still on this phone". */
function owed(updates: number, photos: { readonly count: number; readonly bytes: number }): string {
  const told = { updates, photos: photos.count, size: bytes(photos.bytes) }
  if (photos.count === 0) return updates === 0 ? t('owedNone') : t('owedUpdates', told)
  return updates === 0 ? t('owedPhotos', told) : t('owed', told)
}

/** "All work is safe" is said only when the server compared everything. */
function Receipt() {
  const { phone } = useGround()
  const [busy, work] = useState(false)
  const [told, tell] = useState<Awaited<ReturnType<typeof phone.receipt>> | 'failed' | null>(null)
  const check = (): void => {
    work(true)
    phone.receipt().then(tell, () => tell('failed')).finally(() => work(false))
  }
  return (
    <div class="stack">
      {told === 'failed' && <Banner tone="offline" live>{t('needsNetwork')}</Banner>}
      {told !== null && told !== 'failed' && (told.safe ? (
        <Banner tone="ok" icon={shieldCheck} title={t('syncSafe')} live>{t('syncSafeWhy')}<br /><strong class="num">{t('receiptNumber', { number: told.number })}</strong></Banner>
      ) : (
        <Banner tone="soon" title={t('syncNotYet', { n: told.waiting })} live>
          {[told.missing > 0 ? t('syncMissing', { n: told.missing }) : '', told.parked > 0 ? w('stripParked', { n: told.parked }) : ''].filter(Boolean).join(' · ')}
        </Banner>
      ))}
      <Button icon={shieldCheck} wide busy={busy} onClick={check}>{t('syncCheck')}</Button>
    </div>
  )
}
