/** The frame of every page on the phone: title line, connection strip, content, one bottom bar. */
import type { ComponentChildren } from 'preact'
import { c } from '../../../text/common'
import { IconButton } from '../../../ui/Button'
import { Icon } from '../../../ui/Icon'
import { arrowLeft, home as house, refreshCw, user } from '../../../ui/icons'
import { Strip } from '../../../ui/Strip'
import { useGround, usePhone } from '../phone'
import { w } from './words'
import { connection } from './connection'
import './shell.css'

export interface PageProps {
  title: string
  sub?: string
  /** Where back leads when this page was opened first; absent on the three top pages. */
  home?: string
  aside?: ComponentChildren
  /** The one action; the top pages show the tabs instead. */
  bar?: ComponentChildren
  children: ComponentChildren
}

export function Page({ title, sub, home, aside, bar, children }: PageProps) {
  const { go, back, path } = useGround()
  const now = usePhone((state) => state)
  const strip = connection(now)
  const here = path.startsWith('/t/sync')
  return (
    <div class="phone">
      <header class="phone-head">
        <div class={home === undefined ? 'phone-title' : 'phone-title has-back'}>
          {home !== undefined && <IconButton icon={arrowLeft} label={c('back')} onClick={() => back(home)} />}
          <h1 class="grow">
            {title}
            {sub && <span class="sub num">{sub}</span>}
          </h1>
          {aside}
        </div>
        <Strip tone={strip.tone} icon={strip.icon} text={strip.text} part={strip.part} {...(here ? {} : { onClick: () => go('/t/sync') })} />
      </header>
      <main class="phone-body">{children}</main>
      {bar ? <div class="phone-bar">{bar}</div> : home === undefined && <Tabs />}
    </div>
  )
}

function Tabs() {
  const { path } = useGround()
  const owed = usePhone((state) => state.outbox.filter((one) => one.state !== 'confirmed' && one.state !== 'sent').length + state.photosWaiting.count)
  const tabs = [
    { to: '/t', icon: house, word: w('today'), count: 0 },
    { to: '/t/sync', icon: refreshCw, word: w('sync'), count: owed },
    { to: '/t/me', icon: user, word: w('me'), count: 0 },
  ]
  return (
    <nav class="tabs" aria-label={w('mainMenu')}>
      {tabs.map((tab) => (
        <a key={tab.to} href={tab.to} aria-current={path.split('?')[0] === tab.to ? 'page' : undefined}>
          <Icon of={tab.icon} />
          {tab.word}
          {tab.count > 0 && <span class="count num">{tab.count}</span>}
        </a>
      ))}
    </nav>
  )
}
