/** Photos as pictures: addresses of their bytes, loaded once per photo, and how they stand with the server. */
import { useEffect, useState } from 'preact/hooks'
import type { LocalPhoto } from '../../engine/model'
import { wordFor } from '../../text'
import { slots } from '../../text/common'
import { shotNames } from '../../text/evidence'
import { clock } from '../../text/format'
import { p } from '../../text/proof'
import type { SyncMark } from '../../ui/Marks'
import type { Shot } from '../../ui/Photo'
import { useGround } from './phone'
import { t } from './words'

export function useShots(photos: readonly LocalPhoto[], zone: string | undefined, variant: 'thumb' | 'master' = 'thumb'): readonly Shot[] {
  const { phone } = useGround()
  const [urls, keep] = useState<ReadonlyMap<string, string | null>>(new Map())
  const wanted = photos.map((photo) => photo.sha256).join()
  useEffect(() => {
    let here = true
    for (const sha of new Set(wanted.split(',').filter(Boolean))) {
      if (urls.has(sha)) continue
      phone.photoUrl(sha, variant).catch(() => null).then((url) => here && keep((known) => new Map(known).set(sha, url)))
    }
    return () => {
      here = false
    }
  }, [wanted, variant, phone])
  return photos.map((photo) => shotOf(photo, zone, urls.get(photo.sha256) ?? null))
}

function shotOf(photo: LocalPhoto, zone: string | undefined, url: string | null): Shot {
  const label = `${photo.shot === '' ? wordFor(slots, photo.slot) : wordFor(shotNames, photo.shot)} ${clock(photo.takenAt, zone)}`
  const warnings = photo.warnings.length > 0 ? photo.warnings : (photo.server?.quality?.warnings ?? [])
  const warning = photo.state === 'ghost' ? t('photoGhost') : warnings.includes('finger') ? p('finger') : warnings.includes('dark') ? t('dark') : warnings.includes('blurry') ? t('blurry') : ''
  const marks: Readonly<Record<LocalPhoto['state'], SyncMark>> = { on_phone: 'waiting', sending: 'sending', on_server: photo.server?.present ? 'confirmed' : 'sent', elsewhere: 'held', ghost: 'parked' }
  return { id: photo.id, url, label, sync: marks[photo.state], ...(warning === '' ? {} : { warning }) }
}
