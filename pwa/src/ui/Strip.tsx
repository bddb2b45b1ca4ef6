/** The permanent strip under a title: the connection and the queue, in words. Touch it for the whole story. */
import './strip.css'
import { Icon, type IconNode } from './Icon'
import { chevronRight } from './icons'
import type { Tone } from './Surface'

export interface StripProps {
  tone: Tone
  icon: IconNode
  text: string
  /** 0..1 while something is under way. */
  part?: number | null
  onClick?: () => void
}

export function Strip({ tone, icon, text, part, onClick }: StripProps) {
  const inside = (
    <>
      <Icon of={icon} size={20} />
      <span class="grow num" role="status">{text}</span>
      {onClick && <Icon of={chevronRight} size={20} />}
      {part != null && <span class="strip-part" style={{ transform: `scaleX(${part})` }} />}
    </>
  )
  const classes = `strip tone-${tone}`
  return onClick ? <button type="button" class={classes} onClick={onClick}>{inside}</button> : <div class={classes}>{inside}</div>
}
