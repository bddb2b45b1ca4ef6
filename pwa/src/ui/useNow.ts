/** The moment a screen is drawn for, moving in steps of `every` while the page is visible. Units: epoch ms. */
import { useEffect, useState } from 'preact/hooks'

export function useNow(every: number): number {
  const [now, move] = useState(() => Date.now())
  useEffect(() => {
    const tick = (): void => {
      if (document.visibilityState === 'visible') move(Date.now())
    }
    const timer = setInterval(tick, every)
    document.addEventListener('visibilitychange', tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }, [every])
  return now
}
