/**
 * A phone call becomes a work order: place, fault, words, send. Keyboard all the way; Ctrl+Enter sends from anywhere.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { language, named, tag, wordFor } from '../../text'
import { priorities } from '../../text/common'
import { between, when } from '../../text/format'
import { d } from '../../text/dispatcher'
import { n } from '../../text/incidents'
import { o } from '../../text/office'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { copy as duplicateIcon, layers, phoneCall, send as sendIcon, triangleAlert } from '../../ui/icons'
import { StatusChip } from '../../ui/Marks'
import { Picker } from '../../ui/Picker'
import { Banner, EmptyState } from '../../ui/Surface'
import { useLive } from '../../ui/useLive'
import { useNow } from '../../ui/useNow'
import { guardLeaving, type Go } from '../../router'
import { api } from '../../wire/client'
import type { FaultHit, Me, PremisesHit } from '../../wire/edge'
import type { BoardRow, Incident, Priority, ReportAnswer } from '../../wire/types.gen'
import { useLoaded } from '../office/load'
import { Oops } from '../office/Oops'
import { pressed } from '../office/keys'
import { KeyHelp } from '../office/useKeys'
import { openAlbum, type Album } from '../report/album'
import { uuid7 } from '../report/ids'
import { windowsFrom } from '../report/windows'
import { Created, type Made } from './Created'
import { PriorityPick } from './Deeds'
import { faultChoices, readFaults } from './faults'
import { belongsTo, gather, reportsOf, useIncidents } from './incidents/model'
import { Premises } from './Premises'
import type { OpenBoard } from './store'

export interface IntakeProps {
  readonly me: Me
  readonly go: Go
  readonly board: OpenBoard
  readonly help: boolean
  readonly onHelp: (open: boolean) => void
}

interface Call {
  readonly id: string
  readonly begun: number
  readonly place: PremisesHit | null
  readonly fault: FaultHit | null
  readonly priority: Priority | null
  readonly words: string
  readonly name: string
  readonly phone: string
  readonly window: number
  /** The incident that it shall become part of. */
  readonly join: Incident | null
}

const newCall = (): Call => ({ id: uuid7(), begun: Date.now(), place: null, fault: null, priority: null, words: '', name: '', phone: '', window: -1, join: null })

const INTAKE_KEYS = [{ keys: ['Escape'], action: 'back' }, { keys: ['?'], action: 'help' }] as const

export function Intake({ go, board, help, onHelp }: IntakeProps) {
  const [call, set] = useState<Call>(newCall)
  const [made, done] = useState<Made | null>(null)
  const album = useMemo(openAlbum, [call.id])
  const faults = useLoaded('faults', readFaults)
  const put = (next: Partial<Call>): void => set((now) => ({ ...now, ...next }))
  const incidents = useIncidents(board)
  const same = belongsTo(incidents.data ?? [], call.place, call.fault)
  const sending = useSending(call, album, done)
  const dirty = made === null && (call.place !== null || call.words !== '')
  useEffect(() => (dirty ? guardLeaving(() => confirm(o('leaveQuestion'))) : undefined), [dirty])
  // Whoever types fast sends before this page was painted: the keys ask what holds now, not what was painted last.
  const latest = useRef((_: KeyboardEvent): void => undefined)
  latest.current = (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && made === null) {
      event.preventDefault()
      void sending.send()
    } else if (pressed(INTAKE_KEYS, event) === 'help') onHelp(true)
    else if (event.key === 'Escape' && !document.querySelector('dialog[open]')) go('/d')
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => latest.current(event)
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  useEffect(() => document.querySelector<HTMLInputElement>('.intake-form [role="combobox"]')?.focus(), [call.place === null, made === null])
  const again = (): void => {
    done(null)
    set(newCall())
    sending.clear()
  }
  if (made) return <Created made={made} board={board} go={go} onAgain={again} />
  return (
    <div class="board">
      <div class="topbar"><h1 class="pagetitle">{d('intakeTitle')}</h1><span class="small quiet only-wide">{d('intakeHint')}</span></div>
      <div class="intake scroll">
        <form class="intake-form" onSubmit={(event) => { event.preventDefault(); void sending.send() }}>
          <Premises place={call.place} onPick={(place) => put({ place })} />
          {call.place !== null && <What call={call} put={put} faults={faults.data ?? []} problem={faults.problem} album={album} />}
          {same && <SameThing one={same} board={board} joined={call.join?.work_order_id === same.work_order_id} onJoin={(join) => put({ join })} />}
          {sending.missing && <Banner tone="soon" live>{sending.missing}</Banner>}
          <Oops problem={sending.problem} onRetry={() => void sending.send()} />
          <div class="row"><Button kind="primary" type="submit" icon={sendIcon} busy={sending.busy}>{sending.busy ? d('creating') : d('create')}</Button><kbd>Ctrl</kbd><kbd>Enter</kbd></div>
        </form>
        <aside class="intake-side"><Before place={call.place} fault={call.fault} go={go} /></aside>
      </div>
      {help && <KeyHelp map={[{ keys: ['Tab'], action: 'tab' }, { keys: ['Enter'], action: 'pick' }, { keys: ['Ctrl+Enter'], action: 'send' }, { keys: ['Escape'], action: 'back' }] as const} word={(action) => o(`intake_${action}`)} onClose={() => onHelp(false)} />}
    </div>
  )
}

