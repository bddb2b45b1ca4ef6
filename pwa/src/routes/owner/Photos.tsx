/** Before and after under one slider, and the other photos in a row. */
import { useEffect, useState } from 'preact/hooks'
import { blobUrl } from '../../wire/pictures'
import type { OwnerPhoto } from '../../wire/types.gen'
import { t, tOf } from '../../text/owner'
import type { DeedProps } from './deed'
import { album } from './model'
import './photos.css'

export default function Photos({ page }: DeedProps) {
  const { pairs, others } = album(page.photos)
  const [large, enlarge] = useState<OwnerPhoto | null>(null)
  return (
    <section>
      <h2>{t(pairs.length > 0 ? 'photos.compare' : 'photos')}</h2>
      {pairs.map((pair) => <Compare key={pair.before.id} before={pair.before} after={pair.after} />)}
      {others.length > 0 && (
        <ul class="strip">
          {others.map((photo) => <li key={photo.id}><Thumb photo={photo} onOpen={() => enlarge(photo)} /></li>)}
        </ul>
      )}
      {large && <Whole photo={large} onClose={() => enlarge(null)} />}
    </section>
  )
}

/** Drag anywhere on the picture; arrow keys too, because it is a range. */
function Compare({ before, after }: { readonly before: OwnerPhoto; readonly after: OwnerPhoto }) {
  const [cut, move] = useState(50)
  const first = usePicture(before.id, before.lqip, true)
  const second = usePicture(after.id, after.lqip, true)
  const ratio = after.width > 0 && after.height > 0 ? Math.max(0.75, Math.min(1.78, after.width / after.height)) : 4 / 3
  const failed = first.failed || second.failed
  const retry = () => (first.failed && first.retry(), second.failed && second.retry())
  return (
    <figure class="compare" style={{ aspectRatio: String(ratio), '--cut': `${cut}%` }}>
      <img src={second.url} alt={t('photos.after')} />
      <img class="over" src={first.url} alt={t('photos.before')} />
      <span class="tag">{t('photos.before')}</span>
      <span class="tag tag-end">{t('photos.after')}</span>
      <input type="range" min="0" max="100" value={cut} aria-label={t('photos.slide')} onInput={(event) => move(Number(event.currentTarget.value))} />
      <span class="handle" aria-hidden="true">⇔</span>
      {failed && <button type="button" class="btn" onClick={retry}>{t('photos.failed')}</button>}
    </figure>
  )
}

function Thumb({ photo, onOpen }: { readonly photo: OwnerPhoto; readonly onOpen: () => void }) {
  const { url, failed, retry } = usePicture(photo.id, photo.lqip)
  return (
    <button type="button" class="thumb" onClick={failed ? retry : onOpen}>
      {url && <img src={url} alt="" loading="lazy" />}
      <span class="tag">{failed ? t('photos.failed') : tOf('photos', photo.slot)}</span>
    </button>
  )
}

function Whole({ photo, onClose }: { readonly photo: OwnerPhoto; readonly onClose: () => void }) {
  const { url } = usePicture(photo.id, photo.lqip, true)
  return (
    <dialog class="whole" ref={(box) => {
      if (box && !box.open) box.showModal?.()
    }} onClose={onClose} onClick={onClose}>
      <img src={url} alt={tOf('photos', photo.slot)} />
      <button type="button" class="btn" onClick={onClose}>{t('close')}</button>
    </dialog>
  )
}

/** An address of a picture behind the bearer: the tiny preview, then the thumbnail, then (asked) the whole. */
function usePicture(id: string, lqip: string, whole = false): { url: string; failed: boolean; retry: () => void } {
  const [url, show] = useState(lqip)
  const [failed, fail] = useState(false)
  const [round, again] = useState(0)
  useEffect(() => {
    let gone = false
    const get = async () => {
      const small = await blobUrl(`/owner/photos/${id}?v=thumb`)
      if (!gone) show(small)
      if (!whole) return
      const large = await blobUrl(`/owner/photos/${id}?v=master`)
      if (!gone) show(large)
    }
    fail(false)
    get().catch(() => gone || fail(true))
    return () => {
      gone = true
    }
  }, [id, whole, round])
  return { url, failed, retry: () => again(round + 1) }
}
