/** A few photos: made small on this phone and sent while the person goes on. */
import { useState } from 'preact/hooks'
import { useLive } from '../../ui/useLive'
import { percent } from '../../text/format'
import { t } from '../../text/owner'
import { MOST, type Album, type Shot } from './album'

export function StepPhotos({ album }: { readonly album: Album }) {
  const shots = useLive(album.shots, (all) => all)
  const [full, many] = useState(false)
  const good = shots.filter((shot) => shot.state !== 'bad')
  const add = (input: HTMLInputElement) => {
    const files = [...(input.files ?? [])]
    many(good.length + files.length > MOST)
    album.add(files)
    input.value = ''
  }
  return (
    <>
      <p class="quiet">{t('report.photos.hint')}</p>
      <ul class="grid">
        {good.map((shot) => <li key={shot.key}><Tile shot={shot} album={album} /></li>)}
        {good.length < MOST && (
          <li>
            <label class="tile add">
              <input class="sr" type="file" accept="image/*" multiple onChange={(event) => add(event.currentTarget)} />
              <span aria-hidden="true">＋</span>
              <span class="small">{t('report.add')}</span>
            </label>
          </li>
        )}
      </ul>
      {full && <p class="note note-soon" role="alert">{t('report.too_many', { n: MOST })}</p>}
      {shots.filter((shot) => shot.state === 'bad').map((shot) => (
        <p key={shot.key} class="note note-soon" role="alert">{shot.why ? `${shot.name} · ${shot.why}` : t('report.bad_photo', { name: shot.name })}</p>
      ))}
    </>
  )
}

function Tile({ shot, album }: { readonly shot: Shot; readonly album: Album }) {
  const failed = shot.state === 'failed'
  const word =
    shot.state === 'preparing' ? t('report.compress')
    : shot.state === 'sending' ? t('report.upload', { percent: percent(shot.part) })
    : shot.state === 'sent' ? `✓ ${t('report.uploaded')}` : t(shot.state === 'lost' ? 'report.lost' : 'report.upload_failed')
  return (
    <div class={failed || shot.state === 'lost' ? 'tile failed' : 'tile'}>
      {shot.url && <img src={shot.url} alt="" />}
      {failed
        ? <button type="button" class="word" onClick={() => album.retry(shot.key)}>{word}</button>
        : <span class="word" role="status">{word}</span>}
      {shot.state === 'sending' && <span class="bar" style={{ transform: `scaleX(${Math.max(0.05, shot.part)})` }} />}
      <button type="button" class="off" aria-label={t('report.removing')} onClick={() => album.remove(shot.key)}>×</button>
    </div>
  )
}
