/** Three questions and a word. Only the first is asked of everybody; the page thanks for any answer. */
import { useState } from 'preact/hooks'
import type { Rating } from '../../wire/types.gen'
import { t } from '../../text/owner'
import { Btn, Oops } from './bits'
import './asks.css'
import type { DeedProps } from './deed'

type Answer = Omit<Rating, 'nonce' | 'solved'> & { readonly solved: boolean | null }

export default function Rate({ progress, onDone }: DeedProps) {
  const [answer, set] = useState<Answer>({ solved: null, csat: null, ces: null, nps: null, words: '' })
  const [state, go] = useState<'open' | 'busy' | 'empty'>('open')
  const [problem, fail] = useState<unknown>(null)
  const put = (next: Partial<Answer>) => set({ ...answer, ...next })
  const send = async () => {
    if (answer.solved === null) return go('empty')
    go('busy')
    fail(null)
    try {
      await progress.post('rate', answer)
      onDone()
    } catch (why) {
      fail(why)
      go('open')
    }
  }
  return (
    <section class="card stack" aria-label={t('rate.title')}>
      <h2>{t('rate.title')}</h2>
      <Row legend={t('rate.solved')}>
        <Pick name="solved" on={answer.solved === true} label={t('rate.yes')} onPick={() => put({ solved: true })} />
        <Pick name="solved" on={answer.solved === false} label={t('rate.no')} onPick={() => put({ solved: false })} />
      </Row>
      {answer.solved === false && <p class="note note-soon">{t('rate.reopen')}</p>}
      <Row legend={t('rate.csat')} kind="stars">
        {[1, 2, 3, 4, 5].map((n) => (
          <Pick key={n} name="csat" on={answer.csat === n} lit={n <= (answer.csat ?? 0)} label="★" spoken={t('rate.star', { n })} onPick={() => put({ csat: n })} />
        ))}
      </Row>
      <Row legend={t('rate.ces')} low={t('rate.ces.1')} high={t('rate.ces.5')}>
        {[1, 2, 3, 4, 5].map((n) => <Pick key={n} name="ces" on={answer.ces === n} label={String(n)} onPick={() => put({ ces: n })} />)}
      </Row>
      <Row legend={t('rate.nps')} low={t('rate.nps.0')} high={t('rate.nps.10')} kind="eleven">
        {Array.from({ length: 11 }, (_, n) => <Pick key={n} name="nps" on={answer.nps === n} label={String(n)} onPick={() => put({ nps: n })} />)}
      </Row>
      <label class="field">
        <span class="label">{t('rate.words')}</span>
        <span class="box"><textarea maxLength={2000} value={answer.words ?? ''} onInput={(event) => put({ words: event.currentTarget.value })} /></span>
      </label>
      {state === 'empty' && <p class="note note-soon" role="alert">{t('rate.pick')}</p>}
      {problem !== null && <Oops problem={problem} />}
      <Btn kind="primary" busy={state === 'busy'} onClick={() => void send()}>{t('rate.send')}</Btn>
      <Btn kind="plain" onClick={onDone}>{t('rate.later')}</Btn>
    </section>
  )
}

interface RowProps {
  readonly legend: string
  readonly low?: string
  readonly high?: string
  readonly kind?: 'stars' | 'eleven'
  readonly children: preact.ComponentChildren
}

function Row({ legend, low, high, kind, children }: RowProps) {
  return (
    <fieldset class={`asks ${kind ?? ''}`}>
      <legend>{legend}</legend>
      <div class="row">{children}</div>
      {low && <div class="row ends small quiet" aria-hidden="true"><span>{low}</span><span>{high}</span></div>}
    </fieldset>
  )
}

interface PickProps {
  readonly name: string
  readonly on: boolean
  readonly lit?: boolean
  readonly label: string
  readonly spoken?: string
  readonly onPick: () => void
}

function Pick({ name, on, lit = on, label, spoken, onPick }: PickProps) {
  return (
    <label class={lit ? 'pick lit' : 'pick'}>
      <input type="radio" class="sr" name={name} checked={on} aria-label={spoken} onChange={onPick} />
      <span class="num" aria-hidden={spoken !== undefined}>{label}</span>
    </label>
  )
}
