/** Small parts that the owner's pages share: the frame, buttons, trouble, pictures. No staff code. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { ApiProblem, Unreachable } from '../../wire/request'
import { language, speakTo, t, type Key } from '../../text/owner'
import { elder, setElder } from './looks'

export interface FrameProps {
  readonly title: string
  readonly children: ComponentChildren
}

/** The page: where we are on the left, language and letter size on the right. */
export function Frame({ title, children }: FrameProps) {
  const [large, grow] = useState(elder())
  const size = () => {
    setElder(!large)
    grow(!large)
  }
  return (
    <div class="page">
      <header>
        <span class="grow cut quiet">{title}</span>
        <button type="button" class="chipbtn" aria-pressed={large} onClick={size}>{t(large ? 'elder.off' : 'elder.on')}</button>
        <button type="button" class="chipbtn" onClick={() => void speakTo(language.get() === 'zh' ? 'en' : 'zh')}>{t('lang')}</button>
      </header>
      <main>{children}</main>
    </div>
  )
}

export interface BtnProps {
  readonly children: ComponentChildren
  readonly kind?: 'primary' | 'quiet' | 'danger' | 'plain'
  readonly busy?: boolean
  readonly disabled?: boolean
  readonly onClick: () => void
}

export function Btn({ children, kind = 'quiet', busy = false, disabled = false, onClick }: BtnProps) {
  return (
    <button type="button" class={`btn btn-${kind} btn-wide${busy ? ' btn-busy' : ''}`} disabled={disabled} aria-busy={busy} onClick={() => busy || onClick()}>
      {children}
    </button>
  )
}

/** What a failure says to an owner: what happened, what was kept, what to do. */
export function saying(problem: unknown): { title: string; body: string } {
  if (problem instanceof Unreachable) return { title: t('err.offline.title'), body: t('err.offline.body') }
  if (problem instanceof ApiProblem) {
    if (problem.status === 429) {
      const wait = problem.retryAfterMs
      const body = wait ? t('err.too_many', { wait: `${Math.ceil(wait / 60_000)} min` }) : t('err.too_many.plain')
      return { title: t('err.server.title'), body }
    }
    if (problem.status === 409) return { title: problem.title || t('err.server.title'), body: t('err.nonce') }
    if (problem.title) return { title: problem.title, body: t('err.server.body') }
  }
  return { title: t('err.server.title'), body: t('err.server.body') }
}

export function Oops({ problem, onRetry }: { readonly problem: unknown; readonly onRetry?: (() => void) | undefined }) {
  const { title, body } = saying(problem)
  return (
    <div class="note note-late" role="alert">
      <p class="strong">{title}</p>
      <p>{body}</p>
      {onRetry && <Btn onClick={onRetry}>{t('retry')}</Btn>}
    </div>
  )
}

/** A whole page of trouble: nothing of the order can be shown. */
export function Blank({ title, body, children }: { readonly title: Key; readonly body: Key; readonly children?: ComponentChildren }) {
  return (
    <div class="blank">
      <h1>{t(title)}</h1>
      <p class="quiet">{t(body)}</p>
      {children}
    </div>
  )
}

/** The shape of the page that comes. */
export function Shape() {
  return (
    <div class="stack" role="status" aria-label={t('loading')}>
      <span class="shape shape-big" />
      <span class="shape" />
      <span class="shape shape-tall" />
    </div>
  )
}
