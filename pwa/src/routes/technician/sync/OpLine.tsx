/** One update: what it was, for which job, how far it got, why it waits, and what can be done about it. */
import type { OutboxItem } from '../../../engine/model'
import { DROPBOX } from '../../../engine/outbox'
import { wordFor } from '../../../text'
import { bytes, when } from '../../../text/format'
import { problem } from '../../../text/problems'
import { kinds } from '../../../text/kinds'
import { Button } from '../../../ui/Button'
import { briefcase, rotateCcw } from '../../../ui/icons'
import { SyncBadge } from '../../../ui/Marks'
import { useGround, useView } from '../phone'
import { faultName, whereLine } from '../place'
import { t } from '../words'
import './sync.css'

const RESOLVED: Readonly<Record<string, 'resolvedAccept' | 'resolvedReject' | 'resolvedAmend'>> = { accept: 'resolvedAccept', reject: 'resolvedReject', amend: 'resolvedAmend' }

/** What happens with it now, and whether anything is to be done. */
function does(item: OutboxItem): string {
  if (item.state === 'held') return t(item.reason === DROPBOX ? 'does_box' : 'does_held')
  return item.state === 'confirmed' ? '' : t(`does_${item.state}`)
}

export function OpLine({ item, now }: { item: OutboxItem; now: number }) {
  const { phone, go } = useGround()
  const view = useView(item.workOrder)
  const settled = item.resolution === null ? null : RESOLVED[item.resolution]
  const retry = item.state === 'held' || (item.state === 'parked' && item.resolution === null && view !== undefined) // of an order that is gone the office decides
  return (
    <div class="op">
      <div class="row">
        <span class="grow strong">{wordFor(kinds, item.kind)}</span>
        <SyncBadge state={settled ? 'confirmed' : item.state} words />
      </div>
      <p class="small quiet"><span class="num whole">{when(item.at, now, view?.shown.place.time_zone)}</span>{(view || item.workOrder !== '') && ` · ${view ? `${faultName(view.shown)} · ${whereLine(view.shown)}` : t('gone')}`}</p>
      {settled ? <p class="small">{t(settled)}</p> : item.reason !== '' && <p class="small quiet">{problem(item.reason)}</p>}
      {settled === null && item.state !== 'confirmed' && <p class="small hint">{does(item)}</p>}
      {item.bytesLeft > 0 && <p class="small quiet num">{t('photoLeft', { size: bytes(item.bytesLeft) })}</p>}
      {item.note !== '' && <p class="small">{t('officeSaid', { note: item.note })}</p>}
      {item.moved && item.verdict === null && view && <p class="small quiet">{t('moved')}</p>}
      {(retry || (item.state === 'parked' && view)) && (
        <div class="row wrap">
          {retry && <Button small icon={rotateCcw} onClick={() => void phone.retry(item.opId)}>{t('retryOne')}</Button>}
          {view && <Button small icon={briefcase} onClick={() => go(`/t/job/${item.workOrder}`)}>{t('openOrder')}</Button>}
        </div>
      )}
    </div>
  )
}
