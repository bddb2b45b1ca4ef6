/** A picture that may not do as evidence: shown, said why, and left to the person. */
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../../ui/Button'
import { rotateCcw, triangleAlert } from '../../../ui/icons'
import { Icon } from '../../../ui/Icon'
import { t } from '../words'

export interface VerdictProps {
  blob: Blob
  warnings: readonly string[]
  onAgain: () => void
  onKeep: () => void
}

export function Verdict({ blob, warnings, onAgain, onKeep }: VerdictProps) {
  const [url, show] = useState<string | null>(null)
  useEffect(() => {
    const made = URL.createObjectURL(blob)
    show(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  const word = warnings.includes('black') ? 'warnDark' : warnings.length > 1 ? 'warnBoth' : warnings[0] === 'dark' ? 'warnDark' : 'warnBlurry'
  return (
    <div class="verdict" role="alertdialog" aria-label={t(word)}>
      <div class="verdict-picture">{url && <img src={url} alt="" />}</div>
      <div class="verdict-words">
        <p class="row strong"><Icon of={triangleAlert} />{t(word)}</p>
        <p class="small">{t('warnWhy')}</p>
        <div class="row">
          <Button wide onClick={onKeep}>{t('keepAnyway')}</Button>
          <Button kind="primary" icon={rotateCcw} wide onClick={onAgain}>{t('again')}</Button>
        </div>
      </div>
    </div>
  )
}
