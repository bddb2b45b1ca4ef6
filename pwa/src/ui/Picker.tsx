/**
 * Pick one of many by typing: a combobox that finds by words, codes and pinyin initials, all from memory.
 * Arrow keys move, Enter picks, Escape closes; nothing is picked by leaving.
 */
import { useId, useMemo, useState } from 'preact/hooks'
import './controls.css'
import './fields.css'
import { c } from '../text/common'
import { Icon } from './Icon'
import { search as searchIcon } from './icons'
import { useFirstFocus } from './useFirstFocus'
import { found, type Choice } from './found'

export interface PickerProps {
  label: string
  choices: readonly Choice[]
  onPick: (value: string) => void
  placeholder?: string
  /** Options lie over what follows instead of pushing it down (office). */
  float?: boolean
  /** Show choices before anything was typed. */
  eager?: boolean
  autoFocus?: boolean
}

const MOST = 40

export function Picker({ label, choices, onPick, placeholder, float = false, eager = true, autoFocus }: PickerProps) {
  const id = useId()
  const first = useFirstFocus<HTMLInputElement>(autoFocus ?? false)
  const [typed, type] = useState('')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const shown = useMemo(() => found(choices, typed).slice(0, MOST), [choices, typed])
  const visible = float ? open && (eager || typed !== '') : eager || typed !== ''
  const pick = (choice: Choice | undefined): void => {
    if (choice === undefined) return
    onPick(choice.value)
    type('')
    setOpen(false)
    setActive(0)
  }
  const onKey = (event: KeyboardEvent): void => {
    const move = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (move !== 0) {
      setOpen(true)
      const next = Math.min(shown.length - 1, Math.max(0, active + move))
      setActive(next)
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter' && visible) pick(shown[active])
    else if (event.key === 'Escape' && open) setOpen(false)
    else return
    event.preventDefault()
  }
  return (
    <div class={float ? 'field picker picker-float' : 'field picker'}>
      <label class="label" for={id}>{label}</label>
      <div class="box">
        <span class="unit"><Icon of={searchIcon} size={20} /></span>
        <input
          id={id}
          ref={first}
          type="text"
          role="combobox"
          autocomplete="off"
          autoFocus={autoFocus}
          placeholder={placeholder ?? c('search')}
          aria-expanded={visible}
          aria-controls={`${id}-list`}
          aria-activedescendant={visible && shown.length > 0 ? `${id}-${active}` : undefined}
          value={typed}
          onInput={(event) => {
            type(event.currentTarget.value)
            setOpen(true)
            setActive(0)
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setTimeout(() => setOpen(false), 150)}
          onKeyDown={onKey}
        />
      </div>
      {visible && (
        <div class="options" role="listbox" id={`${id}-list`} aria-label={label}>
          {shown.map((choice, n) => (
            <div key={choice.value} id={`${id}-${n}`} role="option" tabIndex={-1} aria-selected={n === active} data-active={n === active && open} onPointerDown={(event) => event.preventDefault()} onClick={() => pick(choice)}>
              <span class="grow">
                <span class="strong">{choice.label}</span>
                {choice.hint && <span class="small quiet"><br />{choice.hint}</span>}
              </span>
              {choice.aside && <span class="small quiet num">{choice.aside}</span>}
            </div>
          ))}
          {shown.length === 0 && <p class="nothing">{c('nothingFound', { q: typed })}</p>}
        </div>
      )}
    </div>
  )
}
