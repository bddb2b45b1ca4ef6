/**
 * Draws the icon once - a door ajar above its step - and writes it as SVG and as the PNGs that phones ask for.
 * The shapes are the source; no picture library is needed for five of them. `npm run icons`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'

const GREEN = [11, 107, 93]
const WHITE = [255, 255, 255]
const MINT = [92, 200, 178]
const AMBER = [240, 179, 87]

const box = (x, y, w, h, r, fill) => ({ kind: 'box', x, y, w, h, r, fill })
const leaf = (points, fill) => ({ kind: 'leaf', points, fill })
const dot = (x, y, r, fill) => ({ kind: 'dot', x, y, r, fill })

const door = [
  box(152, 92, 208, 290, 24, WHITE),
  leaf([[178, 118], [296, 146], [296, 382], [178, 382]], MINT),
  dot(274, 264, 12, GREEN),
  box(96, 376, 320, 44, 22, AMBER),
]
const full = (radius) => [box(0, 0, 512, 512, radius, GREEN), ...door]
const silhouette = [box(152, 92, 208, 290, 24, WHITE), dot(310, 244, 16, null), box(96, 376, 320, 44, 22, WHITE)]

function inside(shape, x, y) {
  if (shape.kind === 'dot') return (x - shape.x) ** 2 + (y - shape.y) ** 2 <= shape.r ** 2
  if (shape.kind === 'box') {
    const dx = Math.max(shape.x + shape.r - x, x - (shape.x + shape.w - shape.r), 0)
    const dy = Math.max(shape.y + shape.r - y, y - (shape.y + shape.h - shape.r), 0)
    return x >= shape.x && x <= shape.x + shape.w && y >= shape.y && y <= shape.y + shape.h && dx * dx + dy * dy <= shape.r ** 2
  }
  return shape.points.every(([ax, ay], n) => {
    const [bx, by] = shape.points[(n + 1) % shape.points.length]
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0
  })
}

const GRID = 4

/** The colour of a pixel, averaged over a grid of samples. */
function pixel(shapes, x, y, scale) {
  const sum = [0, 0, 0, 0]
  for (let n = 0; n < GRID * GRID; n++) {
    const sx = (x + ((n % GRID) + 0.5) / GRID) * scale
    const sy = (y + (Math.floor(n / GRID) + 0.5) / GRID) * scale
    const top = shapes.findLast((shape) => inside(shape, sx, sy))
    if (!top?.fill) continue
    top.fill.forEach((value, at) => (sum[at] += value))
    sum[3] += 1
  }
  const alpha = sum[3]
  return alpha ? [...sum.slice(0, 3).map((value) => Math.round(value / alpha)), Math.round((255 * alpha) / GRID ** 2)] : [0, 0, 0, 0]
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc(body), body.length + 4)
  return out
}

function crc(bytes) {
  let value = ~0
  for (const byte of bytes) {
    value ^= byte
    for (let n = 0; n < 8; n++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0)
  }
  return ~value >>> 0
}

function png(shapes, size, zoom = 1) {
  const scale = 512 / size / zoom
  const shift = (size - size * zoom) / 2
  const rows = Buffer.alloc(size * (size * 4 + 1))
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) rows.set(pixel(shapes, x - shift, y - shift, scale), y * (size * 4 + 1) + 1 + x * 4)
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 6, 0, 0, 0], 8)
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([mark, chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))])
}

const hex = (fill) => `#${fill.map((value) => value.toString(16).padStart(2, '0')).join('')}`

function svg(shapes) {
  const drawn = shapes.map((one) => {
    if (one.kind === 'box') return `<rect x="${one.x}" y="${one.y}" width="${one.w}" height="${one.h}" rx="${one.r}" fill="${hex(one.fill)}"/>`
    if (one.kind === 'dot') return `<circle cx="${one.x}" cy="${one.y}" r="${one.r}" fill="${hex(one.fill)}"/>`
    return `<path d="M${one.points.map((point) => point.join(' ')).join('L')}z" fill="${hex(one.fill)}"/>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">${drawn.join('')}</svg>\n`
}

const wide = [box(-512, -512, 1536, 1536, 0, GREEN), ...door]
const out = new URL('../public/', import.meta.url)
mkdirSync(out, { recursive: true })
const write = (name, data) => writeFileSync(new URL(name, out), data)
write('icon.svg', svg(full(116)))
write('icon-180.png', png(wide, 180, 0.92))
write('icon-192.png', png(full(116), 192))
write('icon-512.png', png(full(116), 512))
write('icon-maskable-512.png', png(wide, 512, 0.78))
write('badge-96.png', png(silhouette, 96))
