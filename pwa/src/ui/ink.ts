/**
 * A signature as integers: each stroke is x0, y0 and then differences, in ten-thousandths of the pad's width,
 * so that the same hand gives the same bytes on every screen. Pressure and timing are dropped on purpose.
 *
 * Pure     yes.
 */
export interface Point {
  readonly x: number
  readonly y: number
}

const SCALE = 10_000

export interface Ink {
  readonly strokes: readonly (readonly number[])[]
  readonly aspect: number
}

export function ink(lines: readonly (readonly Point[])[], width: number, height: number): Ink {
  const scaled = (value: number) => Math.max(0, Math.min(SCALE * 4, Math.round((value / width) * SCALE)))
  const strokes = lines.map((points) => {
    const flat: number[] = []
    let x = 0
    let y = 0
    for (const point of points) {
      const here = [scaled(point.x), scaled(point.y)] as const
      if (flat.length && here[0] === x && here[1] === y) continue
      flat.push(here[0] - x, here[1] - y)
      x = here[0]
      y = here[1]
    }
    return flat
  })
  return { strokes: strokes.filter((stroke) => stroke.length >= 2), aspect: Math.round((height / width) * SCALE) / SCALE }
}

/** The strokes as points again, for a pad of this width. */
export function lines({ strokes }: Ink, width: number): Point[][] {
  return strokes.map((stroke) => {
    const points: Point[] = []
    let x = 0
    let y = 0
    for (let n = 0; n + 1 < stroke.length; n += 2) {
      x += stroke[n] ?? 0
      y += stroke[n + 1] ?? 0
      points.push({ x: (x / SCALE) * width, y: (y / SCALE) * width })
    }
    return points
  })
}

/** An SVG path of a signature in a box `SCALE` wide. */
export function path({ strokes }: Ink): string {
  return strokes
    .map((stroke) => {
      const [x = 0, y = 0, ...rest] = stroke
      const moves = rest.length ? rest : [0, 0]
      return `M${x} ${y}l${moves.join(' ')}`
    })
    .join('')
}
