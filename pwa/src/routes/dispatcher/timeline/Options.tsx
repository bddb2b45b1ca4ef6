/** Whom an order could be given to and what that would do, as a list that reads from best to worst. */
import { y } from '../../../text/day'
import { d } from '../../../text/dispatcher'
import { Button } from '../../../ui/Button'
import { Chip } from '../../../ui/Marks'
import type { DayChange, Consequence, WhatIf } from '../../../wire/types.gen'
import { reasonWord } from '../reasons'
import { fitOf } from './model'
import { linesOf } from './words'

/** The sentences of one consequence, each with its tone. */
export function Effects({ one, holder, zone }: { readonly one: Consequence; readonly holder: DayChange | null; readonly zone: string }) {
  return (
    <ul class="effects">
      {one.against.map((reason) => <li key={reason.code} class="small tone-late strong">{reasonWord(reason, zone)}</li>)}
      {!one.legal && linesOf(one, holder, zone).map((line) => <li key={line.text} class={`small tone-${line.tone}`}>{line.text}</li>)}
    </ul>
  )
}

export interface OptionsProps {
  readonly whatIf: WhatIf
  readonly zone: string
  readonly target: string | null
  readonly busy: string | null
  readonly onTarget: (technician: string) => void
  readonly onGive: (one: Consequence) => void
}

const SHOWN = 12

export function Options({ whatIf, zone, target, busy, onTarget, onGive }: OptionsProps) {
  const chosen = whatIf.items.find((one) => one.technician_id === target)
  const shown = whatIf.items.slice(0, SHOWN)
  const all = chosen === undefined || shown.includes(chosen) ? shown : [chosen, ...shown]
  return (
    <ol class="options-list">
      {all.map((one, n) => {
        const fit = fitOf(one)
        return (
          <li key={one.technician_id} data-fit={fit} aria-current={one.technician_id === target ? 'true' : undefined} onPointerEnter={() => onTarget(one.technician_id)}>
            <div class="row">
              <strong class="num grow nowrap">{one.code}</strong>
              {n === 0 && one.against.length === 0 && <Chip tone="ok" plain>{y('best')}</Chip>}
              {one.against.length > 0 && <Chip tone="late" plain>{y('ruledOut')}</Chip>}
              <Button small kind={n === 0 && fit !== 'law' ? 'primary' : 'quiet'} disabled={one.legal} busy={busy === one.technician_id} label={y('drop', { who: one.code })} onClick={() => onGive(one)}>{d('assignNow')}</Button>
            </div>
            <Effects one={one} holder={whatIf.holder} zone={zone} />
            {one.legal && <p class="tiny hint">{y('lawful')}</p>}
          </li>
        )
      })}
    </ol>
  )
}

export const fitWord = (one: Consequence): string =>
  one.legal ? y('lawful') : one.against.length > 0 ? `${y('ruledOut')} · ${y('needsReason')}` : y('canDrop')
