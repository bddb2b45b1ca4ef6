/**
 * What the board needs of a map, whichever draws it: MapLibre where there is WebGL, plain SVG where there is not.
 *
 * A surface draws the communities' plans and knows where a position is on it. Markers, clusters and names lie above it
 * as ordinary elements, so that they are the same on both, have names and take the keyboard.
 *
 * Units   CSS pixels of the surface's box; zoom as MapLibre counts it.
 */
import type { LatLng } from '../../wire/types.gen'
import { around, corners, world, type Box, type PlanFeature } from './plan'

export interface Spot {
  readonly x: number
  readonly y: number
}

export interface Surface {
  readonly kind: 'gl' | 'svg'
  readonly zoom: () => number
  readonly project: (at: LatLng) => Spot
  readonly fit: (box: Box, animate: boolean) => void
  readonly zoomBy: (steps: number) => void
  /** Brings a position into view without changing the zoom when it is there already. */
  readonly reveal: (at: LatLng) => void
  readonly draw: (features: readonly PlanFeature[]) => void
  readonly paint: (colours: Colours) => void
  readonly onMove: (moved: () => void) => () => void
  readonly destroy: () => void
}

export interface Colours {
  readonly ground: string
  readonly boundary: string
  readonly building: string
  readonly edge: string
  readonly road: string
  readonly green: string
  readonly water: string
  readonly parking: string
}

/** The plan's colours as the theme has them (`dispatcher.css`). */
export function colours(): Colours {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string) => style.getPropertyValue(`--map-${name}`).trim() || '#888888'
  return {
    ground: of('ground'), boundary: of('boundary'), building: of('building'), edge: of('edge'),
    road: of('road'), green: of('green'), water: of('water'), parking: of('parking'),
  }
}

interface Placed {
  readonly code: string
  readonly position: LatLng
}

const NEAR_KM = 60

/** The communities to show first: those around the one with the most open orders, so that an estate overseas does not shrink the rest to a point. */
export function homeGround<C extends Placed>(communities: readonly C[], counts: ReadonlyMap<string, number>): C[] {
  const most = [...communities].sort((a, b) => (counts.get(b.code) ?? 0) - (counts.get(a.code) ?? 0))[0]
  return most ? communities.filter((one) => km(one.position, most.position) < NEAR_KM) : []
}

/** The box of these communities' plans; where there is no plan, some room around the centre. */
export function boxOf(communities: readonly Placed[], features: readonly PlanFeature[]): Box | null {
  const room = 0.0015
  return around(
    communities.flatMap((one) => {
      const own = corners(features.filter((feature) => feature.community === one.code))
      const { lat, lng } = one.position
      return own.length > 0 ? own : [{ lat: lat - room, lng: lng - room }, { lat: lat + room, lng: lng + room }]
    }),
  )
}

/** Great-circle distance, good enough to tell a town from a continent. */
export function km(a: LatLng, b: LatLng): number {
  const rad = Math.PI / 180
  const half = Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lng - a.lng) * rad) / 2) ** 2
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(half)))
}

/** Whether a spot lies in a box of this size, with a margin. */
export function inside(spot: Spot, width: number, height: number, margin: number): boolean {
  return spot.x >= -margin && spot.y >= -margin && spot.x <= width + margin && spot.y <= height + margin
}

/** Where a position is in a view around `center`. */
export function spotIn(at: LatLng, center: LatLng, zoom: number, width: number, height: number): Spot {
  const here = world(at, zoom)
  const middle = world(center, zoom)
  return { x: here.x - middle.x + width / 2, y: here.y - middle.y + height / 2 }
}
