/** What lies over a page for a moment: a sheet for choices, a dialog for a question. Native dialogs hold focus and Escape. */
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import './overlay.css'
import { c } from '../text/common'
import { Button, IconButton } from './Button'
import { x } from './icons'

function useModal(onClose: () => void) {
  const box = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = box.current
    if (dialog === null || dialog.open) return
    if (typeof dialog.showModal === 'function') dialog.showModal()
    else dialog.setAttribute('open', '')
    return () => {
      if (dialog.open) dialog.close?.()
    }
  }, [])
  const onCancel = (event: Event): void => {
    event.preventDefault()
    onClose()
  }
  const onClick = (event: MouseEvent): void => {
    if (event.target === box.current) onClose()
  }
  return { ref: box, onCancel, onClick }
}

export interface SheetProps {
  title: string
  children: ComponentChildren
  footer?: ComponentChildren
  onClose: () => void
}

export function Sheet({ title, children, footer, onClose }: SheetProps) {
  const id = useId()
  return (
    <dialog class="sheet" aria-labelledby={id} {...useModal(onClose)}>
      <header>
        <h2 id={id} class="grow">{title}</h2>
        <IconButton icon={x} label={c('close')} onClick={onClose} />
      </header>
      <div class="body">{children}</div>
      {footer && <footer>{footer}</footer>}
    </dialog>
  )
}

export interface DialogProps {
  title: string
  children?: ComponentChildren
  /** The words of the button that does it: a verb, not "OK". */
  yes: string
  no?: string
  danger?: boolean
  disabled?: boolean
  onYes: () => void
  onClose: () => void
}

export function Dialog({ title, children, yes, no, danger, disabled = false, onYes, onClose }: DialogProps) {
  const id = useId()
  return (
    <dialog class="dialog" role="alertdialog" aria-labelledby={id} {...useModal(onClose)}>
      <h2 id={id}>{title}</h2>
      {children && <div class="stack">{children}</div>}
      <div class="stack" style={{ gap: 'var(--s2)' }}>
        <Button kind={danger ? 'danger' : 'primary'} wide disabled={disabled} onClick={onYes}>{yes}</Button>
        <Button wide onClick={onClose}>{no ?? c('cancel')}</Button>
      </div>
    </dialog>
  )
}
