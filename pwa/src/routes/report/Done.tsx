/** The answer: a number and the progress link, to open, copy and keep. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ReportAnswer } from '../../wire/types.gen'
import { t } from '../../text/owner'
import { Btn } from '../owner/bits'

export function Done({ answer, without }: { readonly answer: ReportAnswer; readonly without: number }) {
  const [copied, copy] = useState(false)
  const link = new URL(answer.link, location.href).href
  const field = useRef<HTMLInputElement>(null)
  const top = useRef<HTMLHeadingElement>(null)
  useEffect(() => top.current?.focus(), [])
  const take = async () => {
    try {
      await navigator.clipboard.writeText(link)
    } catch {
      field.current?.select()
      document.execCommand('copy')
    }
    copy(true)
  }
  return (
    <div class="stack">
      <div class="first first-done">
        <h1 ref={top} tabIndex={-1}>{t(answer.repeated ? 'report.done.again' : 'report.done')}</h1>
        <p>{t('report.done.body', { number: answer.number })}</p>
        {without > 0 && <p class="note note-soon">{t('report.sent_without', { n: without })}</p>}
      </div>
      <a class="btn btn-primary btn-wide" href={link}>{t('report.progress')}</a>
      <label class="field">
        <span class="sr">{t('report.copy')}</span>
        <span class="box"><input ref={field} class="num" readOnly value={link} onFocus={(event) => event.currentTarget.select()} /></span>
      </label>
      <Btn onClick={() => void take()}>{t(copied ? 'report.copied' : 'report.copy')}</Btn>
      <p class="small quiet">{t('report.save')}</p>
    </div>
  )
}