/** The caller tells of something that is known: joined to it, nobody else is sent. */
function SameThing({ one, board, joined, onJoin }: { readonly one: Incident; readonly board: OpenBoard; readonly joined: boolean; readonly onJoin: (one: Incident | null) => void }) {
  const who = useLive(board.state, (state) => state.orders.get(one.work_order_id)?.technician ?? null)
  const place = one.building || one.label
  return (
    <Banner tone="soon" icon={layers} live title={n('callBanner', { place, n: reportsOf(one) })} action={<Button small kind={joined ? 'quiet' : 'primary'} onClick={() => onJoin(joined ? null : one)}>{joined ? n('alone') : n('join')}</Button>}>
      {joined ? n('joining', { number: one.number }) : n('callBody', { number: one.number, who: who ?? n('nobody') })}
    </Banner>
  )
}

interface WhatProps {
  readonly call: Call
  readonly put: (next: Partial<Call>) => void
  readonly faults: readonly FaultHit[]
  readonly problem: unknown
  readonly album: Album
}

function What({ call, put, faults, problem, album }: WhatProps) {
  const now = useMemo(() => new Date(call.begun), [call.begun])
  const zone = call.place?.time_zone
  const windows = useMemo(() => windowsFrom(now, zone, 6), [now, zone])
  const pick = (code: string): void => {
    const fault = faults.find((one) => one.code === code) ?? null
    put({ fault, priority: fault?.priority ?? null, join: null })
    setTimeout(() => document.querySelector<HTMLTextAreaElement>('.intake textarea')?.focus())
  }
  return (
    <>
      <Oops problem={problem} />
      {call.fault
        ? (
          <div class="picked">
            <span class="grow"><span class="tiny hint">{d('faultPicked')}</span><br /><strong>{named(call.fault)}</strong> <span class="small quiet num">{call.fault.code}</span></span>
            <Button small kind="plain" onClick={() => put({ fault: null, priority: null })}>{d('change')}</Button>
          </div>
        )
        : <Picker label={d('faultSearch')} choices={faultChoices(faults)} eager={false} autoFocus onPick={pick} />}
      {call.fault && (
        <div class="stack">
          <span class="small quiet">{d('priorityProposed', { p: `${call.fault.priority} ${wordFor(priorities, call.fault.priority)}` })}</span>
          <PriorityPick value={call.priority ?? call.fault.priority} onChange={(priority) => put({ priority })} />
        </div>
      )}
      <Field label={d('words')} lines value={call.words} maxLength={2000} placeholder={d('wordsHint')} onInput={(words) => put({ words })} />
      <div class="two">
        <Field label={d('callerName')} optional value={call.name} maxLength={80} onInput={(name) => put({ name })} />
        <Field label={d('callerPhone')} optional type="tel" value={call.phone} maxLength={32} placeholder={call.place?.contact_masked ?? ''} onInput={(phone) => put({ phone })} />
      </div>
      <div class="two">
        <label class="field">
          <span class="label">{d('windowAsk')}</span>
          <span class="box"><select value={String(call.window)} onChange={(event) => put({ window: Number(event.currentTarget.value) })}>
            <option value="-1">{d('asap')}</option>
            {windows.map(({ start, end }, n) => <option key={n} value={String(n)}>{between(start, end, now.getTime(), zone)}</option>)}
          </select></span>
        </label>
        <Photos album={album} />
      </div>
    </>
  )
}

