/**
 * Words of the owner's pages. Only the language that is read is loaded, and the words of the report form and
 * of signing, rating and cancelling only with those: the page must be small before anything else.
 *
 * Effects  loads one module per language and part, once.
 */
import { fill, language, speak, tag, type Facts, type Language } from './index'
import type { DeedKey } from './deeds.zh'
import type { OwnerKey } from './owner.zh'
import type { ReportKey } from './report.zh'
import type { SendingKey } from './sending.zh'

export type Key = OwnerKey | DeedKey | ReportKey | SendingKey

let words: Partial<Record<Key, string>> = {}

const PARTS = {
  owner: { zh: () => import('./owner.zh').then((part) => part.zh), en: () => import('./owner.en').then((part) => part.en) },
  deeds: { zh: () => import('./deeds.zh').then((part) => part.zh), en: () => import('./deeds.en').then((part) => part.en) },
  sending: { zh: () => import('./sending.zh').then((part) => part.zh), en: () => import('./sending.en').then((part) => part.en) },
  report: { zh: () => import('./report.zh').then((part) => part.zh), en: () => import('./report.en').then((part) => part.en) },
}
export type Part = keyof typeof PARTS

const known = new Set<Part>()

/** Makes `t` know these parts too, in the language spoken now. */
export async function learn(...parts: readonly Part[]): Promise<void> {
  const loaded = await Promise.all(parts.map((part) => PARTS[part][language.get()]()))
  for (const part of parts) known.add(part)
  words = Object.assign({}, words, ...loaded)
}

/** Makes `t` speak a language in every part it knows; whoever listens to `language` draws again. */
export async function speakTo(next: Language): Promise<void> {
  const loaded = await Promise.all([...known].map((part) => PARTS[part][next]()))
  words = Object.assign({}, ...loaded)
  document.documentElement.lang = tag(next)
  speak(next)
}

export const t = (key: Key, facts?: Facts): string => fill(words[key] ?? '', facts)

/** The word of a code the server sent, as `hold.<code>`; a code we do not know is shown as it is. */
export const tOf = (group: string, code: string): string => words[`${group}.${code}` as Key] ?? code

export { language, tag, type Language }
