/** The owner's link: shown once, to copy or to scan. */
import { useState } from 'preact/hooks'
import { d } from '../../text/dispatcher'
import { Button } from '../../ui/Button'
import { check, copy as copyIcon } from '../../ui/icons'
import { QrCard } from '../../ui/QrCard'

export function LinkCard({ link, autoFocus = false }: { readonly link: string; readonly autoFocus?: boolean }) {
  const [copied, done] = useState(false)
  const copy = (): void => {
    navigator.clipboard?.writeText(link).then(() => done(true), () => done(false))
  }
  return (
    <div class="linkcard">
      <QrCard text={link} label={d('linkQr')} />
      <div class="stack grow">
        <p class="small quiet">{d('linkHint')}</p>
        <input class="linktext num" readOnly value={link} aria-label={d('link')} autoFocus={autoFocus} onFocus={(event) => event.currentTarget.select()} />
        <Button icon={copied ? check : copyIcon} onClick={copy}>{copied ? d('linkCopied') : d('linkCopy')}</Button>
      </div>
    </div>
  )
}
