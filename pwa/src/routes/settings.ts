/** What this device remembers about itself between starts: theme, size, language. Effects: localStorage, the document. */
import { language, speak, tag, type Language } from '../text'
import { prefs, show, type Prefs } from '../ui/prefs'
import { speak as askIn } from '../wire/client'

const KEPT = 'doorstep.prefs'

export function startSettings(): void {
  prefs.subscribe(() => show(prefs.get()))
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => show(prefs.get()))
  language.subscribe(() => askIn(tag()))
  prefs.set({ ...prefs.get(), ...kept() })
  show(prefs.get())
  choose(language.get())
}

export function prefer(change: Partial<Prefs>): void {
  prefs.set({ ...prefs.get(), ...change })
  try {
    localStorage.setItem(KEPT, JSON.stringify(prefs.get()))
  } catch {
    // No storage: the choice lasts as long as the page.
  }
}

export function choose(next: Language): void {
  speak(next)
  askIn(tag(next))
}

function kept(): Partial<Prefs> {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Prefs>
  } catch {
    return {}
  }
}
