/** The SLA: a ring that empties, a shape (● ◐ ▲ ✓ Ⅱ) and words; colour only repeats what they say. */
import './sla.css'
import { c } from '../text/common'
import { exact, span } from '../text/format'
import { slaAt, type SlaClock, type SlaState, type SlaView } from './sla'
import { useNow } from './useNow'

export interface SlaRingProps {
  clock: SlaClock
  /** What is due: "arrive", "finish". */
  name?: string
  /** Seen from here instead of from the running clock (stories, print). */
  now?: number
  size?: 'small' | 'large'
  zone?: string
}

const TONES: Readonly<Record<SlaState, string>> = { ok: 'ok', soon: 'soon', late: 'late', done: 'ok', paused: 'plain' }
const ROUND = 2 * Math.PI * 9

export function SlaRing({ clock, name, now, size = 'large', zone }: SlaRingProps) {
  const live = useNow(size === 'large' ? 1000 : 15_000)
  const view = slaAt(clock, now ?? live)
  return (
    <span class={`sla sla-${size} tone-${TONES[view.state]}`} title={exact(clock.due, zone)}>
      <svg viewBox="0 0 24 24" aria-hidden="true" class="sla-ring">
        <circle cx="12" cy="12" r="9" class="sla-track" />
        <circle cx="12" cy="12" r="9" class="sla-part" stroke-dasharray={ROUND} stroke-dashoffset={ROUND * (1 - view.part)} transform="rotate(-90 12 12)" />
        <Shape state={view.state} />
      </svg>
      <span>
        {size === 'large' && name ? (
          <>
            <span class="sla-name">{[name, state(view)].filter(Boolean).join(' · ')}</span>
            <span class="sla-word num">{left(view)}</span>
          </>
        ) : (
          <span class="sla-word num">{[left(view), state(view)].filter(Boolean).join(' · ')}</span>
        )}
      </span>
    </span>
  )
}

/** "25 min left". */
function left(view: SlaView): string {
  if (view.state === 'done') return c('slaDone')
  if (view.state === 'paused') return c('slaPaused')
  return view.state === 'late' ? c('overdue', { over: span(-view.left) }) : c('due', { left: span(view.left) })
}

/** "due soon"; what is late, done or paused has said so already. */
const state = (view: SlaView): string => (view.state === 'soon' ? c('slaSoon') : view.state === 'ok' ? c('slaOk') : '')

function Shape({ state }: { state: SlaState }) {
  switch (state) {
    case 'ok':
      return <circle cx="12" cy="12" r="3.6" fill="currentColor" />
    case 'soon':
      return (
        <>
          <circle cx="12" cy="12" r="3.6" fill="none" stroke="currentColor" stroke-width="1.4" />
          <path d="M12 8.4a3.6 3.6 0 0 0 0 7.2z" fill="currentColor" />
        </>
      )
    case 'late':
      return <path d="M12 7.4 16.4 15H7.6z" fill="currentColor" />
    case 'done':
      return <path d="m8.6 12.3 2.3 2.3 4.4-4.8" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" />
    case 'paused':
      return <path d="M10.2 9v6M13.8 9v6" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />
  }
}
