/** What the lead pointed at when the work was sent back: the spots on the photo, his words for each, the camera one touch away. */
import type { PhoneView } from '../../../engine/model'
import { p } from '../../../text/proof'
import { Button } from '../../../ui/Button'
import { camera } from '../../../ui/icons'
import { Spot } from '../../../ui/Spot'
import { Card, Section } from '../../../ui/Surface'
import type { Pin } from '../../../wire/types.gen'
import { useGround } from '../phone'
import { useShots } from '../shots'

export function Pins({ view }: { view: PhoneView }) {
  const { go } = useGround()
  const { order, place } = view.shown
  const pins = order.review?.verdict === 'sent_back' ? order.review.pins : []
  const pointed = view.photos.filter((photo) => pins.some((pin) => pin.photo === photo.id))
  const shots = useShots(pointed, place.time_zone, 'master')
  if (pointed.length === 0) return null
  return (
    <Section title={p('pinsTitle')}>
      <Card>
        <div class="stack" style={{ gap: 'var(--s6)' }}>
          {pointed.map((photo, n) => (
            <Pinned key={photo.id} label={shots[n]?.label ?? ''} url={shots[n]?.url ?? null} pins={pins.filter((pin) => pin.photo === photo.id)} onAgain={() => go(`/t/job/${order.id}/camera?slot=${photo.slot}${photo.shot && `&shot=${photo.shot}`}`)} />
          ))}
        </div>
      </Card>
    </Section>
  )
}

function Pinned({ label, url, pins, onAgain }: { label: string; url: string | null; pins: readonly Pin[]; onAgain: () => void }) {
  const words = pins.map((pin, n) => ({ n: n + 1, words: pin.words })).filter((one) => one.words !== '')
  return (
    <div class="stack">
      <p class="small quiet num">{label}</p>
      {url && (
        <div class="pinned">
          <img src={url} alt={label} />
          {pins.map((pin, n) => <Spot key={n} n={n + 1} label={p('pinNo', { n: n + 1 })} x={pin.x} y={pin.y} />)}
        </div>
      )}
      {words.map((one) => <p key={one.n}><strong class="num">{one.n}</strong> {one.words}</p>)}
      <Button icon={camera} wide onClick={onAgain}>{p('pinAgain')}</Button>
    </div>
  )
}
