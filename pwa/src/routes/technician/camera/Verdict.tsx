/** A picture that stands between the person and the next: it may not do as evidence, or the phone has no room for it. */
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { c } from '../../../text/common'
import { p } from '../../../text/proof'
import { problem } from '../../../text/problems'
import { Button } from '../../../ui/Button'
import { download, eraser, rotateCcw, triangleAlert } from '../../../ui/icons'
import { Icon } from '../../../ui/Icon'
import { handOver } from '../sync/handOver'
import { t } from '../words'

export interface VerdictProps {
  blob: Blob
  warnings: readonly string[]
  onAgain: () => void
  onKeep: () => void
  onMask: () => void
}

export function Verdict({ blob, warnings, onAgain, onKeep, onMask }: VerdictProps) {
  if (warnings.includes('finger')) return <Asked title={p('fingerWarn')} blob={blob} onAgain={onAgain} onKeep={onKeep} onMask={onMask} />
  const word = warnings.includes('black') ? 'warnDark' : warnings.length > 1 ? 'warnBoth' : warnings[0] === 'dark' ? 'warnDark' : 'warnBlurry'
  return <Asked title={t(word)} blob={blob} onAgain={onAgain} onKeep={onKeep} onMask={onMask} />
}

function Asked({ title, blob, onAgain, onKeep, onMask }: Omit<VerdictProps, 'warnings'> & { title: string }) {
  return (
    <Held blob={blob} title={title} why={t('warnWhy')}>
      <Button icon={eraser} label={p('maskOn')} onClick={onMask}>{p('maskNeed')}</Button>
      <Button wide onClick={onKeep}>{t('keepAnyway')}</Button>
      <Button kind="primary" icon={rotateCcw} wide onClick={onAgain}>{t('again')}</Button>
    </Held>
  )
}

/** Nothing was kept, and nothing is thrown away: the picture stays in the page until it is stored or handed over. */
export function Unkept({ blob, full, onRetry, onDrop }: { blob: Blob; full: boolean; onRetry: () => void; onDrop: () => void }) {
  const save = (): void => void handOver(blob, 'jpg').then(onDrop, () => undefined)
  return (
    <Held blob={blob} title={t('unkept')} why={full ? problem('quota') : t('unkeptWhy')}>
      <Button icon={download} wide onClick={save}>{t('unkeptSave')}</Button>
      <Button kind="primary" icon={rotateCcw} wide onClick={onRetry}>{c('retry')}</Button>
    </Held>
  )
}

function Held({ blob, title, why, children }: { blob: Blob; title: string; why: string; children: ComponentChildren }) {
  const [url, show] = useState<string | null>(null)
  useEffect(() => {
    const made = URL.createObjectURL(blob)
    show(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return (
    <div class="verdict" role="alertdialog" aria-label={title}>
      <div class="verdict-picture">{url && <img src={url} alt="" />}</div>
      <div class="verdict-words">
        <p class="row strong"><Icon of={triangleAlert} />{title}</p>
        <p class="small">{why}</p>
        <div class="row">{children}</div>
      </div>
    </div>
  )
}
