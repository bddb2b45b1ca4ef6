/**
 * How sharp and how bright a picture is, from its luma at 512 pixels, before it is kept.
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
