/**
 * How the owner's page looks: dark when the phone is, large when the owner wants it large.
 *
 * Effects  attributes of the root element, localStorage.
 */
const KEPT = 'doorstep.elder'

export function elder(): boolean {
  return document.documentElement.dataset['size'] === 'elder'
}

export function setElder(on: boolean): void {
  if (on) document.documentElement.dataset['size'] = 'elder'
  else delete document.documentElement.dataset['size']
  try {
    localStorage.setItem(KEPT, on ? '1' : '')
  } catch {
    // Private windows refuse storage: the choice then lasts as long as the page.
  }
}

/** Follows the phone's theme and brings back the letter size of last time. */
export function dress(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const follow = () => {
    document.documentElement.dataset['theme'] = dark.matches ? 'dark' : 'light'
  }
  follow()
  dark.addEventListener?.('change', follow)
  try {
    if (localStorage.getItem(KEPT)) setElder(true)
  } catch {
    // As above.
  }
}
