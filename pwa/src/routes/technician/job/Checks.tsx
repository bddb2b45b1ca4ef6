/** The checklist of the procedure, in two parts: before starting, before finishing. Ticks, readings, each kept at once. */
import type { PhoneView } from '../../../engine/model'
import { isReading } from '../../../engine/evidence'
import { named } from '../../../text'
import { c } from '../../../text/common'
import { Field } from '../../../ui/Field'
import { ChecklistRow } from '../../../ui/Marks'
import { Section } from '../../../ui/Surface'
import type { CheckStep } from '../../../wire/types.gen'
import { useGround } from '../phone'
import { t } from '../words'

export function Checks({ view, locked }: { view: PhoneView; locked: boolean }) {
  const steps = view.shown.fault.checklist
  if (steps.length === 0) return null
  const before = steps.filter((step) => step.before_start)
  const during = steps.filter((step) => !step.before_start)
  const done = view.shown.order.checklist.filter((answer) => answer.done && steps.some((step) => step.code === answer.step)).length
  return (
    <Section title={t('checklist')} aside={`${done} / ${steps.length}`}>
      <div class="stack" style={{ gap: 'var(--s2)' }}>
        <Group title={t('checkBefore')} steps={before} view={view} locked={locked} />
        <Group title={t('checkDuring')} steps={during} view={view} locked={locked} />
      </div>
    </Section>
  )
}

interface GroupProps {
  title: string
  steps: readonly CheckStep[]
  view: PhoneView
  locked: boolean
}

function Group({ title, steps, view, locked }: GroupProps) {
  if (steps.length === 0) return null
  return (
    <ul class="list" aria-label={title}>
      <li class="group-title small quiet strong">{title}</li>
      {steps.map((step) => <li key={step.code} id={`step-${step.code}`}><Step step={step} view={view} locked={locked} /></li>)}
    </ul>
  )
}

function Step({ step, view, locked }: { step: CheckStep; view: PhoneView; locked: boolean }) {
  const { phone } = useGround()
  const { order } = view.shown
  const answer = order.checklist.find((one) => one.step === step.code)
  const set = (done: boolean, value: string): void => {
    void phone.act('check.set', order.id, { step: step.code, done, value, at: new Date().toISOString() })
  }
  const note = step.required ? {} : { note: c('optional') }
  if (step.kind === 'reading') {
    return (
      <div class="reading">
        <Field label={named(step)} value={answer?.value ?? ''} inputMode="decimal" optional={!step.required} placeholder={t('readingValue')} disabled={locked} maxLength={200} onInput={(value) => set(isReading(value), value)} />
      </div>
    )
  }
  return <ChecklistRow label={named(step)} done={answer?.done ?? false} disabled={locked} onToggle={(done) => set(done, answer?.value ?? '')} {...note} />
}
