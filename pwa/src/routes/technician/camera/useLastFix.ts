/** The last position known when the shutter opens: evidence beside the picture, never a reason to wait. */
import { useEffect, useRef } from 'preact/hooks'
import { usePosition, type PhoneFix } from '../job/usePosition'

export function useLastFix(): { readonly current: PhoneFix | null } {
  const located = usePosition(true)
  const last = useRef<PhoneFix | null>(null)
  useEffect(() => {
    if (located.at === 'found') last.current = located.fix
  }, [located])
  return last
}
