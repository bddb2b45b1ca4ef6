/**
 * Where the owner signs. Every stroke is reported at once in pad units and never computed again: a rotation, a resize or a
 * return draws what was reported, in the shape it was begun in, and the next stroke is added to it.
 * The drawing itself is signature_pad's; this component only keeps it true to the strokes.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import Pad from 'signature_pad'
import './controls.css'
import './evidence.css'
import { ink, lines, type Ink } from './ink'
import { c } from '../text/common'
import { Button } from './Button'
import { rotateCcw } from './icons'

/** Strokes in pad units and the pad's shape; see `ink`. */
export type Drawn = Ink

export interface SignaturePadProps {
  value: Drawn | null
  height: string
  label?: string
  onChange: (drawn: Drawn | null) => void
}

export function SignaturePad({ value, height, label, onChange }: SignaturePadProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const latest = useRef({ value, onChange })
  latest.current = { value, onChange }
  const [pad, setPad] = useState<Pad | null>(null)
  useEffect(() => {
    const at = canvas.current
    if (at === null) return
    const made = new Pad(at, { penColor: '#10211d', minWidth: 1.2, maxWidth: 3.2, throttle: 8 })
    const told = (): void => {
      const { width, height: tall } = at.getBoundingClientRect()
      const { value: before } = latest.current
      const groups = made.toData().slice(before?.strokes.length ?? 0)
      const drawn = ink(groups.map((group) => group.points), width, tall)
      if (drawn.strokes.length === 0) return
      latest.current.onChange(before === null ? drawn : { ...before, strokes: [...before.strokes, ...drawn.strokes] })
    }
    made.addEventListener('endStroke', told)
    const fit = new ResizeObserver(() => draw(made, at, latest.current.value))
    fit.observe(at.parentElement ?? at)
    setPad(made)
    return () => {
      fit.disconnect()
      made.off()
    }
  }, [])
  const clear = (): void => {
    onChange(null)
    if (pad !== null && canvas.current !== null) draw(pad, canvas.current, null)
  }
  return (
    <div class="stack" style={{ gap: 'var(--s2)' }}>
      <div class="pad" style={{ height }}>
        <canvas ref={canvas} role="img" aria-label={label ?? c('signHere')} />
        {value === null ? <span class="prompt">{c('signHere')}</span> : <span class="again"><Button small icon={rotateCcw} onClick={clear}>{c('clearStrokes')}</Button></span>}
      </div>
    </div>
  )
}

/** Sizes the canvas for this screen's pixels and draws the strokes again: what was begun keeps its shape, as large as it fits. */
function draw(pad: Pad, canvas: HTMLCanvasElement, value: Drawn | null): void {
  const { clientWidth: across, clientHeight: down } = canvas.parentElement ?? canvas
  const width = value === null ? across : Math.min(across, down / value.aspect)
  const height = value === null ? down : width * value.aspect
  const ratio = Math.max(devicePixelRatio, 1)
  canvas.style.width = `${width}px`
  canvas.style.height = `${height}px`
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  canvas.getContext('2d')?.scale(ratio, ratio)
  pad.clear()
  if (value === null || width === 0) return
  pad.fromData(
    lines(value, width).map((dots) => ({
      penColor: '#10211d', dotSize: 0, minWidth: 1.8, maxWidth: 2.6, velocityFilterWeight: 0.7, compositeOperation: 'source-over' as const,
      points: dots.map((dot, n) => ({ x: dot.x, y: dot.y, pressure: 0.5, time: n * 16 })),
    })),
  )
}

export { Signature } from './Signature'
