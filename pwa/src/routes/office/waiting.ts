/** How much waits for this office, for the rail: counted anew when the bell rings; a failure leaves the last number. */
import { useEffect, useState } from 'preact/hooks'
import type { Rung } from './bell'
import { readPhones } from './house'
import { readParked } from './inbox'

export interface Waiting {
  readonly parked: number
  readonly gaps: number
  readonly setParked: (count: number) => void
}

export function useWaiting(settles: boolean, rung: Rung): Waiting {
  const [parked, setParked] = useState(0)
  const [gaps, setGaps] = useState(0)
  useEffect(() => {
    if (settles) readParked().then((items) => setParked(items.length), () => undefined)
  }, [settles, rung.operation])
  useEffect(() => {
    if (settles) readPhones().then((page) => setGaps(page.gaps.filter((gap) => gap.state === 'open').length), () => undefined)
  }, [settles, rung.phone])
  return { parked, gaps, setParked }
}
