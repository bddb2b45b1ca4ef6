/** One job: everything known about it on this phone, and one button that walks it to its end. */
import { useState } from 'preact/hooks'
import type { PhoneView } from '../../../engine/model'
import { problem } from '../../../text/problems'
import { wordFor } from '../../../text'
import { handBackReasons } from '../../../text/evidence'
import { kinds } from '../../../text/kinds'
import { blockers, certificates } from '../../../text/trade'
import { Button } from '../../../ui/Button'
import { briefcase, undo2 } from '../../../ui/icons'
import { Banner, EmptyState } from '../../../ui/Surface'
import { useNow } from '../../../ui/useNow'
import { Offer } from '../offer/Offer'
import { useGround, useView } from '../phone'
import { faultName, whereLine } from '../place'
import { Page } from '../shell/Page'
import { Signed } from '../signoff/Signed'
import { t } from '../words'
import { ActionBar, type SheetName } from './ActionBar'
import { Arrive } from './Arrive'
import { Ask } from './Ask'
import { Checks } from './Checks'
import { Costs } from './Costs'
import { Finish } from './Finish'
import { Head } from './Head'
import { Hold } from './Hold'
import { kept, nextStep, type NextStep } from './next'
import { Notes } from './Notes'
import { Photos } from './Photos'
import { Pins } from './Pins'
import { Said } from './Said'
import { walk } from './walk'
import '../shell/job-card.css'
import './job.css'

export function JobPage({ id }: { id: string }) {
  const view = useView(id)
  const { go } = useGround()
  if (view === undefined) {
    return (
      <Page title={t('job')} home="/t">
        <EmptyState icon={briefcase} title={t('jobGone')}>
          <p>{t('jobGoneWhy')}</p>
          <Button onClick={() => go('/t')}>{t('toToday')}</Button>
        </EmptyState>
      </Page>
    )
  }
  return view.part === 'asked' || (view.part === undefined && view.shown.order.status === 'offered') ? <Offer view={view} /> : <Job view={view} />
}

const OVER = new Set(['signed', 'pending_evidence', 'in_review', 'completed', 'closed', 'cancelled', 'declined', 'merged'])

function Job({ view }: { view: PhoneView }) {
  const { phone, go } = useGround()
  const [sheet, open] = useState<SheetName | null>(null)
  const now = useNow(30_000)
  const { order, place } = view.shown
  const act = walk(phone, view)
  const locked = OVER.has(order.status)
  const early = ['accepted', 'en_route', 'rework'].includes(order.status)
  const step = nextStep(view, now)
  const onStep = (to: NextStep): void => {
    switch (to.do) {
      case 'accept':
      case 'rework':
        return act.accept()
      case 'depart':
        return act.depart()
      case 'arrive':
        return open('arrive')
      case 'start':
        return act.start()
      case 'resume':
        return act.resume()
      case 'finish':
        return open('finish')
      case 'sign':
      case 'resign':
        return go(`/t/job/${order.id}/sign`)
      case 'photos':
        return go(`/t/job/${order.id}/camera?slot=${to.slot}`)
      case 'checks':
        return document.getElementById(`step-${to.first}`)?.scrollIntoView({ behavior: 'smooth', block: 'center' })
      case 'blocked':
      case 'none':
        return
    }
  }
  return (
    <Page title={faultName(view.shown)} sub={`${whereLine(view.shown)} · ${order.number}`} home="/t" bar={step.do === 'none' || step.do === 'blocked' ? null : <ActionBar step={step} onStep={onStep} onSheet={open} />}>
      <Parked view={view} />
      <Head view={view} now={now} />
      {!locked && <Pins view={view} />}
      {step.do === 'blocked' && <Banner tone="late" title={t('blocked')}>{step.codes.map(blockedBy).join(' · ')}</Banner>}
      {view.part === 'along' && <Banner tone="info">{t('goesAlong')}</Banner>}
      {['signed', 'pending_evidence', 'in_review'].includes(order.status) && <Banner tone="info">{t('waitingOffice')}</Banner>}
      {order.sign_off && <Signed view={view} />}
      {!early && <Photos view={view} locked={locked} />}
      <Said view={view} />
      {!early && <Checks view={view} locked={locked} />}
      {!early && <Costs view={view} locked={locked} />}
      <Notes view={view} now={now} />
      {!locked && <Button kind="plain" icon={undo2} onClick={() => open('handBack')}>{t('handBack')}</Button>}
      {sheet === 'arrive' && <Arrive view={view} onClose={() => open(null)} onYes={(presence) => { act.arrive(presence); open(null) }} />}
      {sheet === 'hold' && <Hold order={order.id} zone={place.time_zone} now={now} onClose={() => open(null)} onYes={(hold) => { act.hold(hold); open(null) }} />}
      {sheet === 'finish' && <Finish cause={order.cause} action={order.action} onClose={() => open(null)} onYes={(codes) => { act.finish(codes); open(null) }} />}
      {sheet === 'undo' && <Ask title={t('backToWork')} why={t('backToWorkWhy')} yes={t('backToWork')} onClose={() => open(null)} onYes={(reason) => { act.undo(reason); open(null) }} />}
      {sheet === 'handBack' && <Ask title={t('handBackTitle')} why={t('handBackWhy')} yes={t('handBack')} danger ready={Object.keys(handBackReasons.zh).map((value) => ({ value, label: wordFor(handBackReasons, value) }))} onClose={() => open(null)} onYes={(reason) => { act.handBack(reason); go('/t', { replace: true }) }} />}
    </Page>
  )
}

/** Why the work may not begin, in words. */
function blockedBy(code: string): string {
  const [what = '', which = '', since = ''] = code.split(':')
  const named = what.startsWith('cert') ? wordFor(certificates, which) : what === 'quiet' ? code.slice(6) : which
  return `${wordFor(blockers, what)} ${named} ${since}`.trim()
}

/** What the office is checking, and photos whose bytes were lost: said on the job itself. */
function Parked({ view }: { view: PhoneView }) {
  const { go } = useGround()
  const ghosts = view.photos.length - kept(view).length
  const open = view.parked.filter((one) => one.resolution === null)
  return (
    <>
      {open.map((one) => (
        <Banner key={one.opId} tone="soon" title={wordFor(kinds, one.kind)} action={<Button small onClick={() => go('/t/sync')}>{t('syncTitle')}</Button>}>{problem(one.reason)}</Banner>
      ))}
      {ghosts > 0 && view.photos.some((photo) => photo.state === 'ghost') && <Banner tone="late" title={t('photoGhost')}>{problem('missing_bytes')}</Banner>}
    </>
  )
}
