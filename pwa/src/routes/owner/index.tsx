/** The page behind an owner's link: one large line, what can be done, then the story. */
import type { ComponentType } from 'preact'
import { useEffect, useMemo, useReducer, useState } from 'preact/hooks'
import { useLive } from '../../ui/useLive'
import { ApiProblem } from '../../wire/request'
import type { OwnerPage } from '../../wire/types.gen'
import { clock, when } from '../../text/moments'
import { language, learn, t, tOf } from '../../text/owner'
import { Blank, Btn, Frame, Oops, Shape } from './bits'
import { codeOf, etaPassed, firstLine, secondLine } from './model'
import { openProgress, type OpenProgress, type Progress } from './progress'
import type { DeedProps } from './deed'
import { around, Story } from './Story'

export default function OwnerProgress() {
  const [code, follow] = useState(() => codeOf(location.hash))
  useEffect(() => {
    const moved = () => follow(codeOf(location.hash))
    addEventListener('hashchange', moved)
    return () => removeEventListener('hashchange', moved)
  }, [])
  useLive(language, (spoken) => spoken)
  if (code === null) return <Frame title=""><Blank title="err.none.title" body="err.none.body" /></Frame>
  return <Opened key={code} code={code} />
}

function Opened({ code }: { readonly code: string }) {
  const progress = useMemo(() => openProgress(code), [code])
  useEffect(() => progress.close, [progress])
  const shown = useLive(progress.state, (state) => state)
  const page = shown.page
  const zh = language.get() === 'zh'
  const title = page ? `${zh ? page.community_zh : page.community_en} · ${page.place}` : ''
  return (
    <Frame title={title}>
      {page ? <Page page={page} progress={progress} shown={shown} /> : <Before shown={shown} retry={() => void progress.reload()} />}
    </Frame>
  )
}

function Before({ shown, retry }: { readonly shown: Progress; readonly retry: () => void }) {
  const { problem } = shown
  if (problem === null) return <Shape />
  if (problem instanceof ApiProblem && (problem.status === 410 || problem.code.includes('expired')))
    return <Blank title="err.expired.title" body="err.expired.body" />
  if (problem instanceof ApiProblem && [400, 401, 403, 404, 422].includes(problem.status))
    return <Blank title="err.unknown.title" body="err.unknown.body" />
  return <Oops problem={problem} onRetry={retry} />
}

function Page({ page, progress, shown }: { readonly page: OwnerPage; readonly progress: OpenProgress; readonly shown: Progress }) {
  const [, tick] = useReducer((n: number, _: null) => n + 1, 0)
  const now = Date.now()
  const say = firstLine(page)
  const second = secondLine(page)
  const { time, why, ...facts } = say.facts
  const first = t(say.key, { ...facts, ...(time ? { time: around(time, now, page.time_zone) } : {}), ...(why ? { why: tOf('hold', why) } : {}) })
  useEffect(() => {
    document.title = first
  }, [first])
  useEffect(() => {
    const timer = setInterval(() => tick(null), 15_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <>
      <div class={`first first-${say.tone}`}>
        <h1 aria-live="polite">{first}</h1>
        {second && <p class="quiet">{t(second.key, second.time ? { time: when(second.time, now, page.time_zone) } : undefined)}</p>}
        {etaPassed(page, now) && <p class="note note-soon">{t('eta.passed')}</p>}
        {page.arrival_code !== null && <p class="note num">{t('arrival.code', { code: page.arrival_code })}</p>}
        <p class="small quiet num">{language.get() === 'zh' ? page.fault_zh : page.fault_en} · {t('number', { number: page.number })}</p>
        {page.technician && page.technician.certificates.length > 0 && <Later of="technician" page={page} progress={progress} onDone={nothing} />}
      </div>
      <Actions page={page} progress={progress} />
      {page.photos.length > 0 && <Later of="photos" page={page} progress={progress} onDone={nothing} />}
      <Story page={page} now={now} />
      {(page.fees.length > 0 || page.total_fen > 0 || page.sign_off !== null) && <Later of="fees" page={page} progress={progress} onDone={nothing} />}
      {page.certificate && <Later of="certificate" page={page} progress={progress} onDone={nothing} />}
      <Freshness shown={shown} zone={page.time_zone} />
    </>
  )
}

function Freshness({ shown, zone }: { readonly shown: Progress; readonly zone: string }) {
  if (shown.link === 'none') return <p class="note note-offline" role="status">{t('live.off', { time: clock(shown.at, zone) })}</p>
  return <p class="small quiet live">{t(shown.link === 'stream' ? 'live' : 'live.poll')}</p>
}

const nothing = () => undefined

type Deed = 'sign' | 'rate' | 'cancel'

/** At most three things to do, the most wanted first; each opens in place. */
function Actions({ page, progress }: { readonly page: OwnerPage; readonly progress: OpenProgress }) {
  const [open, show] = useState<Deed | null>(page.may_rate && !page.rated && page.stage === 'completed' ? 'rate' : null)
  const [urged, urge] = useState<'no' | 'busy' | 'done'>('no')
  const [problem, fail] = useState<unknown>(null)
  const done = () => show(null)
  if (open) return <Later of={open} page={page} progress={progress} onDone={done} />
  const hurry = async () => {
    urge('busy')
    fail(null)
    try {
      await progress.post('urge', {})
      await learn('deeds')
      urge('done')
    } catch (why) {
      fail(why)
      urge('no')
    }
  }
  if (!page.may_sign && !page.may_rate && !page.may_cancel && !page.may_urge) return null
  return (
    <div class="deeds">
      {page.sign_off_stale && <p class="note note-soon">{t('sign.stale')}</p>}
      {page.may_sign && <Btn kind="primary" onClick={() => show('sign')}>{t('sign.open')}</Btn>}
      {page.may_rate && !page.rated && <Btn kind="primary" onClick={() => show('rate')}>{t('rate.title')}</Btn>}
      {problem !== null && <Oops problem={problem} />}
      {urged === 'done' ? <p class="note note-ok" role="status">{t('urge.done')}</p> : page.may_urge && <Btn busy={urged === 'busy'} onClick={() => void hurry()}>{t('urge.open')}</Btn>}
      {page.may_cancel && <Btn kind="plain" onClick={() => show('cancel')}>{t('cancel.open')}</Btn>}
    </div>
  )
}

const DEEDS = {
  sign: () => import('./Sign'),
  rate: () => import('./Rate'),
  cancel: () => import('./Cancel'),
  certificate: () => import('./Certificate'),
  fees: () => import('./Fees'),
  photos: () => import('./Photos'),
  technician: () => import('./Technician'),
} satisfies Record<Deed | 'certificate' | 'fees' | 'photos' | 'technician', () => Promise<{ default: ComponentType<DeedProps> }>>

interface LaterProps extends DeedProps {
  readonly of: keyof typeof DEEDS
}

/** A part of the page that is loaded when it is wanted, and says so when it cannot be. */
function Later({ of, ...rest }: LaterProps) {
  const [Part, show] = useState<ComponentType<DeedProps> | null>(null)
  const [problem, fail] = useState<unknown>(null)
  const load = () => {
    fail(null)
    Promise.all([DEEDS[of](), learn('deeds')]).then(([part]) => show(() => part.default), fail)
  }
  useEffect(load, [of])
  if (problem !== null) return <Oops problem={problem} onRetry={load} />
  return Part ? <Part {...rest} /> : <Shape />
}
