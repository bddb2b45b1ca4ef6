/** Pull to refresh: from the top of the page, by touch; a strip grows and says what letting go will do. */
import { useEffect, useState } from 'preact/hooks'
import { Icon } from '../../../ui/Icon'
import { refreshCw } from '../../../ui/icons'
import { w } from '../shell/words'

const FAR = 72

export function Pull({ onPull }: { onPull: () => void }) {
  const [by, pull] = useState(0)
  useEffect(() => {
    let start: number | null = null
    let now = 0
    const begin = (event: TouchEvent): void => {
      start = scrollY <= 0 && event.touches.length === 1 ? (event.touches[0]?.clientY ?? null) : null
    }
    const move = (event: TouchEvent): void => {
      if (start === null) return
      now = Math.max(0, Math.min(FAR * 1.4, ((event.touches[0]?.clientY ?? start) - start) * 0.5))
      pull(now)
    }
    const end = (): void => {
      if (start !== null && now >= FAR) onPull()
      start = null
      now = 0
      pull(0)
    }
    const how = { passive: true }
    addEventListener('touchstart', begin, how)
    addEventListener('touchmove', move, how)
    addEventListener('touchend', end, how)
    addEventListener('touchcancel', end, how)
    return () => {
      removeEventListener('touchstart', begin)
      removeEventListener('touchmove', move)
      removeEventListener('touchend', end)
      removeEventListener('touchcancel', end)
    }
  }, [onPull])
  if (by === 0) return null
  return (
    <div class="row small quiet" style={{ height: `${by}px`, marginBottom: 'calc(-1 * var(--s6))', justifyContent: 'center', overflow: 'hidden' }} aria-hidden="true">
      <Icon of={refreshCw} size={20} />
      {w(by >= FAR ? 'release' : 'pull')}
    </div>
  )
}
