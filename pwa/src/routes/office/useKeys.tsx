/** Joins a keyboard map to a screen, and the page that lists it. */
import { useEffect, useRef } from 'preact/hooks'
import { o } from '../../text/office'
import { Sheet } from '../../ui/Overlay'
import { pressed, type KeyMap } from './keys'

/** Calls `act` with what the pressed key means. Silent while a dialog is open: it has its own keys. */
export function useKeys<A extends string>(map: KeyMap<A>, act: (action: A) => void): void {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return
      const action = pressed(map, event)
      if (action === null) return
      event.preventDefault()
      latest.current(action)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [map])
}

const SHOWN: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' }

export interface KeyHelpProps<A extends string> {
  readonly map: KeyMap<A>
  readonly word: (action: A) => string
  readonly onClose: () => void
}

export function KeyHelp<A extends string>({ map, word, onClose }: KeyHelpProps<A>) {
  return (
    <Sheet title={o('keys')} onClose={onClose}>
      <dl class="keyhelp">
        {map.map(({ keys, action }) => (
          <div key={action}>
            <dt>{keys.map((key) => <kbd key={key}>{SHOWN[key] ?? key.toUpperCase()}</kbd>)}</dt>
            <dd>{word(action)}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  )
}
