/** The left rail of the office: where one can go, who one is, language, theme, and the way out. */
import type { ComponentChildren } from 'preact'
import { changeMe, signOut } from '../../wire/client'
import type { Me } from '../../wire/edge'
import { language } from '../../text'
import { o } from '../../text/office'
import { Icon, type IconNode } from '../../ui/Icon'
import { keyboard, languages, logOut, moon } from '../../ui/icons'
import '../../ui/controls.css'
import '../../ui/office.css'
import { choose, prefer } from '../settings'

export interface Stop {
  readonly href: string
  readonly label: string
  readonly icon: IconNode
  readonly count?: number
  readonly urgent?: boolean
  readonly here: boolean
}

export interface OfficeProps {
  readonly me: Me
  readonly stops: readonly Stop[]
  readonly onKeys: () => void
  readonly children: ComponentChildren
}

export function Office({ me, stops, onKeys, children }: OfficeProps) {
  const speakOther = (): void => {
    const next = language.get() === 'zh' ? 'en' : 'zh'
    choose(next)
    void changeMe({ language: next === 'zh' ? 'zh-CN' : 'en' }).catch(() => undefined)
  }
  const dark = (): void => prefer({ theme: document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark' })
  return (
    <div class="office-face office">
      <nav class="rail" aria-label={o('rail')}>
        <span class="mark" aria-hidden="true">门</span>
        {stops.map((stop) => (
          <a key={stop.href} href={stop.href} aria-current={stop.here ? 'page' : undefined} title={stop.label}>
            <Icon of={stop.icon} />
            <span class="word">{stop.label}</span>
            {(stop.count ?? 0) > 0 && <span class={stop.urgent ? 'count num urgent' : 'count num'}>{stop.count}</span>}
          </a>
        ))}
        <span class="grow" />
        <RailButton icon={keyboard} label={`${o('keys')} (?)`} typing onClick={onKeys} />
        <RailButton icon={languages} label={o('language')} onClick={speakOther} />
        <RailButton icon={moon} label={o('theme')} onClick={dark} />
        <RailButton icon={logOut} label={`${o('signOut')} · ${me.code}`} onClick={() => void signOut()} />
        <span class="me cut tiny hint" title={me.code}>{me.code}</span>
      </nav>
      <main class="desk">{children}</main>
    </div>
  )
}

function RailButton({ icon, label, typing, onClick }: { readonly icon: IconNode; readonly label: string; readonly typing?: boolean; readonly onClick: () => void }) {
  return (
    <button type="button" class={typing ? 'typing' : undefined} aria-label={label} title={label} onClick={onClick}>
      <Icon of={icon} size={20} />
    </button>
  )
}
