/**
 * The communities' own plans: GeoJSON text in, features that both maps can draw out.
 *
 * There is no tile server. What a community drew of itself (boundary, buildings, roads, water, green) is all
 * there is under the markers; a plan that cannot be read is left out and the others are shown.
 *
 * Units   degrees WGS-84; world pixels at zoom 0 are 512 wide, as MapLibre counts.
 * Pure    yes.
 */
import type { FeatureCollection, Geometry } from 'geojson'
import type { CommunityView, LatLng } from '../../wire/types.gen'

export type PlanKind = 'boundary' | 'building' | 'road' | 'green' | 'water' | 'parking' | 'gate' | 'other'

export interface PlanFeature {
  readonly kind: PlanKind
  readonly label: string
  readonly community: string
  readonly shape: 'area' | 'line' | 'point'
  /** Rings or lines of [lng, lat]. */
  readonly lines: readonly (readonly (readonly [number, number])[])[]
}

export interface Box {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

const KINDS: readonly PlanKind[] = ['boundary', 'building', 'road', 'green', 'water', 'parking', 'gate']
const WORLD = 512

type Pair = readonly [number, number]
const isPair = (value: unknown): value is Pair =>
  Array.isArray(value) && value.length >= 2 && Number.isFinite(value[0]) && Number.isFinite(value[1])
const line = (value: unknown): Pair[] => (Array.isArray(value) ? value.filter(isPair) : [])
const lines = (value: unknown): Pair[][] => (Array.isArray(value) ? value.map(line).filter((part) => part.length > 0) : [])

function geometry(value: unknown): { shape: PlanFeature['shape']; lines: Pair[][] } | null {
  if (typeof value !== 'object' || value === null) return null
  const { type, coordinates } = value as { type?: unknown; coordinates?: unknown }
  switch (type) {
    case 'Point':
      return isPair(coordinates) ? { shape: 'point', lines: [[coordinates]] } : null
    case 'LineString':
      return { shape: 'line', lines: [line(coordinates)] }
    case 'MultiLineString':
      return { shape: 'line', lines: lines(coordinates) }
    case 'Polygon':
      return { shape: 'area', lines: lines(coordinates) }
    case 'MultiPolygon':
      return { shape: 'area', lines: Array.isArray(coordinates) ? coordinates.flatMap(lines) : [] }
    default:
      return null
  }
}

/** The features of one community's plan, or none when the text is not GeoJSON. */
export function readPlan(community: Pick<CommunityView, 'code' | 'plan'>): PlanFeature[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(community.plan || '{}')
  } catch {
    return []
  }
  const features = (parsed as { features?: unknown } | null)?.features
  if (!Array.isArray(features)) return []
  return features.flatMap((feature: { geometry?: unknown; properties?: Record<string, unknown> | null }) => {
    const drawn = geometry(feature?.geometry)
    if (!drawn || drawn.lines.length === 0) return []
    const told = feature.properties?.['kind']
    const kind = KINDS.find((known) => known === told) ?? 'other'
    const label = feature.properties?.['label'] ?? feature.properties?.['name'] ?? ''
    return [{ kind, label: String(label), community: community.code, ...drawn }]
  })
}

/** The same features as one GeoJSON collection for MapLibre, with `kind`, `label` and `community` to style by. */
export function asGeoJson(features: readonly PlanFeature[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: features.map((feature) => {
      const parts = feature.lines.map((part) => part.map(([lng, lat]) => [lng, lat]))
      const geometry: Geometry =
        feature.shape === 'area'
          ? { type: 'Polygon', coordinates: parts }
          : feature.shape === 'line'
            ? { type: 'MultiLineString', coordinates: parts }
            : { type: 'Point', coordinates: parts[0]?.[0] ?? [0, 0] }
      return { type: 'Feature', geometry, properties: { kind: feature.kind, label: feature.label, community: feature.community } }
    }),
  }
}

/** World pixels of a position at a zoom (Web Mercator). */
export function world(at: LatLng, zoom: number): { x: number; y: number } {
  const size = WORLD * 2 ** zoom
  const sin = Math.sin((Math.max(-85, Math.min(85, at.lat)) * Math.PI) / 180)
  return { x: ((at.lng + 180) / 360) * size, y: (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * size }
}

/** The position under a world pixel: the inverse of `world`. */
export function unworld(x: number, y: number, zoom: number): LatLng {
  const size = WORLD * 2 ** zoom
  const n = Math.PI * (1 - (2 * y) / size)
  return { lat: (Math.atan(Math.sinh(n)) * 180) / Math.PI, lng: (x / size) * 360 - 180 }
}

/** The box around positions, or null when there are none. */
export function around(points: Iterable<LatLng>): Box | null {
  let box: Box | null = null
  for (const { lat, lng } of points)
    box = box
      ? { west: Math.min(box.west, lng), south: Math.min(box.south, lat), east: Math.max(box.east, lng), north: Math.max(box.north, lat) }
      : { west: lng, south: lat, east: lng, north: lat }
  return box
}

/** Every corner of a plan, for fitting the view. */
export function corners(features: readonly PlanFeature[]): LatLng[] {
  return features.flatMap((feature) => feature.lines.flatMap((part) => part.map(([lng, lat]) => ({ lat, lng }))))
}

/** Centre and zoom that show a box in a view of `width` × `height` pixels with a margin. */
export function fitting(box: Box, width: number, height: number, margin = 48): { center: LatLng; zoom: number } {
  const nw = world({ lat: box.north, lng: box.west }, 0)
  const se = world({ lat: box.south, lng: box.east }, 0)
  const room = (pixels: number) => Math.max(64, pixels - 2 * margin)
  const scale = Math.min(room(width) / Math.max(1e-9, se.x - nw.x), room(height) / Math.max(1e-9, se.y - nw.y))
  return { center: unworld((nw.x + se.x) / 2, (nw.y + se.y) / 2, 0), zoom: Math.min(18, Math.max(1, Math.log2(scale))) }
}
