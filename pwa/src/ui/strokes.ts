/**
 * Signature strokes in units of the pad, so that they survive rotation, other screens and print.
 *
 * A stroke is whole numbers in ten-thousandths of the pad's width: x0, y0, then differences dx, dy … (as `media.Stroke`).
 * `aspect` is height / width. Pure.
 */
export interface Dot {
  readonly x: number
  readonly y: number
}

const UNITS = 10_000

/** Points in CSS px on a pad `width` wide to strokes. Strokes without a point are left out. */
export function toStrokes(lines: readonly (readonly Dot[])[], width: number): number[][] {
  const scale = UNITS / width
  return lines
    .filter((line) => line.length > 0)
    .map((line) => {
      let lastX = 0
      let lastY = 0
      return line.flatMap((dot) => {
        const x = Math.round(dot.x * scale)
        const y = Math.round(dot.y * scale)
        const step = [x - lastX, y - lastY]
        lastX = x
        lastY = y
        return step
      })
    })
}

/** Strokes to points in CSS px, fitted into a pad of this size (a pad of another shape keeps the drawing's own). */
export function toDots(strokes: readonly (readonly number[])[], aspect: number, width: number, height: number): Dot[][] {
  const scale = Math.min(width, height / aspect) / UNITS
  const left = (width - UNITS * scale) / 2
  const top = (height - UNITS * aspect * scale) / 2
  return strokes.map((stroke) => {
    const dots: Dot[] = []
    let x = 0
    let y = 0
    for (let n = 0; n + 1 < stroke.length; n += 2) {
      x += stroke[n] ?? 0
      y += stroke[n + 1] ?? 0
      dots.push({ x: left + x * scale, y: top + y * scale })
    }
    return dots
  })
}

/** An SVG path over a 10000-wide box, for showing a signature without a canvas. */
export function toPath(strokes: readonly (readonly number[])[]): string {
  return strokes
    .map((stroke) => {
      const [x = 0, y = 0, ...rest] = stroke
      const steps: string[] = []
      for (let n = 0; n + 1 < rest.length; n += 2) steps.push(`l${rest[n] ?? 0} ${rest[n + 1] ?? 0}`)
      return `M${x} ${y}${steps.length === 0 ? 'l1 0' : steps.join('')}`
    })
    .join('')
}
