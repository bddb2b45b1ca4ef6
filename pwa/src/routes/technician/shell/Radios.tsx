/** One of several, each a full line to hit with a thumb; `columns` lays short ones side by side. */
import './radios.css'

export interface RadiosProps {
  label: string
  options: readonly { readonly value: string; readonly label: string }[]
  value: string | null
  columns?: boolean
  onChange: (value: string) => void
}

export function Radios({ label, options, value, columns, onChange }: RadiosProps) {
  return (
    <div class={columns ? 'radios radios-columns' : 'radios'} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} class={option.value === value ? 'on' : ''}>
          <input type="radio" name={label} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  )
}
