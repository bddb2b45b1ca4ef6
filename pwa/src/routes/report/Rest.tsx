/** Photos, window and contact, sending, and the answer: what comes after the first step, loaded while it is read. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useLive } from '../../ui/useLive'
import { ApiProblem, api } from '../../wire/request'
import type { ReportAnswer, ReportPlace } from '../../wire/types.gen'
import { t, tag } from '../../text/owner'
import { Btn, Oops } from '../owner/bits'
import { openAlbum, type Album } from './album'
import { Done } from './Done'
import { phoneFine, type Draft } from './draft'
import { StepPhotos } from './StepPhotos'
import { StepWhen } from './StepWhen'

export interface RestProps {
  readonly draft: Draft
  readonly put: (next: Partial<Draft>) => void
  readonly place: ReportPlace
  readonly renew: () => Promise<void>
}

export default function Rest({ draft, put, place, renew }: RestProps) {
  const album = useMemo(openAlbum, [])
  const [asked, ask] = useState(false)
  const sending = useSending(draft, place, album, renew)
  const shots = useLive(album.shots, (all) => all)
  const top = useRef<HTMLHeadingElement>(null)
  useEffect(() => top.current?.focus(), [draft.step])
  if (draft.answer) return <Done answer={draft.answer} />
  if (draft.step === 1) return null
  const last = draft.step === 3
  const on = async () => {
    if (!last) return put({ step: 3 })
    const fine = draft.consent && phoneFine(draft.phone)
    ask(!fine)
    const answer = fine ? await sending.send() : null
    if (answer) put({ answer })
  }
  const waiting = shots.filter((shot) => shot.state === 'preparing' || shot.state === 'sending').length
  const word = last ? (sending.busy ? 'report.sending' : 'report.send') : shots.length === 0 ? 'report.skip' : 'next'
  return (
    <>
      <div class="steps" role="img" aria-label={t('report.step', { n: draft.step })}><span class="on" /><span class="on" /><span class={last ? 'on' : ''} /></div>
      <h1 ref={top} tabIndex={-1}>{t(last ? 'report.when' : 'report.photos')}</h1>
      {last ? <StepWhen draft={draft} put={put} asked={asked} /> : <StepPhotos album={album} />}
      {sending.expired && <p class="note note-soon" role="alert">{t('report.expired')}</p>}
      {sending.problem !== null && <Oops problem={sending.problem} />}
      {sending.busy && waiting > 0 && <p class="note note-offline" role="status">{t('report.waiting_photos', { n: waiting })}</p>}
      <div class="foot">
        <Btn onClick={() => put({ step: last ? 2 : 1 })}>{t('back')}</Btn>
        <Btn kind="primary" busy={sending.busy} onClick={() => void on()}>{t(word)}</Btn>
      </div>
    </>
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
