/**
 * From a picture to a kept photo: judged, blurred where that was asked for, durable on this phone, taken back within ten
 * seconds where it was a mistake. One picture stands between the person and the next at most.
 *
 * Effects  the phone; toasts.
 */
import { useState } from 'preact/hooks'
import type { LocalPhoto } from '../../../engine/model'
import { inspect } from '../../../platform/camera'
import { NoPhoto } from '../../../platform/photos'
import { p } from '../../../text/proof'
import { problem } from '../../../text/problems'
import { toast } from '../../../ui/Toast'
import type { Slot } from '../../../wire/types.gen'
import { useGround } from '../phone'
import { t } from '../words'
import { useLastFix } from './useLastFix'

export interface Held {
  readonly blob: Blob
  readonly warnings: readonly string[]
  /** What stands in the way: a warning, the brush that was asked for, or a phone that could not keep it. */
  readonly why: 'warned' | 'mask' | 'full' | 'broken'
}

interface Picture {
  readonly blob: Blob
  readonly warnings: readonly string[]
}

interface Wishes {
  readonly shot: string
  readonly masked: boolean
  /** Whether a picture of the door is the proof of an arrival; later it shows that nobody opened. */
  readonly arrives: boolean
  readonly onArrived: () => void
}

const full = (reason: unknown): boolean => reason instanceof DOMException && reason.name === 'QuotaExceededError'

export function useTaking(id: string, slot: Slot, { shot, masked, arrives, onArrived }: Wishes) {
  const { phone } = useGround()
  const fix = useLastFix()
  const [busy, work] = useState(false)
  const [held, hold] = useState<Held | null>(null)
  const [taken, count] = useState<readonly LocalPhoto[]>([])
  const takeBack = (photo: LocalPhoto): void => {
    count((all) => all.filter((one) => one.id !== photo.id))
    void phone.act('photo.retract', id, { id: photo.id, reason: 'undo' })
    toast(p('tookBack'))
  }
  const arrived = async (photo: LocalPhoto): Promise<void> => {
    await phone.act('visit.arrive', id, { presence: { method: 'door_photo', at: photo.takenAt, position: fix.current?.position ?? null, accuracy_m: fix.current?.accuracyM ?? null, proof: photo.id } })
    toast(t('saidArrive'))
    onArrived()
  }
  const keep = async ({ blob, warnings }: Picture): Promise<void> => {
    hold(null)
    work(true)
    try {
      const at = fix.current ? { position: fix.current.position, accuracyM: fix.current.accuracyM } : {}
      const photo = await phone.photo(id, slot, blob, { takenAt: Date.now(), warnings, shot, ...at })
      count((all) => [...all, photo])
      navigator.vibrate?.(30)
      if (arrives) await arrived(photo)
      else toast(p('saved'), () => takeBack(photo))
    } catch (reason) {
      if (reason instanceof NoPhoto) toast(problem(reason.why))
      else hold({ blob, warnings, why: full(reason) ? 'full' : 'broken' })
    }
    work(false)
  }
  const judge = (picture: Picture): Promise<void> | void => {
    if (masked) hold({ ...picture, why: 'mask' })
    else if (picture.warnings.length > 0) hold({ ...picture, why: 'warned' })
    else return keep(picture)
  }
  const shoot = async (take: () => Promise<Picture>): Promise<void> => {
    if (busy) return
    work(true)
    const picture = await take().catch(() => null)
    work(false)
    if (picture === null) toast(t('saveFailed'))
    else await judge(picture)
  }
  const pick = async (files: readonly File[]): Promise<void> => {
    // One may be asked about; of several, each is kept with what was seen.
    for (const file of files) {
      const picture = { blob: file, warnings: await inspect(file) }
      if (files.length === 1) await judge(picture)
      else await keep(picture)
    }
  }
  return { busy, held, taken, hold, keep, shoot, pick }
}
