/** How a position stands to a door, and what a door's QR code says. Units: metres. Pure. */
import { haversineMetres, withinFence } from '../../../engine/distance'
import type { LatLng } from '../../../wire/types.gen'

const DOUBT_M = 100

export type Fence = 'in' | 'far' | 'vague'

export interface Standing {
  readonly fence: Fence
  readonly metres: number
}

export function standingAt(door: LatLng, here: LatLng, accuracyM: number): Standing {
  const metres = haversineMetres(door, here)
  return { fence: withinFence(here, accuracyM, door) ? 'in' : accuracyM > DOUBT_M ? 'vague' : 'far', metres }
}

/** What a door's or a device's QR code says: the last part of our address, or the code itself. */
export function assetCode(read: string): string {
  const tail = /\/(?:report|a)\/([^/?#]+)/.exec(read)?.[1]
  return (tail ?? read).trim()
}
