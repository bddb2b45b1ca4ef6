/** The design page: every component in every state, the switches to see them by, and the stories of the technician. */
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { parts, type FaceProps } from '../../router'
import { language } from '../../text'
import { Segmented } from '../../ui/Choice'
import { prefs } from '../../ui/prefs'
import { Section } from '../../ui/Surface'
import { useAll } from '../../ui/useLive'
import { choose, prefer } from '../settings'
import { Controls } from './Controls'
import { Evidence } from './Evidence'
import { Office } from './Office'
import { Surfaces } from './Surfaces'
import { Tokens } from './Tokens'
import './design.css'

export default function Design({ path }: FaceProps) {
  const [, place, name] = parts(path)
  return place === 'stories' ? <Stories {...(name === undefined ? {} : { name })} /> : <Components />
}

function Components() {
  const now = useAll(prefs)
  return (
    <main class="design">
      <header class="stack">
        <h1>Doorstep · 上门</h1>
        <div class="row wrap">
          <Segmented label="Language" value={language.get()} onChange={choose} options={[{ value: 'zh', label: '中文' }, { value: 'en', label: 'English' }]} />
          <Segmented label="Theme" value={now.theme} onChange={(theme) => prefer({ theme })} options={[{ value: 'auto', label: 'Auto' }, { value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }, { value: 'sun', label: 'Sun' }]} />
          <Segmented label="Size" value={now.size} onChange={(size) => prefer({ size })} options={[{ value: 'normal', label: 'Normal' }, { value: 'elder', label: 'Elder' }]} />
        </div>
        <p><a href="/design/stories">Stories</a></p>
      </header>
      <Tokens />
      <Controls />
      <Surfaces />
      <Evidence />
      <Office />
    </main>
  )
}

interface Loaded {
  readonly StoryPage: ComponentType<{ name: string }>
  readonly names: readonly string[]
}

function Stories({ name }: { name?: string }) {
  const [loaded, load] = useState<Loaded | null>(null)
  useEffect(() => {
    void Promise.all([import('./stories/StoryPage'), import('./stories/stories')]).then(([page, stories]) => load({ StoryPage: page.StoryPage, names: Object.keys(stories.STORIES) }))
  }, [])
  if (loaded === null) return null
  if (name !== undefined) return <loaded.StoryPage name={name} />
  return (
    <main class="design">
      <h1>Stories</h1>
      <Section title="Technician">
        <ul class="list">{loaded.names.map((one) => <li key={one}><a class="line" href={`/design/stories/${one}`}>{one}</a></li>)}</ul>
      </Section>
    </main>
  )
}
