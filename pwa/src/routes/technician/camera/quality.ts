/**
 * Whether a picture is too dark or too blurred to be evidence, from a small copy of it.
 *
 * Darkness is the mean luma; blur is the variance of the Laplacian of luma, which is small where no edge is sharp.
 * Thresholds are those of the server's check on the same 256-px scale. Units: luma 0..255. Pure.
 */
export const SIDE = 256
export const DARK_LUMA = 40
export const BLUR_VARIANCE = 60

export interface Seen {
  readonly luma: number
  readonly sharpness: number
}

/** `rgba` is row by row, four bytes a pixel. */
export function look(rgba: ArrayLike<number>, width: number, height: number): Seen {
  const luma = new Float32Array(width * height)
  let sum = 0
  for (let n = 0; n < luma.length; n += 1) {
    const at = n * 4
    const value = 0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0)
    luma[n] = value
    sum += value
  }
  return { luma: sum / Math.max(1, luma.length), sharpness: laplacianVariance(luma, width, height) }
}

function laplacianVariance(luma: Float32Array, width: number, height: number): number {
  let count = 0
  let mean = 0
  let squares = 0
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const n = y * width + x
      const edge = (luma[n - 1] ?? 0) + (luma[n + 1] ?? 0) + (luma[n - width] ?? 0) + (luma[n + width] ?? 0) - 4 * (luma[n] ?? 0)
      count += 1
      const by = edge - mean
      mean += by / count
      squares += by * (edge - mean)
    }
  }
  return count === 0 ? 0 : squares / count
}

export function warningsOf({ luma, sharpness }: Seen): ('dark' | 'blurry')[] {
  const dark = luma < DARK_LUMA
  // In the dark noise looks sharp and blur cannot be told: one warning is enough.
  return [...(dark ? (['dark'] as const) : []), ...(!dark && sharpness < BLUR_VARIANCE ? (['blurry'] as const) : [])]
}