function Photos({ album }: { readonly album: Album }) {
  const shots = useLive(album.shots, (all) => all)
  const input = useRef<HTMLInputElement>(null)
  const moving = shots.filter((shot) => shot.state === 'preparing' || shot.state === 'sending').length
  const failed = shots.filter((shot) => shot.state === 'failed')
  const sent = shots.filter((shot) => shot.state === 'sent').length
  return (
    <div class="field">
      <span class="label">{o('photos')}</span>
      <div class="row wrap">
        <input ref={input} class="sr" type="file" accept="image/*" multiple tabIndex={-1} onChange={(event) => { album.add([...(event.currentTarget.files ?? [])]); event.currentTarget.value = '' }} />
        <Button onClick={() => input.current?.click()}>{d('photosAdd')}</Button>
        {shots.flatMap((shot) => (shot.url ? [<img key={shot.key} class="mini-shot" src={shot.url} alt={shot.name} />] : []))}
        {sent > 0 && <span class="small tone-ok toned">{d('photosSent', { n: sent })}</span>}
        {moving > 0 && <span class="small quiet" role="status">{d('photosWait', { n: moving })}</span>}
        {shots.filter((shot) => shot.state === 'bad').map((shot) => <span key={shot.key} class="small tone-late toned" role="alert">{shot.why ? `${shot.name} · ${shot.why}` : d('photosBad', { name: shot.name })}</span>)}
        {failed.length > 0 && <Button small kind="plain" onClick={() => failed.forEach((shot) => album.retry(shot.key))}>{d('photosFailed', { n: failed.length })}</Button>}
      </div>
    </div>
  )
}

/** What is known of the place while the caller is still talking: open orders that may be the same, and the last ones. */
function Before({ place, fault, go }: { readonly place: PremisesHit | null; readonly fault: FaultHit | null; readonly go: Go }) {
  const now = useNow(30_000)
  if (place === null) return <EmptyState icon={phoneCall} title={d('who')}>{d('premisesNoneHint')}</EmptyState>
  const same = (row: BoardRow): boolean => fault !== null && row.fault === fault.code
  const open = [...place.open].sort((a, b) => Number(same(b)) - Number(same(a)))
  return (
    <>
      {open.length > 0 && (
        <section class="stack">
          <Banner tone="soon" icon={triangleAlert} title={d('duplicates')}>{d('duplicatesHint')}</Banner>
          {open.map((row) => (
            <div key={row.id} class={same(row) ? 'card same-fault' : 'card'}>
              <p class="row"><strong class="grow cut">{named({ zh: row.fault_zh, en: row.fault_en })}</strong>{same(row) && <span class="tiny tone-late toned">{d('sameFault')}</span>}</p>
              <p class="row small quiet"><span class="grow num">{row.number} · {when(row.reported_at, now, place.time_zone)}</span><StatusChip status={row.status} /></p>
              <Button small icon={duplicateIcon} onClick={() => go(`/d?order=${row.id}`)}>{d('duplicateUse')}</Button>
            </div>
          ))}
        </section>
      )}
      <section class="stack">
        <h3>{d('lastOrders')}</h3>
        {place.recent.length === 0 && <p class="small quiet">{d('lastOrdersNone')}</p>}
        <ul class="past">
          {place.recent.map((visit) => (
            <li key={visit.number}><span class="grow cut">{named(visit)}</span><span class="small quiet num">{when(visit.at, now, place.time_zone)}</span><StatusChip status={visit.status} /></li>
          ))}
        </ul>
      </section>
    </>
  )
}

/** Sends the call once; the same id on every further try. */
function useSending(call: Call, album: Album, done: (made: Made) => void) {
  const [busy, work] = useState(false)
  const [problem, fail] = useState<unknown>(null)
  const [missing, miss] = useState('')
  const send = async (): Promise<void> => {
    if (busy) return
    fail(null)
    const lack = call.place === null ? d('needPlace') : call.fault === null && call.words.trim() === '' ? d('needWhat') : ''
    miss(lack)
    if (lack || call.place === null) return
    work(true)
    const window = call.window < 0 ? null : windowsFrom(new Date(call.begun), call.place.time_zone, 6)[call.window]
    try {
      const answer = await api<ReportAnswer>('POST', '/work-orders', {
        id: call.id,
        place: call.place.code,
        words: call.words.trim(),
        fault: call.fault?.code ?? null,
        priority: call.priority,
        contact: { name: call.name.trim(), phone: call.phone.trim() },
        photos: album.shots.get().flatMap((shot) => (shot.state === 'sent' && shot.sha ? [shot.sha] : [])),
        window_start: window?.start.toISOString() ?? null,
        window_end: window?.end.toISOString() ?? null,
        language: tag(language.get()),
        consent: true,
        channel: 'phone',
        reported_at: new Date(call.begun).toISOString(),
      })
      // The call is taken whatever comes of joining it: nothing of it may be lost to a second step.
      const joined = call.join === null ? null : await gather(call.join.work_order_id, [answer.work_order_id]).then((told) => told.made.length > 0, () => false)
      const join = call.join === null ? null : { number: call.join.number, done: joined === true }
      done({ answer, join, seconds: Math.round((Date.now() - call.begun) / 1000) })
    } catch (why) {
      fail(why)
    } finally {
      work(false)
    }
  }
  return { send, busy, problem, missing, clear: () => { fail(null); miss('') } }
}
