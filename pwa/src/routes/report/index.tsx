/** Reporting a fault from a QR code: what, photos, when. Three steps, one answer: the progress link. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useLive } from '../../ui/useLive'
import { ApiProblem, api, withToken } from '../../wire/request'
import type { ReportAnswer, ReportPlace } from '../../wire/types.gen'
import { language, t, tag } from '../../text/owner'
import '../owner/asks.css'
import { Blank, Btn, Frame, Oops, Shape } from '../owner/bits'
import { openAlbum, type Album } from './album'
import { Done } from './Done'
import { hasWhat, keep, kept, phoneFine, type Draft } from './draft'
import { StepPhotos } from './StepPhotos'
import { StepWhat } from './StepWhat'
import { StepWhen } from './StepWhen'

export default function Report() {
  useLive(language, (spoken) => spoken)
  const code = decodeURIComponent(location.pathname.replace(/^\/report\/?/, '').replace(/\/$/, ''))
  const [place, opened] = useState<ReportPlace | null>(null)
  const [problem, fail] = useState<unknown>(null)
  const album = useMemo(openAlbum, [])
  const open = async () => {
    fail(null)
    try {
      const found = await api<ReportPlace>('GET', `/report/places/${encodeURIComponent(code)}`)
      withToken(found.ticket)
      opened(found)
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
      {place ? <Form code={code} place={place} album={album} renew={open} /> : <Before problem={problem} retry={() => void open()} />}
    </Frame>
  )
}

function Before({ problem, retry }: { readonly problem: unknown; readonly retry: () => void }) {
  if (problem === null) return <Shape />
  if (problem instanceof ApiProblem && [400, 404, 410, 422].includes(problem.status)) return <Blank title="report.unknown.title" body="report.unknown.body" />
  return <Oops problem={problem} onRetry={retry} />
}

export interface StepProps {
  readonly draft: Draft
  readonly put: (next: Partial<Draft>) => void
  readonly place: ReportPlace
  readonly album: Album
  /** Shown once the person tried to go on without it. */
  readonly asked: boolean
}

interface FormProps {
  readonly code: string
  readonly place: ReportPlace
  readonly album: Album
  readonly renew: () => Promise<void>
}

function Form({ code, place, album, renew }: FormProps) {
  const [draft, set] = useState<Draft>(() => kept(code))
  const [asked, ask] = useState(false)
  const sending = useSending(draft, place, album, renew)
  const shots = useLive(album.shots, (all) => all)
  const put = (next: Partial<Draft>) => {
    const changed = { ...draft, ...next }
    set(changed)
    keep(code, changed)
  }
  const top = useRef<HTMLHeadingElement>(null)
  useEffect(() => top.current?.focus(), [draft.step])
  if (draft.answer) return <Done answer={draft.answer} />
  const step = { draft, put, place, album, asked }
  const fine = draft.step === 1 ? hasWhat(draft) : draft.step === 2 || (draft.consent && phoneFine(draft.phone))
  const on = async () => {
    if (!fine) return ask(true)
    ask(false)
    if (draft.step < 3) return put({ step: draft.step === 1 ? 2 : 3 })
    const answer = await sending.send()
    if (answer) put({ answer })
  }
  const waiting = shots.filter((shot) => shot.state === 'preparing' || shot.state === 'sending').length
  return (
    <>
      <Progress step={draft.step} />
      <h1 ref={top} tabIndex={-1}>{t(draft.step === 1 ? 'report.what' : draft.step === 2 ? 'report.photos' : 'report.when')}</h1>
      {draft.step === 1 && <StepWhat {...step} />}
      {draft.step === 2 && <StepPhotos {...step} />}
      {draft.step === 3 && <StepWhen {...step} />}
      {sending.expired && <p class="note note-soon" role="alert">{t('report.expired')}</p>}
      {sending.problem !== null && <Oops problem={sending.problem} />}
      {sending.busy && waiting > 0 && <p class="note note-offline" role="status">{t('report.waiting_photos', { n: waiting })}</p>}
      <div class="foot">
        {draft.step > 1 && <Btn onClick={() => put({ step: draft.step === 3 ? 2 : 1 })}>{t('back')}</Btn>}
        <Btn kind="primary" busy={sending.busy} onClick={() => void on()}>
          {t(draft.step === 3 ? (sending.busy ? 'report.sending' : 'report.send') : draft.step === 2 && shots.length === 0 ? 'report.skip' : 'next')}
        </Btn>
      </div>
    </>
  )
}

function Progress({ step }: { readonly step: number }) {
  return (
    <div class="steps" role="img" aria-label={t('report.step', { n: step })}>
      {[1, 2, 3].map((n) => <span key={n} class={n <= step ? 'on' : ''} />)}
    </div>
  )
}

/** Sends the report once its photos are there; the same id however often it is tried. */
function useSending(draft: Draft, place: ReportPlace, album: Album, renew: () => Promise<void>) {
  const [busy, work] = useState(false)
  const [expired, late] = useState(false)
  const [problem, fail] = useState<unknown>(null)
  const send = async (): Promise<ReportAnswer | null> => {
    work(true)
    fail(null)
    late(false)
    try {
      await settled(album)
      const photos = album.shots.get().flatMap((shot) => (shot.state === 'sent' && shot.sha ? [shot.sha] : []))
      return await api<ReportAnswer>('POST', '/report', {
        id: draft.id,
        place: place.code,
        words: draft.words.trim(),
        fault: draft.fault,
        contact: { name: draft.name.trim(), phone: draft.phone.replace(/[\s()-]/g, '') },
        photos: [...new Set([...draft.photos, ...photos])].slice(0, 10),
        window_start: draft.start,
        window_end: draft.end,
        language: tag(),
        consent: draft.consent,
        channel: 'qr',
        reported_at: new Date().toISOString(),
      })
    } catch (why) {
      if (why instanceof ApiProblem && (why.status === 401 || why.status === 410)) {
        await renew()
        late(true)
      } else fail(why)
      return null
    } finally {
      work(false)
    }
  }
  return { send, busy, expired, problem }
}

/** Waits until no photo is on its way any more; those that failed do not hold the report up. */
function settled(album: Album): Promise<void> {
  const moving = () => album.shots.get().some((shot) => shot.state === 'preparing' || shot.state === 'sending')
  return new Promise((done) => {
    if (!moving()) return done()
    const leave = album.shots.subscribe(() => {
      if (moving()) return
      leave()
      done()
    })
  })
}
