/** What content stands on: card, list, section, banner, empty state, skeleton. */
import type { ComponentChildren } from 'preact'
import './surfaces.css'
import { Icon, type IconNode } from './Icon'
import { circleAlert, circleCheck, cloudOff, info, triangleAlert } from './icons'

export type Tone = 'ok' | 'soon' | 'late' | 'info' | 'offline' | 'primary' | 'plain'

export interface CardProps {
  children: ComponentChildren
  tone?: Tone
  label?: string
  onClick?: () => void
}

export function Card({ children, tone, label, onClick }: CardProps) {
  const classes = tone === undefined ? 'card' : `card card-tone tone-${tone}`
  if (onClick === undefined) return <section class={classes} aria-label={label}>{children}</section>
  return <button type="button" class={classes} aria-label={label} onClick={onClick}>{children}</button>
}

export interface SectionProps {
  title: string
  aside?: ComponentChildren
  children: ComponentChildren
}

export function Section({ title, aside, children }: SectionProps) {
  return (
    <section class="stack" style={{ gap: 'var(--s2)' }}>
      <h2 class="section-title">
        <span>{title}</span>
        {aside !== undefined && <span class="small quiet num">{aside}</span>}
      </h2>
      {children}
    </section>
  )
}

export interface BannerProps {
  tone: Tone
  title?: string
  children?: ComponentChildren
  icon?: IconNode
  action?: ComponentChildren
  /** Something changed under the reader: say it aloud. */
  live?: boolean
}

const ICONS: Readonly<Record<Tone, IconNode>> = { ok: circleCheck, soon: triangleAlert, late: circleAlert, info, offline: cloudOff, primary: info, plain: info }

export function Banner({ tone, title, children, icon, action, live }: BannerProps) {
  return (
    <div class={`banner tone-${tone}`} role={live ? 'status' : undefined}>
      <Icon of={icon ?? ICONS[tone]} />
      <div class="grow">
        {title && <p class="title">{title}</p>}
        {children && <div class="small">{children}</div>}
        {action}
      </div>
    </div>
  )
}

export interface EmptyProps {
  icon: IconNode
  title: string
  children?: ComponentChildren
}

/** Says what will appear here and how to make it appear. */
export function EmptyState({ icon, title, children }: EmptyProps) {
  return (
    <div class="empty">
      <Icon of={icon} size={32} />
      <h3>{title}</h3>
      {children && <div class="small">{children}</div>}
    </div>
  )
}

/** The shape of what comes. `label` is read once. */
export function Skeleton({ lines = 3, label }: { lines?: number; label: string }) {
  const widths = ['62%', '88%', '40%', '74%']
  return (
    <div class="stack" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, n) => (
        <span key={n} class="skeleton" style={{ width: widths[n % widths.length] ?? '70%' }} />
      ))}
    </div>
  )
}
