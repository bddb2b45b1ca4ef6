/** Photos as something that can be looked at: the thumbnail first, the whole picture where it is asked for. */
import { useEffect, useState } from 'preact/hooks'
import { language, wordFor } from '../../text'
import { slots } from '../../text/common'
import { clock } from '../../text/format'
import { grounds, o, office } from '../../text/office'
import type { Shot } from '../../ui/Photo'
import { blobUrl } from '../../wire/client'
import type { Photo } from '../../wire/types.gen'

/** An address for `<img>`, or null while it loads or when it cannot be had. */
export function usePicture(sha: string | null, size: 'thumb' | 'master'): { url: string | null; failed: boolean } {
  const [seen, see] = useState<{ sha: string; url: string | null; failed: boolean } | null>(null)
  useEffect(() => {
    if (sha === null) return
    let gone = false
    blobUrl(`/blobs/${sha}?v=${size}`).then(
      (url) => gone || see({ sha, url, failed: false }),
      () => gone || see({ sha, url: null, failed: true }),
    )
    return () => {
      gone = true
    }
  }, [sha, size])
  return seen?.sha === sha ? seen : { url: null, failed: false }
}

/** The photos as shots of a strip, those withdrawn left out. */
export function useShots(photos: readonly Photo[], zone: string): Shot[] {
  const [urls, fill] = useState<Readonly<Record<string, string>>>({})
  const wanted = photos.filter((photo) => photo.present).map((photo) => photo.sha256).join()
  useEffect(() => {
    let gone = false
    for (const sha of wanted.split(',').filter(Boolean))
      blobUrl(`/blobs/${sha}?v=thumb`).then((url) => gone || fill((known) => ({ ...known, [sha]: url })), () => undefined)
    return () => {
      gone = true
    }
  }, [wanted])
  return photos.filter((photo) => photo.retracted_at === null).map((photo) => {
    const lqip = photo.quality?.lqip
    const url = urls[photo.sha256] ?? (photo.present && lqip ? lqip : null)
    const label = `${wordFor(slots, photo.slot)} ${clock(photo.taken_at, zone)}`
    return photo.present ? { id: photo.id, url, label } : { id: photo.id, url, label, warning: o('onTheWay') }
  })
}

/** The words of a flag, or the flag itself. */
export function flagWord(flag: string): string {
  const known = (office[language.get()] as Readonly<Record<string, string>>)[`flag_${flag}`]
  return known ?? wordFor(grounds, flag)
}
