/**
 * The plan drawn by MapLibre, without any tile server: the communities' own GeoJSON as vector layers.
 *
 * Loaded only by the dispatcher, after the board is on the screen. The worker's address has to be given by hand because
 * bundlers do not see how MapLibre computes it.
 *
 * Errors   throws when there is no WebGL; the caller then draws SVG.
 */
import { Map as GlMap, setWorkerUrl, type LayerSpecification, type GeoJSONSource } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import { asGeoJson, type PlanKind } from './plan'
import type { Colours, Surface } from './surface'

const AREAS: readonly PlanKind[] = ['boundary', 'green', 'water', 'parking', 'building', 'other']

export function canGl(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null
  } catch {
    return false
  }
}

function layers(colour: Colours): LayerSpecification[] {
  const fills = AREAS.filter((kind) => kind !== 'building').map((kind): LayerSpecification => ({
    id: kind, type: 'fill', source: 'plan', filter: ['all', ['==', ['get', 'kind'], kind], ['==', ['geometry-type'], 'Polygon']], paint: { 'fill-color': fillOf(kind, colour) },
  }))
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': colour.ground } },
    ...fills,
    { id: 'road', type: 'line', source: 'plan', filter: ['==', ['get', 'kind'], 'road'], layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': colour.road, 'line-width': ['interpolate', ['exponential', 2], ['zoom'], 12, 1, 18, 14] } },
    { id: 'building', type: 'fill', source: 'plan', filter: ['==', ['get', 'kind'], 'building'], paint: { 'fill-color': colour.building } },
    { id: 'edge', type: 'line', source: 'plan', filter: ['==', ['get', 'kind'], 'building'], paint: { 'line-color': colour.edge, 'line-width': 1 } },
    { id: 'fence', type: 'line', source: 'plan', filter: ['==', ['get', 'kind'], 'boundary'], paint: { 'line-color': colour.edge, 'line-width': 1.5, 'line-dasharray': [3, 2] } },
  ]
}

function fillOf(kind: PlanKind, colour: Colours): string {
  switch (kind) {
    case 'green':
      return colour.green
    case 'water':
      return colour.water
    case 'parking':
      return colour.parking
    default:
      return colour.boundary
  }
}

/** A surface in `box`; resolves when the style is there. */
export async function openGl(box: HTMLElement, colour: Colours): Promise<Surface> {
  setWorkerUrl(workerUrl)
  const empty = { type: 'FeatureCollection' as const, features: [] }
  const map = new GlMap({
    container: box,
    style: { version: 8, sources: { plan: { type: 'geojson', data: empty, maxzoom: 14, tolerance: 0.1, buffer: 8 } }, layers: layers(colour) },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    maxPitch: 0,
    keyboard: false,
    zoom: 12,
    center: [104.06, 30.57],
    maxZoom: 19,
  })
  map.touchZoomRotate.disableRotation()
  await new Promise<void>((ready, fail) => {
    map.once('style.load', () => ready())
    map.once('error', (event) => fail(event.error))
    box.addEventListener('webglcontextcreationerror', () => fail(new Error('webgl')), { once: true })
  })
  return surfaceOf(map)
}

function surfaceOf(map: GlMap): Surface {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  return {
    kind: 'gl',
    zoom: () => map.getZoom(),
    project: ({ lat, lng }) => map.project([lng, lat]),
    fit: (to, animate) => {
      map.resize()
      map.fitBounds([[to.west, to.south], [to.east, to.north]], { padding: 56, maxZoom: 18, animate: animate && !calm, duration: 400 })
    },
    zoomBy: (steps) => map.zoomTo(map.getZoom() + steps, { animate: !calm, duration: 220 }),
    reveal: ({ lat, lng }) => {
      const { x, y } = map.project([lng, lat])
      const { clientWidth, clientHeight } = map.getContainer()
      const away = x < 40 || y < 40 || x > clientWidth - 40 || y > clientHeight - 40
      if (away) map.easeTo({ center: [lng, lat], zoom: Math.max(map.getZoom(), 15), animate: !calm, duration: 400 })
    },
    draw: (features) => (map.getSource('plan') as GeoJSONSource).setData(asGeoJson(features)),
    paint: (colour) => {
      for (const layer of layers(colour))
        for (const [name, value] of Object.entries(layer.paint ?? {})) map.setPaintProperty(layer.id, name as never, value as never)
    },
    onMove: (moved) => {
      map.on('move', moved)
      map.on('resize', moved)
      return () => {
        map.off('move', moved)
        map.off('resize', moved)
      }
    },
    destroy: () => map.remove(),
  }
}
