/** Photos, comparison, signature and QR code. */
import { useState } from 'preact/hooks'
import { CompareSlider } from '../../ui/CompareSlider'
import { PhotoSlot, Viewer, type Shot } from '../../ui/Photo'
import { QrCard } from '../../ui/QrCard'
import { Signature } from '../../ui/Signature'
import { SignaturePad, type Drawn } from '../../ui/SignaturePad'
import { Card, Section } from '../../ui/Surface'
import { DAMAGE, FIXED, LEAK } from './stories/pictures'

const SHOTS: readonly Shot[] = [
  { id: '1', url: LEAK, label: '维修前 09:12', sync: 'confirmed' },
  { id: '2', url: DAMAGE, label: '维修前 09:13', sync: 'waiting', warning: '偏暗' },
  { id: '3', url: null, label: '维修前 09:14', sync: 'parked' },
]

export function Evidence() {
  const [drawn, draw] = useState<Drawn | null>(null)
  const [open, show] = useState<number | null>(null)
  return (
    <Section title="Evidence">
      <div class="specimens">
        <Card><PhotoSlot label="维修前 Before" need={4} word="还差 1 张" shots={SHOTS} onOpen={show} onAdd={() => undefined} /></Card>
        <CompareSlider before={LEAK} after={FIXED} />
        <Card><SignaturePad value={drawn} height="12rem" onChange={draw} />{drawn && <Signature strokes={drawn.strokes} aspect={drawn.aspect} label="Signature" />}</Card>
        <Card><QrCard text="https://doorstep.example/o#7f3k-91xq" label="QR"><p class="small quiet">请业主扫码 Let the owner scan</p></QrCard></Card>
      </div>
      {open !== null && <Viewer shots={SHOTS} index={open} onClose={() => show(null)} />}
    </Section>
  )
}
