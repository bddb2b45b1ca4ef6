/** One thing to fill in: the label above, help and error below, the unit inside. */
import { useId } from 'preact/hooks'
import './controls.css'
import './fields.css'
import { c } from '../text/common'
import { Icon } from './Icon'
import { circleAlert } from './icons'
import { useFirstFocus } from './useFirstFocus'

export interface FieldProps {
  label: string
  value: string
  onInput: (value: string) => void
  type?: 'text' | 'password' | 'tel' | 'email' | 'search' | 'number' | 'datetime-local' | 'date' | 'time'
  help?: string
  error?: string | null
  unit?: string
  placeholder?: string
  lines?: boolean
  optional?: boolean
  disabled?: boolean
  maxLength?: number
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'search'
  autoComplete?: string
  autoFocus?: boolean
  onEnter?: () => void
}

export function Field(props: FieldProps) {
  const { label, value, onInput, type = 'text', help, error, unit, lines, optional } = props
  const id = useId()
  const first = useFirstFocus<HTMLInputElement & HTMLTextAreaElement>(props.autoFocus ?? false)
  const told = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  const shared = {
    id,
    ref: first,
    autoFocus: props.autoFocus,
    value,
    placeholder: props.placeholder,
    disabled: props.disabled,
    maxLength: props.maxLength,
    'aria-describedby': told,
    'aria-invalid': error ? true : undefined,
  }
  return (
    <div class={error ? 'field field-wrong' : 'field'}>
      <label class="label" for={id}>
        <span>{label}</span>
        {optional && <span class="hint tiny">{c('optional')}</span>}
      </label>
      <div class="box">
        {lines ? (
          <textarea {...shared} autoFocus={props.autoFocus} onInput={(event) => onInput(event.currentTarget.value)} />
        ) : (
          <input
            {...shared}
            {...({ type } as { type: 'text' })}
            inputMode={props.inputMode}
            autocomplete={(props.autoComplete ?? 'off') as 'off'}
            onInput={(event) => onInput(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Enter' && props.onEnter?.()}
          />
        )}
        {unit && <span class="unit">{unit}</span>}
      </div>
      {help && <p id={`${id}-help`} class="small quiet">{help}</p>}
      {error && (
        <p id={`${id}-error`} class="error" role="alert">
          <Icon of={circleAlert} size={20} />
          {error}
        </p>
      )}
    </div>
  )
}

export interface SelectProps {
  label: string
  value: string
  options: readonly { readonly value: string; readonly label: string }[]
  onChange: (value: string) => void
}

/** One of a few that are known, where a list of buttons would be too long. */
export function Select({ label, value, options, onChange }: SelectProps) {
  return (
    <label class="field">
      <span class="label">{label}</span>
      <span class="box">
        <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {options.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}
        </select>
      </span>
    </label>
  )
}
