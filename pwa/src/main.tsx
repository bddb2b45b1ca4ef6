/**
 * The staff app: who is it, which face, and nothing of any other face. Each face is its own chunk.
 *
 * Effects  the document; the session is restored before the first page is drawn, from memory when nothing answers.
 */
import { type ComponentType, render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { faceOf, go, HOME, listen, path, parts, type FaceProps } from './router'
import { startSettings } from './routes/settings'
import './style/tokens.css'
import './style/base.css'
import { language } from './text'
import { c } from './text/common'
import { Button } from './ui/Button'
import { Sheet } from './ui/Overlay'
import { Banner, Skeleton } from './ui/Surface'
import { Toasts } from './ui/Toast'
import { useAll } from './ui/useLive'
import { register, update } from './platform/install'
import { needsLogin, restore, session } from './wire/client'
import type { Me } from './wire/edge'

type Page = ComponentType<FaceProps>
type Load = () => Promise<{ default: Page }>

const faces = import.meta.glob<{ default: Page }>('./routes/{technician,dispatcher,lead,design,signin}/index.tsx')
const nobody: Me = { id: '', code: '', role: 'technician', org: '', org_zh: '', org_en: '', communities: [], language: 'zh-CN', currency: 'CNY', time_zone: 'Asia/Shanghai' }

function App() {
  useAll(language)
  const at = useAll(path)
  const me = useAll(session)?.me ?? null
  const face = parts(at)[0] === 'design' ? 'design' : me === null ? 'signin' : faceOf(me.role, at)
  useEffect(() => {
    const home = face === 'signin' || face === 'design' ? null : HOME[face]
    if (home !== null && !at.startsWith(home)) go(home, { replace: true })
  }, [face, at])
  return (
    <>
      <Lazy key={face} name={face} me={me ?? nobody} path={at} />
      {face !== 'signin' && <Notices />}
      <Toasts />
    </>
  )
}

function Lazy({ name, me, path: at }: { name: string; me: Me; path: string }) {
  const [page, show] = useState<{ Page: Page } | 'failed' | null>(null)
  const load = (): void => {
    const face: Load | undefined = faces[`./routes/${name}/index.tsx`]
    show(null)
    if (face === undefined) return show('failed')
    face().then((loaded) => show({ Page: loaded.default }), () => show('failed'))
  }
  useEffect(load, [name])
  if (page === 'failed') return <main style={{ padding: 'var(--s4)' }}><Banner tone="offline" title={c('networkGone')} action={<Button onClick={load}>{c('retry')}</Button>} /></main>
  if (page === null) return <main style={{ padding: 'var(--s6) var(--s4)' }}><Skeleton label={c('loading')} lines={6} /></main>
  return <page.Page me={me} path={at} go={go} />
}

/** Above every face: a new version waits for a tap, a session that ended waits for a password; work goes on under both. */
function Notices() {
  const fresh = useAll(update)
  const ended = useAll(needsLogin)
  const [asked, ask] = useState(false)
  if (ended && asked) return <Again onClose={() => ask(false)} />
  if (ended) return <Notice word={c('sessionEnded')} yes={c('signInAgain')} onYes={() => ask(true)} />
  if (fresh !== null) return <Notice word={c('newVersion')} yes={c('reload')} onYes={fresh} />
  return null
}

function Notice({ word, yes, onYes }: { word: string; yes: string; onYes: () => void }) {
  return (
    <div class="notice no-print" role="status">
      <span class="grow small">{word}</span>
      <Button small onClick={onYes}>{yes}</Button>
    </div>
  )
}

function Again({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={c('signInAgain')} onClose={onClose}>
      <Lazy name="signin" me={nobody} path="/" />
    </Sheet>
  )
}

startSettings()
listen()
register({ go })
const root = document.getElementById('app')
if (root !== null) void restore().finally(() => render(<App />, root))
