/** Cause and action: the two codes that a finished job owes to the next one. */
import { useState } from 'preact/hooks'
import { wordFor } from '../../../text'
import { actions, causes } from '../../../text/common'
import { Button } from '../../../ui/Button'
import { Sheet } from '../../../ui/Overlay'
import { Radios } from '../shell/Radios'
import { t } from '../words'

export interface FinishProps {
  cause: string
  action: string
  onClose: () => void
  onYes: (codes: { cause: string; action: string }) => void
}

const codes = (words: { readonly zh: Readonly<Record<string, string>>; readonly en: Readonly<Record<string, string>> }) =>
  Object.keys(words.zh).map((value) => ({ value, label: wordFor(words, value) }))

export function Finish({ cause: was, action: did, onClose, onYes }: FinishProps) {
  const [cause, because] = useState<string | null>(was || null)
  const [action, act] = useState<string | null>(did || null)
  const ready = cause !== null && action !== null
  return (
    <Sheet title={t('finishTitle')} onClose={onClose} footer={<Button kind="primary" wide disabled={!ready} onClick={() => ready && onYes({ cause, action })}>{t('finishNow')}</Button>}>
      <div class="stack" style={{ gap: 'var(--s6)' }}>
        <div class="stack"><h3>{t('cause')}</h3><Radios columns label={t('cause')} value={cause} onChange={because} options={codes(causes)} /></div>
        <div class="stack"><h3>{t('action')}</h3><Radios columns label={t('action')} value={action} onChange={act} options={codes(actions)} /></div>
      </div>
    </Sheet>
  )
}
