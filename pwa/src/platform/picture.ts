/**
 * How sharp and how bright a picture is, and whether a finger is in it, from its pixels at 512, before it is kept.
 *
 * Units    luma 0..255; sharpness is the variance of a 3x3 Laplacian without the border.
 * Pure     yes.
 */
export const MEASURE_SIDE = 512
export const LONG_SIDE = 2016
const BLURRY = 100
const DARK = 25
const BLACK = 12

export interface Measure {
  readonly luma: number
  readonly sharpness: number
}

/** Luma of RGBA pixels. */
export function lumaOf(rgba: Uint8ClampedArray): Uint8ClampedArray {
  const luma = new Uint8ClampedArray(rgba.length / 4)
  for (let n = 0; n < luma.length; n++) {
    const at = n * 4
    luma[n] = 0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0)
  }
  return luma
}

export function measure(luma: Uint8ClampedArray, width: number, height: number): Measure {
  const at = (x: number, y: number) => luma[y * width + x] ?? 0
  let sum = 0
  for (const value of luma) sum += value
  let edges = 0
  let squares = 0
  let count = 0
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const edge = 4 * at(x, y) - at(x - 1, y) - at(x + 1, y) - at(x, y - 1) - at(x, y + 1)
      edges += edge
      squares += edge * edge
      count += 1
    }
  }
  const mean = count ? edges / count : 0
  return { luma: luma.length ? sum / luma.length : 0, sharpness: count ? squares / count - mean * mean : 0 }
}

/** `blurry`, `dark`, and `black` for what shows nothing at all. */
export function warnings({ luma, sharpness }: Measure): string[] {
  if (luma < BLACK) return ['dark', 'black']
  return [...(sharpness < BLURRY ? ['blurry'] : []), ...(luma < DARK ? ['dark'] : [])]
}

/** A finger lies over so much of the picture, from its edge inwards. */
const COVERED = 0.1
const TILES = 24
const FLAT = 6

/**
 * Which share of the picture a finger before the lens covers, 0..1: tiles without any detail in the colour of skin,
 * connected to the edge, beside others that have detail. A wall is flat too, but not of this colour; wood is of nearly this
 * colour, but yellower; paint is redder.
 */
export function covered(rgba: Uint8ClampedArray, width: number, height: number): number {
  const flesh = new Uint8Array(TILES * TILES)
  let sharp = 0
  for (let n = 0; n < flesh.length; n++) {
    const [x, y] = [n % TILES, Math.floor(n / TILES)]
    const { spread, skin } = tile(rgba, width, [span(x, width), span(y, height)])
    if (spread > FLAT) sharp += 1
    else if (skin) flesh[n] = 1
  }
  return sharp === 0 ? 0 : fromEdge(flesh) / flesh.length
}

const span = (n: number, length: number): readonly [number, number] => [Math.floor((n * length) / TILES), Math.floor(((n + 1) * length) / TILES)]

/** How much luma varies in a tile, and whether its mean colour is that of skin close to the lens: red, and green near blue. */
function tile(rgba: Uint8ClampedArray, width: number, [[left, right], [top, bottom]]: readonly [readonly [number, number], readonly [number, number]]): { readonly spread: number; readonly skin: boolean } {
  let [r, g, b, sum, squares, count] = [0, 0, 0, 0, 0, 0]
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = (y * width + x) * 4
      const [red, green, blue] = [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0]
      const luma = 0.299 * red + 0.587 * green + 0.114 * blue
      r += red
      g += green
      b += blue
      sum += luma
      squares += luma * luma
      count += 1
    }
  }
  const mean = sum / Math.max(1, count)
  const spread = Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean))
  return { spread, skin: r > 20 * count && r > 1.4 * g && r < 3.2 * g && b > 0.6 * g }
}

/** The tiles that are connected to the picture's edge. */
function fromEdge(flesh: Uint8Array): number {
  const open: number[] = []
  for (let n = 0; n < TILES; n++) open.push(n, flesh.length - 1 - n, n * TILES, n * TILES + TILES - 1)
  let count = 0
  for (let n = open.pop(); n !== undefined; n = open.pop()) {
    if (flesh[n] !== 1) continue
    flesh[n] = 2
    count += 1
    if (n % TILES > 0) open.push(n - 1)
    if (n % TILES < TILES - 1) open.push(n + 1)
    open.push(n - TILES, n + TILES)
  }
  return count
}

/** Everything that may be said of a picture before it is kept, from its pixels at `MEASURE_SIDE`. */
export function told(rgba: Uint8ClampedArray, width: number, height: number): string[] {
  const found = warnings(measure(lumaOf(rgba), width, height))
  return found.includes('black') || covered(rgba, width, height) < COVERED ? found : [...found, 'finger']
}

/** The server's least side of a photo. */
export const SHORTEST = 320

/** The size that fits `side` on its long side, never larger than it is; a panorama keeps the short side that a photo needs. */
export function fitted(width: number, height: number, side: number): { readonly width: number; readonly height: number } {
  const long = side / Math.max(width, height, 1)
  const scale = Math.min(1, Math.max(long, Math.min(side, SHORTEST) / Math.max(1, Math.min(width, height))))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** What bytes are, by their first ones; names and declared types are not believed. */
export function sniffed(head: Uint8Array): string {
  const ascii = String.fromCharCode(...head.slice(0, 16))
  if (head[0] === 0xff && head[1] === 0xd8) return 'image/jpeg'
  if (ascii.startsWith('\u0089PNG')) return 'image/png'
  if (ascii.startsWith('RIFF') && ascii.slice(8, 12) === 'WEBP') return 'image/webp'
  const brand = ascii.slice(4, 8) === 'ftyp' ? ascii.slice(8, 12) : ''
  if (['heic', 'heix', 'mif1', 'hevc', 'msf1'].includes(brand)) return 'image/heic'
  return brand === 'avif' ? 'image/avif' : 'application/octet-stream'
}
