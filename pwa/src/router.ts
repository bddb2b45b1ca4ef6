/**
 * Where somebody is: a history router without routes. Faces read `path` and decide; links anywhere are ordinary `<a href>`.
 *
 * Leaving may be refused by one guard (a form with words in it). Scroll positions come back with the back button.
 * Effects  history, clicks of the document.
 */
import { live, type Live } from './engine/live'
import type { Me } from './wire/edge'

export interface How {
  readonly replace?: boolean
}

export type Go = (path: string, how?: How) => void

/** What every face is given: `path` is the whole path with its query. */
export interface FaceProps {
  readonly me: Me
  readonly path: string
  readonly go: Go
}

export const path: Live<string> = live(typeof location === 'undefined' ? '/' : here())

let guard: ((to: string) => boolean) | null = null
let depth = 0

/** Asked before a page is left; false keeps it. Returns the way to take the guard away. */
export function guardLeaving(ask: (to: string) => boolean): () => void {
  guard = ask
  return () => {
    if (guard === ask) guard = null
  }
}

export const go: Go = (to, how = {}) => {
  if (to === path.get() || (guard !== null && !guard(to))) return
  history.replaceState({ ...history.state, scroll: scrollY }, '')
  if (how.replace) history.replaceState({ depth }, '', to)
  else {
    depth += 1
    history.pushState({ depth }, '', to)
  }
  path.set(to)
  scrollTo(0, 0)
}

/** One page back, or `home` when this was the first one. */
export function back(home: string): void {
  if (depth > 0) history.back()
  else go(home, { replace: true })
}

/** Starts listening: the back button, and clicks on links to our own pages. */
export function listen(): void {
  history.scrollRestoration = 'manual'
  depth = (history.state as { depth?: number } | null)?.depth ?? 0
  addEventListener('popstate', (event) => {
    const state = event.state as { depth?: number; scroll?: number } | null
    depth = state?.depth ?? 0
    path.set(here())
    requestAnimationFrame(() => scrollTo(0, state?.scroll ?? 0))
  })
  document.addEventListener('click', (event) => {
    const to = ours(event)
    if (to === null) return
    event.preventDefault()
    go(to)
  })
}

function ours(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link = (event.target as Element | null)?.closest?.('a[href]')
  if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.hasAttribute('download')) return null
  const face = link.pathname.split('/')[1] ?? ''
  return link.origin === location.origin && link.hash === '' && FACES.has(face) ? link.pathname + link.search : null
}

const FACES = new Set(['', 't', 'd', 'l', 'm', 'a', 'design'])

function here(): string {
  return location.pathname + location.search
}

/** The parts of a path: '/t/job/7?slot=after' is ['t', 'job', '7']. Pure. */
export const parts = (at: string): string[] => (at.split('?')[0] ?? '').split('/').filter(Boolean).map(decodeURIComponent)

/** One value of the query. Pure. */
export const query = (at: string, name: string): string | null => new URLSearchParams(at.split('?')[1] ?? '').get(name)

/** The folder of the face somebody sees at a path; a role never opens another role's face. Pure. */
export function faceOf(role: Me['role'], at: string): 'technician' | 'dispatcher' | 'lead' | 'design' {
  if (parts(at)[0] === 'design') return 'design'
  if (role === 'technician') return 'technician'
  // The duty manager reviews, and answers on the board for an emergency; the administrator sees both.
  if (role === 'lead' || (role === 'manager' && parts(at)[0] !== 'd')) return 'lead'
  if (role === 'admin' && parts(at)[0] === 'l') return 'lead'
  return 'dispatcher'
}

export const HOME = { technician: '/t', dispatcher: '/d', lead: '/l', design: '/design' } as const
