/**
 * Puts the cursor where the hands go next. The attribute alone works once per document, and a page that is never
 * loaded again needs it on every screen; inside a dialog the attribute still decides when the dialog opens.
 */
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

export function useFirstFocus<E extends HTMLElement>(wanted = true): RefObject<E | null> {
  const at = useRef<E>(null)
  useLayoutEffect(() => {
    if (wanted) at.current?.focus()
  }, [])
  return at
}
