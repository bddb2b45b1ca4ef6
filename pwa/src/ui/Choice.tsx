/** Small choices: one of a few (Segmented), on or off (Switch), a little more or less (Stepper). */
import './controls.css'
import { c } from '../text/common'
import { IconButton } from './Button'
import { Icon, type IconNode } from './Icon'
import { minus, plus } from './icons'

export interface Option<V extends string> {
  value: V
  label: string
  icon?: IconNode
}

export interface SegmentedProps<V extends string> {
  label: string
  options: readonly Option<V>[]
  value: V
  onChange: (value: V) => void
}

export function Segmented<V extends string>({ label, options, value, onChange }: SegmentedProps<V>) {
  return (
    <div class="segmented" role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} class={option.value === value ? 'on' : ''}>
          <input type="radio" name={label} checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.icon && <Icon of={option.icon} size={20} />}
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  )
}

export interface SwitchProps {
  label: string
  help?: string
  on: boolean
  disabled?: boolean
  onChange: (on: boolean) => void
}

export function Switch({ label, help, on, disabled = false, onChange }: SwitchProps) {
  return (
    <button type="button" role="switch" class="switch" aria-checked={on} disabled={disabled} onClick={() => onChange(!on)}>
      <span class="grow">
        <span class="strong">{label}</span>
        {help && <span class="small quiet"><br />{help}</span>}
      </span>
      <span class="track" aria-hidden="true" />
    </button>
  )
}

export interface StepperProps {
  label: string
  value: number
  shown: string
  step?: number
  min?: number
  max?: number
  onChange: (value: number) => void
}

export function Stepper({ label, value, shown, step = 1, min = 0, max = Number.MAX_SAFE_INTEGER, onChange }: StepperProps) {
  const to = (next: number): void => onChange(Math.min(max, Math.max(min, next)))
  return (
    <div class="stepper" role="group" aria-label={label}>
      <IconButton icon={minus} label={`${label}: ${c('subtract')}`} onClick={() => to(value - step)} />
      <output class="num" aria-live="polite">{shown}</output>
      <IconButton icon={plus} label={`${label}: ${c('add')}`} onClick={() => to(value + step)} />
    </div>
  )
}
