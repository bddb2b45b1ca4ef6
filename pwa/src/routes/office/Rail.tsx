/**
 * Where one can go in the office, who one is, language, theme, and the way out: a rail on the left of a desk; on a phone
 * a bar below with what is asked for most, and the rest one tap away.
 */
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { changeMe, signOut } from '../../wire/client'
import type { Me } from '../../wire/edge'
import { language } from '../../text'
import { c } from '../../text/common'
import { o } from '../../text/office'
import { Icon, type IconNode } from '../../ui/Icon'
import { keyboard, languages, logOut, menu, moon } from '../../ui/icons'
import { Sheet } from '../../ui/Overlay'
import '../../style/office.css'
import '../../ui/controls.css'
import '../../ui/office.css'
import { choose, prefer } from '../settings'
import { useNarrow } from './useNarrow'
import { inBar, type Stop } from './stops'
import { OfficeZone } from './zone'

export interface OfficeProps {
  readonly me: Me
  readonly stops: readonly Stop[]
  readonly onKeys: () => void
  readonly children: ComponentChildren
}

interface Deed {
  readonly icon: IconNode
  readonly label: string
  readonly act: () => void
}

function deedsOf(me: Me): readonly Deed[] {
  const speakOther = (): void => {
    const next = language.get() === 'zh' ? 'en' : 'zh'
    choose(next)
    void changeMe({ language: next === 'zh' ? 'zh-CN' : 'en' }).catch(() => undefined)
  }
  const dark = (): void => prefer({ theme: document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark' })
  return [
    { icon: languages, label: o('language'), act: speakOther },
    { icon: moon, label: o('theme'), act: dark },
    { icon: logOut, label: `${o('signOut')} · ${me.code}`, act: () => void signOut() },
  ]
}

export function Office({ me, stops, onKeys, children }: OfficeProps) {
  const narrow = useNarrow()
  return (
    <OfficeZone.Provider value={me.time_zone}>
      <div class="office-face office">
        {narrow ? <Bar me={me} stops={stops} /> : <Rail me={me} stops={stops} onKeys={onKeys} />}
        <main class="desk">{children}</main>
      </div>
    </OfficeZone.Provider>
  )
}

function Rail({ me, stops, onKeys }: Omit<OfficeProps, 'children'>) {
  return (
    <nav class="rail" aria-label={o('rail')}>
      <span class="mark" aria-hidden="true">门</span>
      {stops.map((stop) => <To key={stop.href} stop={stop} />)}
      <span class="grow" />
      {[{ icon: keyboard, label: `${o('keys')} (?)`, act: onKeys }, ...deedsOf(me)].map(({ icon, label, act }) => (
        <button key={label} type="button" aria-label={label} title={label} onClick={act}><Icon of={icon} size={20} /></button>
      ))}
      <span class="me cut tiny hint" title={me.code}>{me.code}</span>
    </nav>
  )
}

function Bar({ me, stops }: Omit<OfficeProps, 'children' | 'onKeys'>) {
  const [open, show] = useState(false)
  const here = stops.find((stop) => stop.here)?.href
  useEffect(() => show(false), [here])
  const bar = inBar(stops)
  const rest = stops.filter((stop) => !bar.includes(stop))
  const counted = rest.filter((stop) => (stop.count ?? 0) > 0)
  return (
    <nav class="rail" aria-label={o('rail')}>
      {bar.map((stop) => <To key={stop.href} stop={stop} brief />)}
      <button type="button" aria-haspopup="dialog" class={rest.some((stop) => stop.here) ? 'here' : undefined} onClick={() => show(true)}>
        <Icon of={menu} />
        <span class="word">{c('more')}</span>
        <Count of={counted.reduce((sum, stop) => sum + (stop.count ?? 0), 0)} urgent={counted.some((stop) => stop.urgent)} />
      </button>
      {open && (
        <Sheet title={c('more')} onClose={() => show(false)}>
          <ul class="list more">
            {rest.map((stop) => (
              <li key={stop.href}>
                <a class="line" href={stop.href} aria-current={stop.here ? 'page' : undefined} onClick={() => stop.here && show(false)}>
                  <Icon of={stop.icon} /><span class="grow">{stop.label}</span><Count of={stop.count} urgent={stop.urgent} />
                </a>
              </li>
            ))}
          </ul>
          <ul class="list more">
            {deedsOf(me).map(({ icon, label, act }) => (
              <li key={label}><button type="button" class="line" onClick={() => (show(false), act())}><Icon of={icon} /><span class="grow">{label}</span></button></li>
            ))}
          </ul>
        </Sheet>
      )}
    </nav>
  )
}

function To({ stop, brief = false }: { readonly stop: Stop; readonly brief?: boolean }) {
  return (
    <a href={stop.href} aria-current={stop.here ? 'page' : undefined} title={stop.label}>
      <Icon of={stop.icon} />
      <span class="word">{brief ? (stop.brief ?? stop.label) : stop.label}</span>
      <Count of={stop.count} urgent={stop.urgent} />
    </a>
  )
}

function Count({ of, urgent }: { readonly of: number | undefined; readonly urgent: boolean | undefined }) {
  return (of ?? 0) > 0 ? <span class={urgent ? 'count num urgent' : 'count num'}>{of}</span> : null
}
