/** What was just taken, newest first: small, so that the finder stays large; touched, it fills the screen. */
import { useState } from 'preact/hooks'
import type { LocalPhoto } from '../../../engine/model'
import { p } from '../../../text/proof'
import { Viewer } from '../../../ui/Photo'
import { useShots } from '../shots'
import { t } from '../words'

export function Taken({ photos, zone }: { readonly photos: readonly LocalPhoto[]; readonly zone: string | undefined }) {
  const [open, show] = useState<number | null>(null)
  const shots = useShots(photos.toReversed(), zone)
  return (
    <div class="takenrow" role="group" aria-label={p('earlier')}>
      <span class="small num" role="status">{t('taken', { n: photos.length })}</span>
      {shots.slice(0, 5).map((shot, n) => (
        <button key={shot.id} type="button" aria-label={shot.label} onClick={() => show(n)}>{shot.url && <img src={shot.url} alt="" />}</button>
      ))}
      {open !== null && <Viewer shots={shots} index={open} onClose={() => show(null)} />}
    </div>
  )
}
