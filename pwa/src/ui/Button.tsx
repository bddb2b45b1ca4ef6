/** The button. One primary per screen; progress is shown in place and the button keeps its size and its words. */
import type { ComponentChildren } from 'preact'
import './controls.css'
import { Icon, type IconNode } from './Icon'

export interface ButtonProps {
  children: ComponentChildren
  kind?: 'primary' | 'quiet' | 'danger' | 'plain'
  icon?: IconNode
  /** true: under way; 0..1: how far. */
  busy?: boolean | number
  disabled?: boolean
  wide?: boolean
  small?: boolean
  /** The word under the icon: for what stands beside the one action. */
  stacked?: boolean
  type?: 'button' | 'submit'
  label?: string
  onClick?: () => void
}

export function Button({ children, kind = 'quiet', icon, busy = false, disabled = false, wide, small, stacked, type = 'button', label, onClick }: ButtonProps) {
  const under = busy !== false
  const classes = ['btn', `btn-${kind}`, wide && 'btn-wide', small && 'btn-small', stacked && 'btn-stacked', under && 'btn-busy'].filter(Boolean).join(' ')
  const part = typeof busy === 'number' ? { 'data-part': '', style: { '--part': String(busy) } } : {}
  return (
    <button type={type} class={classes} disabled={disabled} aria-busy={under} aria-label={label} onClick={under ? undefined : onClick} {...part}>
      {icon && <Icon of={icon} size={small ? 20 : 24} />}
      <span>{children}</span>
    </button>
  )
}

export interface IconButtonProps {
  icon: IconNode
  /** What it does: read out, and shown as a tooltip. */
  label: string
  count?: number
  pressed?: boolean
  onClick: () => void
}

export function IconButton({ icon, label, count = 0, pressed, onClick }: IconButtonProps) {
  return (
    <button type="button" class="iconbtn" aria-label={label} title={label} aria-pressed={pressed} onClick={onClick}>
      <Icon of={icon} />
      {count > 0 && <span class="count num">{count}</span>}
    </button>
  )
}
