/** Small marks that say a state by shape, word and colour: status chip, sync ticks, avatar, check row, meter. */
import type { ComponentChildren } from 'preact'
import type { Priority, Status } from '../wire/types.gen'
import './surfaces.css'
import { wordFor } from '../text'
import { c, priorities, statuses } from '../text/common'
import { Icon, type IconNode } from './Icon'
import { ban, check, checkCheck, circleCheck, circleHelp, clock, loaderCircle, navigation, pause, signature, siren, triangleAlert, undo2, wrench } from './icons'
import type { Tone } from './Surface'

export interface ChipProps {
  tone: Tone
  icon?: IconNode
  plain?: boolean
  children: ComponentChildren
}

export function Chip({ tone, icon, plain, children }: ChipProps) {
  return (
    <span class={`chip tone-${tone}${plain ? ' chip-plain' : ''}`}>
      {icon && <Icon of={icon} size={16} />}
      {children}
    </span>
  )
}

const FACES: Readonly<Partial<Record<Status, readonly [Tone, IconNode]>>> = {
  offered: ['info', circleHelp],
  accepted: ['primary', check],
  en_route: ['primary', navigation],
  arrived: ['primary', circleCheck],
  in_progress: ['primary', wrench],
  on_hold: ['soon', pause],
  work_done: ['info', signature],
  signed: ['ok', signature],
  rework: ['late', undo2],
  completed: ['ok', circleCheck],
  closed: ['plain', circleCheck],
  cancelled: ['plain', ban],
  declined: ['plain', ban],
}

export function StatusChip({ status }: { status: Status }) {
  const [tone, icon] = FACES[status] ?? (['plain', clock] as const)
  return <Chip tone={tone} icon={icon}>{wordFor(statuses, status)}</Chip>
}

export function PriorityChip({ priority }: { priority: Priority }) {
  const tone: Tone = priority === 'P0' ? 'late' : priority === 'P1' ? 'soon' : 'plain'
  const icon = priority === 'P0' ? { icon: siren } : priority === 'P1' ? { icon: triangleAlert } : {}
  return <Chip tone={tone} {...icon}>{wordFor(priorities, priority)}</Chip>
}

export type SyncMark = 'waiting' | 'sending' | 'sent' | 'confirmed' | 'parked' | 'held'

/** One tick: on this phone. Two: on the server. Two filled: the office's own copy shows it. */
export function SyncBadge({ state, words = false }: { state: SyncMark; words?: boolean }) {
  const marks: Readonly<Record<SyncMark, readonly [Tone, IconNode]>> = {
    waiting: ['offline', check],
    sending: ['offline', loaderCircle],
    sent: ['plain', checkCheck],
    confirmed: ['ok', checkCheck],
    parked: ['soon', triangleAlert],
    held: ['offline', clock],
  }
  const [tone, icon] = marks[state]
  const label = c(state)
  return (
    <span class={`ticks tone-${tone} ticks-${state}`} title={label}>
      <Icon of={icon} size={20} label={words ? undefined : label} />
      {words && <span class="small">{label}</span>}
    </span>
  )
}

/** Initials, the 工号, or a picture. */
export function Avatar({ name, picture, large }: { name: string; picture?: string; large?: boolean }) {
  return (
    <span class={large ? 'avatar avatar-large' : 'avatar'} role="img" aria-label={name}>
      {picture === undefined ? <span aria-hidden="true">{initials(name)}</span> : <img src={picture} alt="" />}
    </span>
  )
}

/** 张师傅 → 张, Anna Wu → AW, T-PLB-03 → 03. Pure. */
export function initials(name: string): string {
  const code = /^[A-Z]+(?:-[A-Z0-9]+)*-(\d+)$/.exec(name)
  if (code?.[1] !== undefined) return code[1]
  if (/^\p{Script=Han}/u.test(name)) return name.slice(0, 1)
  return name.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => word.slice(0, 1).toUpperCase()).join('')
}

export interface CheckRowProps {
  label: string
  done: boolean
  note?: string
  waiting?: boolean
  disabled?: boolean
  onToggle: (done: boolean) => void
}

export function ChecklistRow({ label, done, note, waiting, disabled = false, onToggle }: CheckRowProps) {
  return (
    <button type="button" role="checkbox" class="check" aria-checked={done} disabled={disabled} onClick={() => onToggle(!done)}>
      <span class="mark" aria-hidden="true"><Icon of={check} size={20} /></span>
      <span class="grow words">
        {label}
        {note && <span class="tiny hint"><br />{note}</span>}
      </span>
      {waiting && <SyncBadge state="waiting" />}
    </button>
  )
}

export function Meter({ part, tone = 'primary', label }: { part: number; tone?: Tone; label: string }) {
  const width = Math.round(Math.min(1, Math.max(0, part)) * 100)
  return (
    <div class={`meter tone-${tone}`} role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={width}>
      <span style={{ width: `${width}%` }} />
    </div>
  )
}
