/** Great-circle metres between two points. Units: degrees WGS-84. Pure. */
import type { LatLng } from '../wire/types.gen'

const EARTH_M = 6_371_008.8
export const FENCE_M = 80
export const FENCE_ACCURACY_M = 100

export function haversineMetres(a: LatLng, b: LatLng): number {
  const rad = Math.PI / 180
  const half =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lng - a.lng) * rad) / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(half)))
}

/** Whether a position proves that somebody is at a place: within 80 m, by a fix of at most 100 m doubt. */
export function withinFence(here: LatLng, accuracyM: number, place: LatLng): boolean {
  return accuracyM <= FENCE_ACCURACY_M && haversineMetres(here, place) <= FENCE_M
}
