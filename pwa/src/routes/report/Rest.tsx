/** Photos, window and contact, sending, and the answer: what comes after the first step, loaded while it is read. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useLive } from '../../ui/useLive'
import { ApiProblem, api } from '../../wire/request'
import type { ReportAnswer, ReportPlace } from '../../wire/types.gen'
import { t, tag } from '../../text/owner'
import { Btn, Oops } from '../owner/bits'
import { heldOf, openAlbum, unsent, type Album } from './album'
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
  const album = useMemo(() => openAlbum(draft.photos), [])
  const [asked, ask] = useState(false)
  const [stopped, stop] = useState(false)
  const sending = useSending(draft, place, album, renew)
  const shots = useLive(album.shots, (all) => all)
  const top = useRef<HTMLHeadingElement>(null)
  useEffect(() => top.current?.focus(), [draft.step])
  useEffect(() => {
    const photos = heldOf(shots)
    if (String(photos.map((one) => one.sha)) !== String(draft.photos.map((one) => one.sha))) put({ photos, ticket: photos.length > 0 ? place.ticket : '' })
  }, [shots])
  if (draft.answer) return <Done answer={draft.answer} without={draft.without} />
  if (draft.step === 1) return null
  const last = draft.step === 3
  const missing = unsent(shots)
  const on = async (without: number) => {
    stop(false)
    const fine = !last || (draft.consent && phoneFine(draft.phone))
    ask(!fine)
    if (!fine) return
    if (last) await sending.settled()
    const left = unsent(album.shots.get())
    if (left > without) return stop(true)
    put({ without: left })
    if (!last) return put({ step: 3 })
    const answer = await sending.send()
    if (answer) put({ answer })
  }
  const waiting = shots.filter((shot) => shot.state === 'preparing' || shot.state === 'sending').length
  const word = last ? (sending.busy ? 'report.sending' : 'report.send') : shots.length === 0 ? 'report.skip' : 'next'
  return (
    <>
      <div class="steps" role="img" aria-label={t('report.step', { n: draft.step })}><span class="on" /><span class="on" /><span class={last ? 'on' : ''} /></div>
      <h1 ref={top} tabIndex={-1}>{t(last ? 'report.when' : 'report.photos')}</h1>
      {last ? <StepWhen draft={draft} put={put} asked={asked} zone={place.time_zone} /> : <StepPhotos album={album} />}
      {sending.expired && <p class="note note-soon" role="alert">{t('report.expired')}</p>}
      {sending.problem !== null && <Oops problem={sending.problem} />}
      {sending.busy && waiting > 0 && <p class="note note-offline" role="status">{t('report.waiting_photos', { n: waiting })}</p>}
      {stopped && missing > 0 ? (
        <div class="note note-late" role="alert">
          <p class="strong">{t('report.unsent', { n: missing })}</p>
          {shots.some((shot) => shot.state === 'failed') && <Btn kind="primary" busy={sending.busy} onClick={() => void sending.again()}>{t('report.send_again')}</Btn>}
          <Btn busy={sending.busy} onClick={() => void on(missing)}>{t(last ? 'report.send_without' : 'report.go_without', { n: missing })}</Btn>
          <Btn kind="plain" onClick={() => { stop(false); put({ step: last ? 2 : 1 }) }}>{t('back')}</Btn>
        </div>
      ) : (
        <div class="foot">
          <Btn onClick={() => put({ step: last ? 2 : 1 })}>{t('back')}</Btn>
          <Btn kind="primary" busy={sending.busy} onClick={() => void on(draft.without)}>{t(word)}</Btn>
        </div>
      )}
    </>
  )
}

/** Sends the report once its photos are there; the same id however often it is tried. */
function useSending(draft: Draft, place: ReportPlace, album: Album, renew: () => Promise<void>) {
  const [busy, work] = useState(false)
  const [expired, late] = useState(false)
  const [problem, fail] = useState<unknown>(null)
  const during = async <T,>(deed: () => Promise<T>): Promise<T> => {
    work(true)
    fail(null)
    try {
      return await deed()
    } finally {
      work(false)
    }
  }
  /** A new bearer holds no photo of the old one: what is still on this phone goes again. */
  const anew = async () => {
    await renew()
    album.unheld()
  }
  const send = async (): Promise<ReportAnswer | null> => {
    late(false)
    try {
      return await api<ReportAnswer>('POST', '/report', body(draft, place, album))
    } catch (why) {
      if (why instanceof ApiProblem && (why.status === 401 || why.status === 410)) {
        await anew()
        late(true)
      } else {
        if (why instanceof ApiProblem && why.code === 'photo_unknown') album.unheld(why.facts['photos'] as readonly string[])
        fail(why)
      }
      return null
    }
  }
  const again = async () => {
    if (album.shots.get().some((shot) => shot.late)) await anew()
    else album.again()
    await settled(album)
  }
  return { send: () => during(send), settled: () => during(() => settled(album)), again: () => during(again), busy, expired, problem }
}

function body(draft: Draft, place: ReportPlace, album: Album) {
  return {
    id: draft.id,
    place: place.code,
    words: draft.words.trim(),
    fault: draft.fault,
    contact: { name: draft.name.trim(), phone: draft.phone.replace(/[\s()-]/g, '') },
    photos: [...new Set(heldOf(album.shots.get()).map((photo) => photo.sha))],
    window_start: draft.start,
    window_end: draft.end,
    language: tag(),
    consent: draft.consent,
    channel: 'qr',
    reported_at: new Date().toISOString(),
  }
}

/** Waits until no photo is on its way any more. */
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
