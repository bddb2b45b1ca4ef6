/** What this phone has room for, whether the system keeps it, how its clock stands, and unsent work as a file. */
import { useState } from 'preact/hooks'
import { bytes, span } from '../../../text/format'
import { problem } from '../../../text/problems'
import { Button } from '../../../ui/Button'
import { download, fileText } from '../../../ui/icons'
import { Meter } from '../../../ui/Marks'
import { Banner, Card, Section } from '../../../ui/Surface'
import { toast } from '../../../ui/Toast'
import { useGround, usePhone } from '../phone'
import { t } from '../words'
import { NoOfficeKey } from '../../../wire/keys'
import { diagnostics } from './diagnostics'
import { handOver } from './handOver'

const LOW = 200_000_000

export function Device() {
  const { phone } = useGround()
  const storage = usePhone((state) => state.storage)
  const clock = usePhone((state) => state.clock)
  const [busy, work] = useState(false)
  const part = storage.quota === 0 ? 0 : storage.usage / storage.quota
  const low = storage.quota > 0 && (storage.quota - storage.usage < LOW || part > 0.9)
  const said = t('storageOf', { used: bytes(storage.usage), quota: bytes(storage.quota) })
  const save = (): void => {
    work(true)
    phone.exportQueue().then(handOver).then(() => toast(t('exported')), (why: unknown) => why instanceof NoOfficeKey && toast(t('exportNoKey'))).finally(() => work(false))
  }
  return (
    <Section title={t('storage')}>
      <Card>
        <div class="stack">
          <p class="num">{said}</p>
          <Meter part={part} tone={low ? 'late' : 'primary'} label={said} />
          <p class="small quiet">{t(storage.persisted ? 'storageKept' : 'storageNotKept')}</p>
          {low && <Banner tone="late">{problem('quota')}</Banner>}
          {Math.abs(clock.off) > 120_000 && <Banner tone="soon">{t('clockOff', { off: span(Math.abs(clock.off)) })}</Banner>}
          <Button icon={download} wide busy={busy} onClick={save}>{t('exportQueue')}</Button>
          <p class="small quiet">{t('exportHelp')}</p>
          <Button icon={fileText} wide onClick={() => void diagnostics(phone).then((file) => handOver(file, 'txt'))}>{t('diagnostics')}</Button>
          <p class="small quiet">{t('diagnosticsHelp')}</p>
        </div>
      </Card>
    </Section>
  )
}
