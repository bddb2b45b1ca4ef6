/**
 * The page behind an owner's link, kept up to date: a stream while it works, polling while it does not.
 *
 * The code is exchanged by POST for a short session and again when that ends; GET never changes anything. What was
 * shown last stays when the connection goes, with the moment it was true.
 *
 * Effects  fetch, timers; sets the bearer of this page.
 */
import { live, type Live } from '../../engine/live'
import { ApiProblem, api, renewWith, withToken } from '../../wire/request'
import type { OwnerPage } from '../../wire/types.gen'

export interface Progress {
  readonly page: OwnerPage | null
  readonly problem: unknown
  readonly at: number
  readonly link: 'stream' | 'poll' | 'none'
}

interface OwnerSession {
  readonly token: string
  readonly expires_at: string
  readonly page: OwnerPage
}

const POLL_MS = 30_000

export interface OpenProgress {
  readonly state: Live<Progress>
  readonly reload: () => Promise<void>
  /** One step of the owner: `path` below /owner/, with the page's nonce added. */
  readonly post: (path: string, body: object) => Promise<void>
  readonly close: () => void
}

export function openProgress(code: string): OpenProgress {
  const state = live<Progress>({ page: null, problem: null, at: 0, link: 'none' })
  const cut = new AbortController()
  const patch = (next: Partial<Progress>) => state.set({ ...state.get(), ...next })
  const show = (page: OwnerPage) => patch({ page, problem: null, at: Date.now() })
  const enter = async (): Promise<boolean> => {
    const begun = await api<OwnerSession>('POST', '/owner/session', { code })
    withToken(begun.token, Date.parse(begun.expires_at))
    show(begun.page)
    return true
  }
  const again = () => {
    renewWith(null)
    withToken(null)
    return enter().finally(() => renewWith(again))
  }
  const fail = (problem: unknown) => {
    const gone = problem instanceof ApiProblem && [401, 403, 404, 410].includes(problem.status)
    patch(gone ? { problem, page: null } : { problem, link: 'none' })
  }
  const reload = async () => {
    try {
      if (state.get().page === null) await again()
      else {
        show(await api<OwnerPage>('GET', '/owner/page'))
        if (state.get().link === 'none') patch({ link: 'poll' })
      }
    } catch (problem) {
      fail(problem)
    }
  }
  const poll = setInterval(() => {
    if (document.visibilityState === 'visible' && state.get().link !== 'stream') void reload()
  }, POLL_MS)
  const back = () => {
    if (document.visibilityState === 'visible') void reload()
  }
  document.addEventListener('visibilitychange', back)
  void reload().then(async () => {
    if (state.get().page === null) return
    // The page is on the screen: what keeps it live may come after it.
    const { stream } = await import('../../wire/stream')
    if (cut.signal.aborted) return
    void stream('/owner/stream', {
      onEvent: (name, data) => {
        if (name === 'page') show(data as OwnerPage)
      },
      onState: (open) => patch({ link: open ? 'stream' : 'poll' }),
      signal: cut.signal,
    })
  })
  return { state, reload, post: (path, body) => posted(path, body, state.get().page?.nonce ?? '', show), close: () => end(cut, poll, back) }
}

async function posted(path: string, body: object, nonce: string, show: (page: OwnerPage) => void): Promise<void> {
  try {
    const answer = await api<OwnerPage | undefined>('POST', `/owner/${path}`, { nonce, ...body })
    if (answer?.stage) return show(answer)
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 409) show(await api<OwnerPage>('GET', '/owner/page'))
    throw problem
  }
  show(await api<OwnerPage>('GET', '/owner/page'))
}

function end(cut: AbortController, poll: ReturnType<typeof setInterval>, back: () => void): void {
  cut.abort()
  clearInterval(poll)
  document.removeEventListener('visibilitychange', back)
  renewWith(null)
  withToken(null)
}
