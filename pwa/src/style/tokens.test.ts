import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')

function tokens(selector: string): Map<string, string> {
  const body = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  return new Map([...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((found) => [found[1] ?? '', found[2] ?? '']))
}

const light = tokens(':root')
const themes = { light, dark: new Map([...light, ...tokens('[data-theme="dark"]')]), sun: new Map([...light, ...tokens('[data-theme="sun"]')]) }

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

const INKS = ['ink', 'ink-2', 'ink-3', 'primary', 'ok', 'soon', 'late', 'info', 'offline']
const SOFT = ['primary', 'ok', 'soon', 'late', 'info', 'offline']
const pairs = [
  ...INKS.flatMap((ink) => [[ink, 'surface'], [ink, 'bg']] as const),
  ...['ink', 'ink-2'].map((ink) => [ink, 'sunk'] as const),
  ...SOFT.flatMap((tone) => [[tone, `${tone}-soft`], ['ink', `${tone}-soft`]] as const),
  ['on-primary', 'primary'] as const,
  ['on-late', 'late'] as const,
]

describe.each(Object.entries(themes))('%s', (name, theme) => {
  const least = name === 'sun' ? 7 : 4.5
  test.each(pairs)('%s on %s can be read', (ink, ground) => {
    const of = contrast(theme.get(ink) ?? '', theme.get(ground) ?? '')
    expect(of).toBeGreaterThanOrEqual(least)
  })
  test('lines of controls can be seen', () => expect(contrast(theme.get('line-strong') ?? '', theme.get('surface') ?? '')).toBeGreaterThanOrEqual(3))
})
