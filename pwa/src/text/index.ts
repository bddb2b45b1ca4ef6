/**
 * Words: typed dictionaries in zh-CN and en, and the language they are spoken in.
 *
 * A face makes its own `t` with `dictionary(words)`, so that its words travel in its own chunk. In a sentence `{name}`
 * is a fact and `{n|day|days}` chooses by the number `n` (one, other). A key that English has and Chinese has not
 * does not compile.
 */
import { live, type Live } from '../engine/live'

export type Language = 'zh' | 'en'
export type Facts = Readonly<Record<string, string | number>>
export type Words<K extends string> = Readonly<Record<Language, Readonly<Record<K, string>>>>

const KEPT = 'doorstep.language'

/** The language of this page; everything that draws text listens to it through the face's root. */
export const language: Live<Language> = live(atFirst())

/** What BCP 47 calls it, for `lang`, `Intl` and Accept-Language. */
export const tag = (spoken: Language = language.get()): string => (spoken === 'zh' ? 'zh-CN' : 'en')

export function speak(next: Language): void {
  language.set(next)
  if (typeof document !== 'undefined') document.documentElement.lang = tag(next)
  try {
    globalThis.localStorage?.setItem(KEPT, next)
  } catch {
    // Private windows refuse storage: the choice then lasts as long as the page.
  }
}

/** `t` over one dictionary: `t('hours', { n: 2 })`. */
export function dictionary<K extends string>(words: Words<K>): (key: K, facts?: Facts) => string {
  return (key, facts) => fill(words[language.get()][key], facts)
}

/** The word for a code the server or a catalogue sent; a code we do not know is shown as it is. */
export function wordFor(words: Words<string>, code: string, facts?: Facts): string {
  const word = words[language.get()][code]
  return word === undefined ? code : fill(word, facts)
}

/** One of a pair that a catalogue carries in both languages. */
export const named = (of: { readonly zh: string; readonly en: string }): string =>
  language.get() === 'zh' || of.en === '' ? of.zh : of.en

export function fill(sentence: string, facts?: Facts): string {
  if (facts === undefined) return sentence
  return sentence.replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const fact = facts[name]
    if (fact === undefined) return whole
    if (one === undefined) return String(fact)
    return (Number(fact) === 1 ? one : other) ?? ''
  })
}

function atFirst(): Language {
  try {
    const kept = globalThis.localStorage?.getItem(KEPT)
    if (kept === 'zh' || kept === 'en') return kept
  } catch {
    // Read on.
  }
  const asked = globalThis.navigator?.language ?? 'zh-CN'
  return asked.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}
