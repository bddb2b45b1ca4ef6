/** How this device is looked at: theme and size of type. Effects: attributes of the document. */
import { live, type Live } from '../engine/live'

export type Theme = 'auto' | 'light' | 'dark' | 'sun'
export type Size = 'normal' | 'elder'

export interface Prefs {
  readonly theme: Theme
  readonly size: Size
}

export const prefs: Live<Prefs> = live<Prefs>({ theme: 'auto', size: 'normal' })

/** Puts the choice on the document; `auto` follows the device. */
export function show({ theme, size }: Prefs): void {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  const drawn = theme === 'auto' ? (dark ? 'dark' : 'light') : theme
  document.documentElement.dataset['theme'] = drawn
  document.documentElement.dataset['size'] = size
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--bg').trim()
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.setAttribute('content', ground)
}
