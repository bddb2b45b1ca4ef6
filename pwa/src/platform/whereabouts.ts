/**
 * Where this phone is: asked once for a proof of presence or a photo, and told to the office while on duty.
 *
 * Units    degrees WGS-84, metres, milliseconds.
 * Effects  geolocation, `POST /me/position`.
 */
import { haversineMetres } from '../engine/distance'
import { api } from '../wire/request'
import type { LatLng } from '../wire/types.gen'

export interface Fix {
  readonly position: LatLng
  readonly accuracyM: number
  readonly at: number
}

const FRESH_MS = 20_000
const PATIENCE_MS = 8000
const EVERY_MS = 60_000
const MOVED_M = 75

let last: Fix | null = null

/** A position not older than 20 s, or null when there is none to be had in 8 s. */
export function whereNow(): Promise<Fix | null> {
  if (last && Date.now() - last.at < FRESH_MS) return Promise.resolve(last)
  const ask = globalThis.navigator?.geolocation
  if (!ask) return Promise.resolve(null)
  return new Promise((done) => {
    const options = { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: FRESH_MS }
    ask.getCurrentPosition((seen) => done((last = fixOf(seen))), () => done(null), options)
  })
}

/** Tells the office the position while the page is open: once a minute, and after each 75 m. Returns how to stop. */
export function tellPosition(): () => void {
  const ask = globalThis.navigator?.geolocation
  if (!ask) return () => undefined
  let told: Fix | null = null
  const watch = ask.watchPosition(
    (seen) => {
      const now = (last = fixOf(seen))
      const due = !told || now.at - told.at > EVERY_MS || haversineMetres(told.position, now.position) > MOVED_M
      if (!due) return
      told = now
      const { position, accuracyM, at } = now
      const body = { lat: position.lat, lng: position.lng, accuracy_m: accuracyM, at: new Date(at).toISOString() }
      // A position that could not be told is worthless a minute later: no queue, no retry.
      void api('POST', '/me/position', body).catch(() => undefined)
    },
    () => undefined,
    { enableHighAccuracy: true, maximumAge: FRESH_MS },
  )
  return () => ask.clearWatch(watch)
}

function fixOf({ coords, timestamp }: GeolocationPosition): Fix {
  return { position: { lat: coords.latitude, lng: coords.longitude }, accuracyM: Math.round(coords.accuracy), at: timestamp }
}
