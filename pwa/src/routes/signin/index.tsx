/** The first page: who are you. The language can be changed before anything is understood. */
import { useState } from 'preact/hooks'
import { dictionary, language } from '../../text'
import { c } from '../../text/common'
import { problems, problem } from '../../text/problems'
import { signin } from '../../text/signin'
import { Button } from '../../ui/Button'
import { Segmented } from '../../ui/Choice'
import { Field } from '../../ui/Field'
import { Banner } from '../../ui/Surface'
import { ApiProblem, signIn } from '../../wire/client'
import { choose } from '../settings'
import './signin.css'

const t = dictionary(signin)

export default function SignIn() {
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [busy, work] = useState(false)
  const [error, fail] = useState<string | null>(null)
  const enter = async (): Promise<void> => {
    if (login.trim() === '' || password === '') return fail(t('missing'))
    work(true)
    fail(null)
    try {
      await signIn(login.trim(), password)
    } catch (reason) {
      fail(sentence(reason))
      work(false)
    }
  }
  return (
    <main class="signin">
      <header>
        <span class="mark" aria-hidden="true"><Door /></span>
        <h1>{t('title')}</h1>
        <p class="quiet">{t('lead')}</p>
      </header>
      <form class="stack" onSubmit={(event) => { event.preventDefault(); void enter() }}>
        {error && <Banner tone="late" live>{error}</Banner>}
        <Field label={t('login')} value={login} onInput={setLogin} autoComplete="username" autoFocus />
        <Field label={t('password')} type="password" value={password} onInput={setPassword} autoComplete="current-password" />
        <Button kind="primary" type="submit" wide busy={busy}>{t('enter')}</Button>
      </form>
      <Segmented label={t('language')} value={language.get()} onChange={choose} options={[{ value: 'zh', label: c('languageZh') }, { value: 'en', label: c('languageEn') }]} />
    </main>
  )
}

function sentence(reason: unknown): string {
  if (reason instanceof ApiProblem) return reason.code in problems.zh ? problem(reason.code) : reason.title
  return t('unreachable')
}

/** The mark: an open door on a step. */
function Door() {
  return (
    <svg viewBox="0 0 48 48" width="48" height="48" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">
      <path d="M6 42h36M14 42V8a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2v34" />
      <path d="M14 6.5 25 10v32" />
      <path d="M21 25v2" />
    </svg>
  )
}
