/** Where this phone is, while somebody asks: the best fix so far, or why there is none. Effects: geolocation. */
import { useEffect, useState } from 'preact/hooks'
import type { LatLng } from '../../../wire/types.gen'

export interface PhoneFix {
  readonly position: LatLng
  readonly accuracyM: number
  readonly at: number
}

export type Located =
  | { readonly at: 'looking' }
  | { readonly at: 'found'; readonly fix: PhoneFix }
  | { readonly at: 'none'; readonly why: 'position_denied' | 'position_slow' }

const PATIENCE_MS = 15_000

export function usePosition(asked: boolean): Located {
  const [located, tell] = useState<Located>({ at: 'looking' })
  useEffect(() => {
    if (!asked) return
    if (!('geolocation' in navigator)) return tell({ at: 'none', why: 'position_denied' })
    let best: PhoneFix | null = null
    const watch = navigator.geolocation.watchPosition(
      ({ coords, timestamp }) => {
        const fix = { position: { lat: coords.latitude, lng: coords.longitude }, accuracyM: coords.accuracy, at: timestamp }
        if (best === null || fix.accuracyM <= best.accuracyM || fix.at - best.at > PATIENCE_MS) best = fix
        tell({ at: 'found', fix: best })
      },
      (error) => {
        if (best === null) tell({ at: 'none', why: error.code === error.PERMISSION_DENIED ? 'position_denied' : 'position_slow' })
      },
      { enableHighAccuracy: true, maximumAge: 10_000, timeout: PATIENCE_MS },
    )
    return () => navigator.geolocation.clearWatch(watch)
  }, [asked])
  return located
}
