/** The brush over faces and papers: what it touched is gone from the pixels before anything is kept. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { fitted, LONG_SIDE } from '../../../platform/picture'
import { along, smear } from '../../../platform/mask'
import { c } from '../../../text/common'
import { p } from '../../../text/proof'
import { Button, IconButton } from '../../../ui/Button'
import { check, undo2, x } from '../../../ui/icons'

type Dot = readonly [number, number]
type Stroke = { readonly radius: number; readonly dots: readonly Dot[] }

const SIZES = [0.03, 0.06, 0.12] // of the long side

export function Mask({ blob, onKeep, onDrop }: { readonly blob: Blob; readonly onKeep: (blob: Blob) => void; readonly onDrop: () => void }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const original = useRef<ImageData | null>(null)
  const strokes = useRef<Stroke[]>([])
  const last = useRef<Dot | null>(null)
  const [count, counted] = useState(0)
  const [size, choose] = useState(1)
  useEffect(() => {
    let here = true
    void createImageBitmap(blob, { imageOrientation: 'from-image' }).then((picture) => {
      const at = canvas.current
      if (here && at !== null) {
        const { width, height } = fitted(picture.width, picture.height, LONG_SIDE)
        Object.assign(at, { width, height })
        const pen = at.getContext('2d', { willReadFrequently: true })
        pen?.drawImage(picture, 0, 0, width, height)
        original.current = pen?.getImageData(0, 0, width, height) ?? null
      }
      picture.close()
    }, () => here && onDrop())
    return () => {
      here = false
    }
  }, [blob])
  const spot = (event: PointerEvent): Dot => {
    const at = canvas.current as HTMLCanvasElement
    const box = at.getBoundingClientRect()
    return [((event.clientX - box.left) / box.width) * at.width, ((event.clientY - box.top) / box.height) * at.height]
  }
  const paint = (dots: readonly Dot[], radius: number): void => {
    const at = canvas.current
    const pen = at?.getContext('2d', { willReadFrequently: true })
    if (at === null || !pen) return
    const pixels = pen.getImageData(0, 0, at.width, at.height)
    for (const [px, py] of dots) smear(pixels, px, py, radius)
    pen.putImageData(pixels, 0, 0)
  }
  const radius = (): number => Math.max(canvas.current?.width ?? 0, canvas.current?.height ?? 0) * (SIZES[size] ?? 0.06)
  const down = (event: PointerEvent): void => {
    ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
    last.current = spot(event)
    strokes.current.push({ radius: radius(), dots: [last.current] })
    counted(strokes.current.length)
    paint([last.current], radius())
  }
  const move = (event: PointerEvent): void => {
    const stroke = strokes.current.at(-1)
    if (last.current === null || stroke === undefined) return
    const dots = along(last.current, spot(event), stroke.radius / 2)
    last.current = dots.at(-1) ?? last.current
    strokes.current[strokes.current.length - 1] = { ...stroke, dots: [...stroke.dots, ...dots] }
    paint(dots, stroke.radius)
  }
  const undo = (): void => {
    if (original.current === null) return
    strokes.current.pop()
    canvas.current?.getContext('2d')?.putImageData(original.current, 0, 0)
    for (const stroke of strokes.current) paint(stroke.dots, stroke.radius)
    counted(strokes.current.length)
  }
  const save = (): void => canvas.current?.toBlob((made) => made && onKeep(made), 'image/jpeg', 0.9)
  return (
    <div class="verdict mask" role="dialog" aria-label={p('maskTitle')}>
      <div class="verdict-picture">
        <canvas ref={canvas} role="img" aria-label={p('maskTitle')} onPointerDown={down} onPointerMove={move} onPointerUp={() => (last.current = null)} onPointerCancel={() => (last.current = null)} />
      </div>
      <div class="verdict-words">
        <p class="row strong"><span class="grow">{p('maskTitle')}</span><IconButton icon={x} label={c('close')} onClick={onDrop} /></p>
        <p class="small quiet">{p('maskWhy')}</p>
        <div class="row" role="radiogroup" aria-label={p('maskSize')}>
          {SIZES.map((one, n) => <button key={one} type="button" class="brush" role="radio" aria-checked={n === size} aria-label={`${p('maskSize')} ${n + 1}`} onClick={() => choose(n)}><i style={{ width: `${10 + 10 * n}px`, height: `${10 + 10 * n}px` }} /></button>)}
          <span class="grow" />
          <Button icon={undo2} disabled={count === 0} onClick={undo}>{p('maskUndo')}</Button>
        </div>
        <Button kind="primary" icon={check} wide onClick={save}>{p('maskSave')}</Button>
      </div>
    </div>
  )
}
