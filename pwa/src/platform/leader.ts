/**
 * One page of a person syncs, the others only write and read. A lock makes that cheap; nothing depends
 * on it: two pages syncing at once are correct, only wasteful. The leader breathes on a channel; a page whose
 * leader has not been heard for `SILENCE_MS` (a frozen tab keeps its lock) takes the lock by force.
 *
 * Effects  Web Locks, BroadcastChannel, timers.
 */
const BREATH_MS = 5000
const SILENCE_MS = 15_000

export type Word = 'breath' | 'wrote' | 'pulled'

export interface Company {
  say(word: Word): void
  leave(): void
}

/** Joins the pages of one person. `lead(true)` when this page is to sync, `heard` for what others did. */
export function join(name: string, lead: (leading: boolean) => void, heard: (word: Word) => void): Company {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)
  const locks = globalThis.navigator?.locks
  const left = new AbortController()
  let leading = false
  let lastBreath = Date.now()
  const become = (now: boolean) => {
    if (leading === now) return
    leading = now
    lead(now)
  }
  const holding = () => {
    become(true)
    return new Promise<void>((done) => left.signal.addEventListener('abort', () => done()))
  }
  const take = (steal: boolean): void => {
    if (!locks) return become(true)
    const options = steal ? { steal: true } : { signal: left.signal }
    locks.request(name, options, holding).catch(() => {
      // Stolen by a page that thought this one dead, or left: wait in line again.
      become(false)
      if (!left.signal.aborted) setTimeout(() => take(false), BREATH_MS)
    })
  }
  if (channel) {
    channel.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data === 'breath') lastBreath = Date.now()
      else heard(data)
    }
  }
  const pulse = setInterval(() => {
    if (leading) channel?.postMessage('breath')
    else if (channel && document.visibilityState === 'visible' && Date.now() - lastBreath > SILENCE_MS) {
      lastBreath = Date.now()
      take(true)
    }
  }, BREATH_MS)
  take(false)
  return {
    say: (word) => channel?.postMessage(word),
    leave() {
      clearInterval(pulse)
      left.abort()
      channel?.close()
    },
  }
}
