/** Whether a position proves presence: within 80 m of the door, known to 100 m. Units: metres. Pure. */
import type { LatLng } from '../../../wire/types.gen'

export const FENCE_M = 80
export const DOUBT_M = 100

export type Fence = 'in' | 'far' | 'vague'

export interface Standing {
  readonly fence: Fence
  readonly metres: number
}

export function standingAt(door: LatLng, here: LatLng, accuracyM: number): Standing {
  const metres = haversine(door, here)
  return { fence: accuracyM > DOUBT_M ? 'vague' : metres > FENCE_M ? 'far' : 'in', metres }
}

const EARTH = 6_371_008.8

export function haversine(a: LatLng, b: LatLng): number {
  const rad = Math.PI / 180
  const lat = Math.sin(((b.lat - a.lat) * rad) / 2)
  const lng = Math.sin(((b.lng - a.lng) * rad) / 2)
  const h = lat * lat + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * lng * lng
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** What a door's or a device's QR code says: the last part of our address, or the code itself. */
export function assetCode(read: string): string {
  const tail = /\/(?:report|a)\/([^/?#]+)/.exec(read)?.[1]
  return (tail ?? read).trim()
}
