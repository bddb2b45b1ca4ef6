/** The one action of a job, with what may stand beside it. It never refuses: it leads to what is missing. */
import type { ComponentChildren } from 'preact'
import { Button } from '../../../ui/Button'
import type { IconNode } from '../../../ui/Icon'
import { camera, check, clipboardCheck, listChecks, mapPin, navigation, pause, play, signature, undo2, wrench } from '../../../ui/icons'
import { t } from '../words'
import type { NextStep } from './next'

export type SheetName = 'arrive' | 'hold' | 'finish' | 'undo' | 'handBack'

export interface ActionBarProps {
  step: NextStep
  onStep: (step: NextStep) => void
  onSheet: (sheet: SheetName) => void
}

/** Words and icon of the next step; null when there is nothing left to do here. */
export function stepFace(step: NextStep): { readonly word: string; readonly icon: IconNode } | null {
  switch (step.do) {
    case 'accept':
      return { word: t('goAccept'), icon: check }
    case 'rework':
      return { word: t('goRework'), icon: undo2 }
    case 'depart':
      return { word: t('goDepart'), icon: navigation }
    case 'arrive':
      return { word: t('goArrive'), icon: mapPin }
    case 'photos':
      return { word: t(step.slot === 'before' ? 'goBefore' : 'goAfter', { n: step.n }), icon: camera }
    case 'checks':
      return { word: t(step.before ? 'goChecks' : 'goChecksEnd', { n: step.n }), icon: listChecks }
    case 'start':
      return { word: t('goStart'), icon: wrench }
    case 'resume':
      return { word: t('goResume'), icon: play }
    case 'finish':
      return { word: t('goFinish'), icon: clipboardCheck }
    case 'sign':
      return { word: t('goSign'), icon: signature }
    case 'resign':
      return { word: t('goResign'), icon: signature }
    case 'blocked':
    case 'none':
      return null
  }
}

export function ActionBar({ step, onStep, onSheet }: ActionBarProps) {
  const face = stepFace(step)
  if (face === null) return null
  return (
    <>
      <Beside step={step} onSheet={onSheet} />
      <Button kind="primary" icon={face.icon} wide onClick={() => onStep(step)}>{face.word}</Button>
    </>
  )
}

function Beside({ step, onSheet }: { step: NextStep; onSheet: (sheet: SheetName) => void }): ComponentChildren {
  const working = step.do === 'finish' || (step.do === 'photos' && step.slot === 'after') || (step.do === 'checks' && !step.before)
  if (working) return <Button stacked icon={pause} onClick={() => onSheet('hold')}>{t('pause')}</Button>
  if (step.do === 'depart') return <Button stacked icon={mapPin} onClick={() => onSheet('arrive')}>{t('goArrive')}</Button>
  if (step.do === 'sign') return <Button stacked icon={undo2} onClick={() => onSheet('undo')}>{t('backToWork')}</Button>
  return null
}
