/**
 * The same plan without WebGL: SVG paths in world pixels, moved and zoomed by one transform.
 *
 * Effects   builds elements in the box it is given; listens to pointer and wheel on it.
 */
import type { LatLng } from '../../wire/types.gen'
import { fitting, unworld, world, type Box, type PlanFeature, type PlanKind } from './plan'
import { spotIn, type Colours, type Surface } from './surface'

const SVG = 'http://www.w3.org/2000/svg'
/** Paths are written at this zoom, relative to a corner near them, so that numbers stay short and sharp. */
const DRAWN_AT = 18
const LAYER: readonly PlanKind[] = ['boundary', 'green', 'water', 'parking', 'road', 'building', 'gate', 'other']

interface View {
  center: LatLng
  zoom: number
}

export function openSvg(box: HTMLElement, first: Colours): Surface {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('class', 'plan')
  svg.setAttribute('aria-hidden', 'true')
  const group = document.createElementNS(SVG, 'g')
  svg.append(group)
  box.append(svg)
  const view: View = { center: { lat: 30.57, lng: 104.06 }, zoom: 12 }
  const moved = new Set<() => void>()
  let origin = { x: 0, y: 0 }
  let colour = first
  const size = () => ({ width: box.clientWidth || 1, height: box.clientHeight || 1 })
  const place = () => {
    const { width, height } = size()
    const scale = 2 ** (view.zoom - DRAWN_AT)
    const middle = world(view.center, view.zoom)
    group.setAttribute('transform', `translate(${width / 2 - middle.x + origin.x * scale} ${height / 2 - middle.y + origin.y * scale}) scale(${scale})`)
    svg.style.background = colour.ground
    for (const tell of moved) tell()
  }
  const to = (center: LatLng, zoom: number) => {
    view.center = center
    view.zoom = Math.max(1, Math.min(19, zoom))
    place()
  }
  const release = dragging(box, view, size, to)
  const watch = new ResizeObserver(place)
  watch.observe(box)
  return {
    kind: 'svg',
    zoom: () => view.zoom,
    project: (at) => spotIn(at, view.center, view.zoom, size().width, size().height),
    fit: (around: Box) => {
      const { width, height } = size()
      const { center, zoom } = fitting(around, width, height)
      to(center, zoom)
    },
    zoomBy: (steps) => to(view.center, view.zoom + steps),
    reveal: (at) => {
      const { width, height } = size()
      const { x, y } = spotIn(at, view.center, view.zoom, width, height)
      if (x < 40 || y < 40 || x > width - 40 || y > height - 40) to(at, Math.max(view.zoom, 15))
    },
    draw: (features) => {
      const corner = features[0]?.lines[0]?.[0]
      origin = corner ? world({ lat: corner[1], lng: corner[0] }, DRAWN_AT) : origin
      group.replaceChildren(...paths(features, origin))
      tint(group, colour)
      place()
    },
    paint: (next) => {
      colour = next
      tint(group, colour)
      place()
    },
    onMove: (tell) => {
      moved.add(tell)
      return () => moved.delete(tell)
    },
    destroy: () => {
      release()
      watch.disconnect()
      svg.remove()
    },
  }
}

function paths(features: readonly PlanFeature[], origin: { x: number; y: number }): SVGPathElement[] {
  const sorted = [...features].sort((a, b) => LAYER.indexOf(a.kind) - LAYER.indexOf(b.kind))
  return sorted.filter((feature) => feature.shape !== 'point').map((feature) => {
    const path = document.createElementNS(SVG, 'path')
    const d = feature.lines.map((part) => part.map(([lng, lat], n) => {
      const { x, y } = world({ lat, lng }, DRAWN_AT)
      return `${n === 0 ? 'M' : 'L'}${(x - origin.x).toFixed(1)} ${(y - origin.y).toFixed(1)}`
    }).join('') + (feature.shape === 'area' ? 'Z' : '')).join('')
    path.setAttribute('d', d)
    path.setAttribute('fill-rule', 'evenodd')
    path.dataset['kind'] = feature.kind
    return path
  })
}

function tint(group: SVGGElement, colour: Colours): void {
  const fills: Partial<Record<string, string>> = { boundary: colour.boundary, building: colour.building, green: colour.green, water: colour.water, parking: colour.parking }
  for (const path of group.querySelectorAll('path')) {
    const kind = path.dataset['kind'] ?? ''
    const road = kind === 'road'
    path.setAttribute('fill', road ? 'none' : (fills[kind] ?? colour.boundary))
    path.setAttribute('stroke', road ? colour.road : kind === 'building' || kind === 'boundary' ? colour.edge : 'none')
    path.setAttribute('stroke-width', road ? '14' : '1')
    if (!road) path.setAttribute('vector-effect', 'non-scaling-stroke')
  }
}

/** Drag to move, wheel or pinch to zoom around the pointer. Returns the way to stop. */
function dragging(box: HTMLElement, view: View, size: () => { width: number; height: number }, to: (center: LatLng, zoom: number) => void): () => void {
  let last: { x: number; y: number } | null = null
  const shift = (dx: number, dy: number, zoom: number) => {
    const middle = world(view.center, zoom)
    return unworld(middle.x + dx, middle.y + dy, zoom)
  }
  const down = (event: PointerEvent) => {
    if ((event.target as Element).closest('button')) return
    last = { x: event.clientX, y: event.clientY }
    box.setPointerCapture(event.pointerId)
  }
  const move = (event: PointerEvent) => {
    if (!last) return
    to(shift(last.x - event.clientX, last.y - event.clientY, view.zoom), view.zoom)
    last = { x: event.clientX, y: event.clientY }
  }
  const up = () => {
    last = null
  }
  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    const zoom = Math.max(1, Math.min(19, view.zoom - event.deltaY / 240))
    const rect = box.getBoundingClientRect()
    const { width, height } = size()
    const off = { x: event.clientX - rect.left - width / 2, y: event.clientY - rect.top - height / 2 }
    const factor = 2 ** (zoom - view.zoom) - 1
    const middle = world(view.center, zoom)
    to(unworld(middle.x + off.x * factor, middle.y + off.y * factor, zoom), zoom)
  }
  box.addEventListener('pointerdown', down)
  box.addEventListener('pointermove', move)
  box.addEventListener('pointerup', up)
  box.addEventListener('pointercancel', up)
  box.addEventListener('wheel', wheel, { passive: false })
  return () => {
    box.removeEventListener('pointerdown', down)
    box.removeEventListener('pointermove', move)
    box.removeEventListener('pointerup', up)
    box.removeEventListener('pointercancel', up)
    box.removeEventListener('wheel', wheel)
  }
}
