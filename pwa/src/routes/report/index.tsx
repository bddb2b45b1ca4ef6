/** Reporting a fault from a QR code: what, photos, when. Three steps, one answer: the progress link. */
import type { ComponentType } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useLive } from '../../ui/useLive'
import { ApiProblem, api, withToken } from '../../wire/request'
import type { ReportPlace } from '../../wire/types.gen'
import { language, learn, t } from '../../text/owner'
import '../owner/asks.css'
import { Blank, Btn, Frame, Oops, Shape } from '../owner/bits'
import { hasWhat, keep, kept, type Draft } from './draft'
import type { RestProps } from './Rest'
import { StepWhat } from './StepWhat'

export default function Report() {
  useLive(language, (spoken) => spoken)
  const code = decodeURIComponent(location.pathname.replace(/^\/report\/?/, '').replace(/\/$/, ''))
  const [place, opened] = useState<ReportPlace | null>(null)
  const [problem, fail] = useState<unknown>(null)
  const open = async (anew = false) => {
    fail(null)
    try {
      const found = await api<ReportPlace>('GET', `/report/places/${encodeURIComponent(code)}`)
      const ticket = (!anew && kept(code).ticket) || found.ticket
      withToken(ticket)
      opened({ ...found, ticket })
    } catch (why) {
      fail(why)
    }
  }
  useEffect(() => void open(), [code])
  const title = place ? `${language.get() === 'zh' ? place.community_zh : place.community_en} · ${place.label}` : ''
  useEffect(() => {
    document.title = t('report.title')
  }, [language.get()])
  return (
    <Frame title={title}>
      {place ? <Form code={code} place={place} renew={() => open(true)} /> : <Before problem={problem} retry={() => void open()} />}
    </Frame>
  )
}

function Before({ problem, retry }: { readonly problem: unknown; readonly retry: () => void }) {
  if (problem === null) return <Shape />
  if (problem instanceof ApiProblem && [400, 404, 410, 422].includes(problem.status)) return <Blank title="report.unknown.title" body="report.unknown.body" />
  return <Oops problem={problem} onRetry={retry} />
}

interface FormProps {
  readonly code: string
  readonly place: ReportPlace
  readonly renew: () => Promise<void>
}

/** The first step at once; the others arrive while it is read. */
function Form({ code, place, renew }: FormProps) {
  const [draft, set] = useState<Draft>(() => kept(code))
  const [asked, ask] = useState(false)
  const rest = useRest()
  const put = (next: Partial<Draft>) =>
    set((before) => {
      const changed = { ...before, ...next }
      keep(code, changed)
      return changed
    })
  const top = useRef<HTMLHeadingElement>(null)
  const first = draft.step === 1 && draft.answer === null
  useEffect(() => top.current?.focus(), [first])
  const on = () => {
    ask(!hasWhat(draft))
    if (hasWhat(draft)) put({ step: 2 })
  }
  return (
    <>
      {first && (
        <>
          <Progress step={1} />
          <h1 ref={top} tabIndex={-1}>{t('report.what')}</h1>
          <StepWhat draft={draft} put={put} place={place} asked={asked} />
          <div class="foot"><Btn kind="primary" onClick={on}>{t('next')}</Btn></div>
        </>
      )}
      {rest.Part && <rest.Part draft={draft} put={put} place={place} renew={renew} />}
      {!first && !rest.Part && (rest.problem === null ? <Shape /> : <Oops problem={rest.problem} onRetry={rest.load} />)}
    </>
  )
}

function useRest(): { Part: ComponentType<RestProps> | null; problem: unknown; load: () => void } {
  const [Part, show] = useState<ComponentType<RestProps> | null>(null)
  const [problem, fail] = useState<unknown>(null)
  const load = () => {
    fail(null)
    Promise.all([import('./Rest'), learn('sending')]).then(([part]) => show(() => part.default), fail)
  }
  useEffect(load, [])
  return { Part, problem, load }
}

function Progress({ step }: { readonly step: number }) {
  return (
    <div class="steps" role="img" aria-label={t('report.step', { n: step })}>
      {[1, 2, 3].map((n) => <span key={n} class={n <= step ? 'on' : ''} />)}
    </div>
  )
}
