/**
 * A word after the deed, with the way back. `toast` may be called from anywhere; one `<Toasts/>` stands in each face.
 * One at a time: the newest word. A toast with an undo stays ten seconds, others four; pointing at it or focusing it keeps it.
 */
import { useEffect, useState } from 'preact/hooks'
import './overlay.css'
import { live } from '../engine/live'
import { c } from '../text/common'
import { Button } from './Button'
import { useAll } from './useLive'

interface Said {
  readonly id: number
  readonly text: string
  readonly undo: (() => void) | null
}

export const UNDO_MS = 10_000
const WORD_MS = 4_000
const said = live<readonly Said[]>([])
let count = 0

export function toast(text: string, undo: (() => void) | null = null): void {
  count += 1
  said.set([{ id: count, text, undo }])
}

const forget = (id: number): void => said.set(said.get().filter((one) => one.id !== id))

export function Toasts() {
  const shown = useAll(said)
  return (
    <div class="toasts no-print" role="status" aria-live="polite">
      {shown.map((one) => <Toast key={one.id} one={one} />)}
    </div>
  )
}

function Toast({ one }: { one: Said }) {
  const [kept, keep] = useState(false)
  useEffect(() => {
    if (kept) return
    const timer = setTimeout(() => forget(one.id), one.undo === null ? WORD_MS : UNDO_MS)
    return () => clearTimeout(timer)
  }, [kept, one])
  const undo = (): void => {
    forget(one.id)
    one.undo?.()
  }
  return (
    <div class="toast" onPointerEnter={() => keep(true)} onPointerLeave={() => keep(false)} onFocusIn={() => keep(true)} onFocusOut={() => keep(false)}>
      <span class="grow">{one.text}</span>
      {one.undo && <Button kind="plain" small onClick={undo}>{c('undo')}</Button>}
    </div>
  )
}
