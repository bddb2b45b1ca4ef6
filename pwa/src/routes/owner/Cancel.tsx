/** Cancelling, while nobody stands at the door yet: a reason by one tap, then a clear yes. */
import { useState } from 'preact/hooks'
import { t } from '../../text/owner'
import { Btn, Oops } from './bits'
import './asks.css'
import type { DeedProps } from './deed'

const WHYS = ['fixed', 'other', 'wrong'] as const

export default function Cancel({ progress, onDone }: DeedProps) {
  const [why, because] = useState<(typeof WHYS)[number] | null>(null)
  const [busy, work] = useState(false)
  const [problem, fail] = useState<unknown>(null)
  const send = async () => {
    if (why === null) return
    work(true)
    fail(null)
    try {
      await progress.post('cancel', { reason: t(`cancel.${why}`) })
      onDone()
    } catch (what) {
      fail(what)
    } finally {
      work(false)
    }
  }
  return (
    <section class="card stack" aria-label={t('cancel.title')}>
      <h2>{t('cancel.title')}</h2>
      <fieldset class="asks">
        <legend>{t('cancel.why')}</legend>
        <div class="row wrap">
          {WHYS.map((one) => (
            <label key={one} class={one === why ? 'pick lit' : 'pick'}>
              <input type="radio" class="sr" name="why" checked={one === why} onChange={() => because(one)} />
              <span>{t(`cancel.${one}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {problem !== null && <Oops problem={problem} />}
      <Btn kind="danger" busy={busy} disabled={why === null} onClick={() => void send()}>{t('cancel.send')}</Btn>
      <Btn onClick={onDone}>{t('cancel.keep')}</Btn>
    </section>
  )
}
