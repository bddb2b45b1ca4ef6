/**
 * Making faces and papers unreadable: squares under the brush become their mean colour. What was there is gone from the
 * pixels, not covered by something that could be lifted.
 *
 * Units    pixels.
 * Pure     changes only the pixels it is given.
 */
export interface Pixels {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

/** The edge of one square: coarse enough that a face as wide as the brush is a handful of them. */
export const blockOf = (radius: number): number => Math.max(8, Math.round(radius / 2))

/** Every square that the brush touches, so that no rim of it stays readable. */
export function smear({ data, width, height }: Pixels, x: number, y: number, radius: number, block = blockOf(radius)): void {
  const from = (at: number): number => Math.max(0, Math.floor((at - radius) / block))
  const to = (at: number, most: number): number => Math.min(Math.ceil(most / block) - 1, Math.floor((at + radius) / block))
  for (let row = from(y); row <= to(y, height); row++) {
    for (let column = from(x); column <= to(x, width); column++) {
      const [left, top] = [column * block, row * block]
      const [dx, dy] = [x - Math.max(left, Math.min(x, left + block)), y - Math.max(top, Math.min(y, top + block))]
      if (dx * dx + dy * dy <= radius * radius) even(data, width, [left, Math.min(width, left + block)], [top, Math.min(height, top + block)])
    }
  }
}

function even(data: Uint8ClampedArray, width: number, [left, right]: readonly [number, number], [top, bottom]: readonly [number, number]): void {
  const count = Math.max(1, (right - left) * (bottom - top))
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += data[(y * width + x) * 4 + channel] ?? 0
    const mean = Math.round(sum / count)
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) data[(y * width + x) * 4 + channel] = mean
  }
}

/** The points of a stroke, close enough that the brush leaves no gap between them. */
export function along(from: readonly [number, number], to: readonly [number, number], step: number): (readonly [number, number])[] {
  const count = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / Math.max(1, step)))
  return Array.from({ length: count }, (_, n) => [from[0] + ((to[0] - from[0]) * (n + 1)) / count, from[1] + ((to[1] - from[1]) * (n + 1)) / count] as const)
}
