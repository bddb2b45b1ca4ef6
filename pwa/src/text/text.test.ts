import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fill, speak, wordFor } from './index'
import { common, c } from './common'

interface Pair {
  readonly zh: Readonly<Record<string, string>>
  readonly en: Readonly<Record<string, string>>
}

const folder = import.meta.dirname
const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.includes('.test.') && !['index.ts', 'format.ts'].includes(name))
const dictionaries = (await Promise.all(files.map(async (name) => Object.entries((await import(join(folder, name))) as Record<string, unknown>).map(([word, value]): readonly [string, unknown] => [`${name} ${word}`, value]))))
  .flat()
  .filter((entry): entry is readonly [string, Pair] => typeof entry[1] === 'object' && entry[1] !== null && 'zh' in entry[1] && 'en' in entry[1])

const facts = (sentence: string): string[] => [...new Set([...sentence.matchAll(/\{(\w+)/g)].map((found) => found[1] ?? ''))].sort()

describe('words', () => {
  test('there are dictionaries to look at', () => expect(dictionaries.length).toBeGreaterThan(10))

  test.each(dictionaries)('%s says the same things in both languages', (_, { zh, en }) => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
    for (const key of Object.keys(zh)) {
      expect(zh[key], key).not.toBe('')
      expect(en[key], key).not.toBe('')
      // English may ask for the number once more to choose a plural; it must not need a fact that Chinese does not.
      expect(facts(zh[key] ?? ''), key).toEqual(facts(en[key] ?? ''))
    }
  })

  test('no word of the interface is written into a component', () => {
    const han = /[\u4e00-\u9fff]/
    const walk = (at: string): string[] =>
      readdirSync(at, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? walk(join(at, one.name)) : [join(at, one.name)]))
    const places = ['ui', 'routes/technician', 'routes/signin'].flatMap((name) => walk(join(folder, '..', name)))
    const written = places.filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.')).filter((path) => han.test(readFileSync(path, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')))
    expect(written.map((path) => path.split('/src/')[1])).toEqual([])
  })
})

describe('a sentence', () => {
  test('takes its facts and chooses its plural', () => {
    expect(fill('{n} {n|update|updates} waiting', { n: 1 })).toBe('1 update waiting')
    expect(fill('{n} {n|update|updates} waiting', { n: 3 })).toBe('3 updates waiting')
    expect(fill('{a} and {b}', { a: 1 })).toBe('1 and {b}')
  })

  test('an unknown code is shown as it is', () => expect(wordFor(common, 'brand_new_code')).toBe('brand_new_code'))

  test('changes with the language', () => {
    speak('zh')
    expect(c('back')).toBe('返回')
    speak('en')
    expect(c('back')).toBe('Back')
  })
})
