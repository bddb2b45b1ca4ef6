/**
 * Where the camera was opened is written down before it opens, and until it is left in peace: a camera can cost the page
 * its life, and the page then opens on the same job, slot and shot.
 *
 * Effects  the phone's store.
 */
import { useEffect, useState } from 'preact/hooks'
import type { Slot } from '../../../wire/types.gen'
import { useGround } from '../phone'

/** Whether it is written down; a phone whose store refuses may take pictures all the same. */
export function useIntent(id: string, slot: Slot, shot: string): boolean {
  const { phone } = useGround()
  const [ready, open] = useState(false)
  useEffect(() => {
    const intent = phone.intend(id, slot, shot)
    intent.then(() => open(true), () => open(true))
    return () => void intent.then((known) => phone.forgetIntent(known)).catch(() => undefined)
  }, [id, slot, shot, phone])
  return ready
}
