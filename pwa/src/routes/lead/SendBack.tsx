/** Sending back: what has to be done again, by when, and a word for each spot on the photos. */
import { useState } from 'preact/hooks'
import { l } from '../../text/lead'
import { dayAfter, momentOf } from '../../text/zones'
import { Button, IconButton } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { x } from '../../ui/icons'
import { Sheet } from '../../ui/Overlay'
import type { Pin } from '../../wire/types.gen'
import { Oops } from '../office/Oops'

export interface SendBackProps {
  readonly number: string
  readonly pins: readonly Pin[]
  readonly busy: boolean
  readonly problem: unknown
  readonly zone: string
  readonly onPins: (pins: readonly Pin[]) => void
  readonly onSend: (reason: string, due: string | null) => void
  readonly onClose: () => void
}

const QUICK = ['quick_angle', 'quick_blurry', 'quick_leak', 'quick_clean', 'quick_parts'] as const
type Due = 'dueToday' | 'dueTomorrow' | 'dueNone'

/** The end of today or tomorrow where the work is. */
export function endOf(due: Due, now: number, zone: string): string | null {
  if (due === 'dueNone') return null
  return new Date(momentOf(`${dayAfter(now, due === 'dueTomorrow' ? 1 : 0, zone)}T23:59`, zone)).toISOString()
}

export function SendBack({ number, zone, pins, busy, problem, onPins, onSend, onClose }: SendBackProps) {
  const [reason, write] = useState('')
  const [due, by] = useState<Due>('dueTomorrow')
  const [tried, press] = useState(false)
  const send = (): void => (reason.trim() === '' ? press(true) : onSend(reason.trim(), endOf(due, Date.now(), zone)))
  return (
    <Sheet title={`${l('sendBackTitle')} · ${number}`} onClose={onClose} footer={<Button kind="danger" busy={busy} onClick={send}>{l('sendBackDo')}</Button>}>
      <div class="stack" onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && send()}>
        <Field label={l('sendBackWhy')} lines autoFocus value={reason} maxLength={1800} help={l('sendBackHint')} error={tried && reason.trim() === '' ? l('reasonNeeded') : null} onInput={write} />
        <div class="row wrap" role="group" aria-label={l('quick')}>
          {QUICK.map((key) => <Button key={key} small onClick={() => write((now) => (now ? `${now}；${l(key)}` : l(key)))}>{l(key)}</Button>)}
        </div>
        {pins.length > 0 && (
          <ul class="pinlist">
            {pins.map((pin, n) => (
              <li key={`${pin.photo}${pin.x}${pin.y}`}>
                <Field label={l('pinWords', { n: n + 1 })} value={pin.words} maxLength={200} onInput={(words) => onPins(pins.map((one) => (one === pin ? { ...pin, words } : one)))} />
                <IconButton icon={x} label={l('pinRemove', { n: n + 1 })} onClick={() => onPins(pins.filter((one) => one !== pin))} />
              </li>
            ))}
          </ul>
        )}
        {pins.length > 0 && <p class="small quiet">{l('pinsHint')}</p>}
        <fieldset class="holds">
          <legend class="label">{l('sendBackDue')}</legend>
          {(['dueToday', 'dueTomorrow', 'dueNone'] as const).map((one) => (
            <label key={one} class="filter"><input type="radio" name="due" checked={one === due} onChange={() => by(one)} />{l(one)}</label>
          ))}
        </fieldset>
        <Oops problem={problem} />
      </div>
    </Sheet>
  )
}
