/**
 * The owner's entry: no staff code, no service worker, one small page.
 *
 * `/o#<code>` is the progress of one work order, `/report/<code>` the form behind a QR code. Each is its own chunk.
 */
import { render } from 'preact'
import './style/tokens.css'
import './style/base.css'
import './routes/owner/owner.css'
import { Shape } from './routes/owner/bits'
import { dress } from './routes/owner/looks'
import { language, learn, tag } from './text/owner'

/** Apart from each other: two imports in one conditional lose the style sheets of one of them in the build. */
const PAGES = {
  progress: () => import('./routes/owner'),
  report: () => import('./routes/report'),
}

async function start(root: HTMLElement): Promise<void> {
  dress()
  render(<main class="page"><Shape /></main>, root)
  const reporting = location.pathname.startsWith('/report')
  const page = PAGES[reporting ? 'report' : 'progress']()
  document.documentElement.lang = tag(language.get())
  await learn('owner', ...(reporting ? (['report'] as const) : []))
  const { default: Page } = await page
  render(<Page />, root)
}

const root = document.getElementById('app')
if (root) void start(root)
