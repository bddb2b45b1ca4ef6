/** What the phone says of a picture before it is kept: on pictures that are made here, pixel by pixel. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { along, blockOf, smear } from './mask'
import { told } from './picture'

const [WIDE, HIGH] = [256, 192]
type Rgb = readonly [number, number, number]

const noise = (x: number, y: number, seed: number): number => {
  const value = Math.sin(x * 12.9898 + y * 78.233 + seed * 37.719) * 43_758.5453
  return value - Math.floor(value)
}

function picture(colour: (x: number, y: number) => Rgb): Uint8ClampedArray {
  const made = new Uint8ClampedArray(WIDE * HIGH * 4)
  for (let y = 0; y < HIGH; y++) for (let x = 0; x < WIDE; x++) made.set([...colour(x, y), 255], (y * WIDE + x) * 4)
  return made
}

/** A kitchen: tiles with joints, a pipe, grain. */
const kitchen = (seed: number, light = 1) => (x: number, y: number): Rgb => {
  const joint = x % 24 < 2 || y % 24 < 2
  const pipe = Math.abs(x - 128 - 20 * Math.sin(y / 30)) < 12
  const grain = noise(x, y, seed) * 50
  const base = joint ? 70 : pipe ? 120 + (x % 12) * 8 : 150
  return [(base + grain) * light, (base + grain - 4) * light, (base + grain - 14) * light]
}

/** A fingertip close to the lens, from a corner: flat, red, soft. */
const finger = (under: (x: number, y: number) => Rgb, reach: number, skin: Rgb) => (x: number, y: number): Rgb => (Math.hypot(x, y) < reach ? [skin[0] - y / 60, skin[1] - y / 60, skin[2] - y / 60] : under(x, y))

const look = (colour: (x: number, y: number) => Rgb): string[] => told(picture(colour), WIDE, HIGH)

test('a sharp, light picture of work is told nothing', () => {
  for (let seed = 0; seed < 8; seed++) expect(look(kitchen(seed))).toEqual([])
})

test('blurred, dark and black are told apart', () => {
  expect(look((x, y) => [120 + x / 8, 120 + y / 8, 110])).toEqual(['blurry'])
  expect(look(kitchen(1, 0.12))).toContain('dark')
  expect(look(() => [2, 2, 3])).toEqual(['dark', 'black'])
})

test('a finger over a corner is seen, light or dark skin, and only when it hides enough', () => {
  for (const skin of [[190, 110, 95], [150, 80, 62], [92, 48, 38], [60, 30, 24]] as const) {
    expect(look(finger(kitchen(3), 130, skin))).toContain('finger')
    expect(look(finger(kitchen(3), 30, skin))).not.toContain('finger')
  }
})

test('walls, wood, copper and a red bucket are no finger', () => {
  const half = (wall: Rgb) => look((x, y) => (x < 110 ? wall : kitchen(5)(x, y)))
  for (const wall of [[220, 204, 178], [244, 243, 240], [180, 130, 74], [200, 30, 28], [184, 115, 51]] as const) expect(half(wall)).not.toContain('finger')
  expect(look((x, y) => (Math.hypot(x - 128, y - 96) < 60 ? [150, 80, 62] : kitchen(5)(x, y)))).not.toContain('finger') // a hand at work, not at the lens
})

const scene = picture(kitchen(9))

test('what the brush touched cannot be read any more, what it did not touch is the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: WIDE }), fc.integer({ min: 0, max: HIGH }), fc.integer({ min: 10, max: 60 }), (x, y, radius) => {
      const before = scene
      const data = before.slice()
      smear({ data, width: WIDE, height: HIGH }, x, y, radius)
      const block = blockOf(radius)
      const wrong: string[] = []
      for (let py = 0; py < HIGH; py += 3) {
        for (let px = 0; px < WIDE; px += 3) {
          const [at, away] = [(py * WIDE + px) * 4, Math.hypot(px - x, py - y)]
          const corner = (Math.floor(py / block) * block * WIDE + Math.floor(px / block) * block) * 4
          if (away > radius + 2 * block && data[at] !== before[at]) wrong.push(`touched ${px},${py}`)
          if (away < radius && data[at] !== data[corner]) wrong.push(`readable ${px},${py}`) // one colour per square
        }
      }
      expect(wrong).toEqual([])
    }),
    { numRuns: 15 },
  )
})

test('a stroke leaves no gap, however fast the hand was', () => {
  const dots = along([0, 0], [100, 40], 10)
  expect(dots.at(-1)).toEqual([100, 40])
  for (const [n, [x, y]] of dots.entries()) {
    const [px, py] = dots[n - 1] ?? [0, 0]
    expect(Math.hypot(x - px, y - py)).toBeLessThanOrEqual(10)
  }
})
