/** Whether the office is seen on a phone: one pane at a time, a bar at the bottom. The same width as in `office.css`. Effects: the window. */
import { useEffect, useState } from 'preact/hooks'

const NARROW = '(max-width: 860px)'

export function useNarrow(): boolean {
  const [narrow, is] = useState(() => matchMedia(NARROW).matches)
  useEffect(() => {
    const media = matchMedia(NARROW)
    const onChange = (): void => is(media.matches)
    media.addEventListener('change', onChange)
    return () => media.removeEventListener('change', onChange)
  }, [])
  return narrow
}
