/** A story in order: what happened, what happens now, what is still to come. */
import type { ComponentChildren } from 'preact'
import './surfaces.css'
import { Icon, type IconNode } from './Icon'
import { check } from './icons'

export interface TimelineItem {
  readonly id: string
  readonly title: string
  readonly at?: string
  readonly detail?: ComponentChildren
  readonly state: 'done' | 'now' | 'todo'
  readonly icon?: IconNode
}

export function Timeline({ items, label }: { items: readonly TimelineItem[]; label?: string }) {
  return (
    <ol class="timeline" aria-label={label}>
      {items.map((item) => (
        <li key={item.id} class={item.state} aria-current={item.state === 'now' ? 'step' : undefined}>
          <span class="dot">{item.state !== 'todo' && <Icon of={item.icon ?? check} size={16} />}</span>
          <div>
            <div class="head">
              <span class={item.state === 'now' ? 'strong' : ''}>{item.title}</span>
              {item.at && <span class="small hint num">{item.at}</span>}
            </div>
            {item.detail && <div class="small quiet">{item.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}
