/**
 * Where the owner signs. Every stroke is reported at once in pad units; a rotation, a resize or a return redraws them.
 * The drawing itself is signature_pad's; this component only keeps it true to the strokes.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import Pad from 'signature_pad'
import './controls.css'
import './evidence.css'
import { ink, lines, type Ink } from '../engine/ink'
import { c } from '../text/common'
import { Button } from './Button'
import { rotateCcw } from './icons'

/** Strokes in pad units and the pad's shape; see `engine/ink`. */
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
      const drawn = ink(made.toData().map((group) => group.points), width, tall)
      latest.current.onChange(drawn.strokes.length === 0 ? null : drawn)
    }
    made.addEventListener('endStroke', told)
    const fit = new ResizeObserver(() => draw(made, at, latest.current.value))
    fit.observe(at)
    setPad(made)
    return () => {
      fit.disconnect()
      made.off()
    }
  }, [])
  const clear = (): void => {
    pad?.clear()
    onChange(null)
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

/** Sizes the canvas for this screen's pixels and draws the strokes again. */
function draw(pad: Pad, canvas: HTMLCanvasElement, value: Drawn | null): void {
  const { width, height } = canvas.getBoundingClientRect()
  const ratio = Math.max(devicePixelRatio, 1)
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  canvas.getContext('2d')?.scale(ratio, ratio)
  pad.clear()
  if (value === null || width === 0) return
  pad.fromData(
    fitted(value, width, height).map((dots) => ({
      penColor: '#10211d', dotSize: 0, minWidth: 1.8, maxWidth: 2.6, velocityFilterWeight: 0.7, compositeOperation: 'source-over' as const,
      points: dots.map((dot, n) => ({ x: dot.x, y: dot.y, pressure: 0.5, time: n * 16 })),
    })),
  )
}

/** The strokes in the middle of a pad of another shape, as large as they fit. */
function fitted(value: Drawn, width: number, height: number): { x: number; y: number }[][] {
  const wide = Math.min(width, height / value.aspect)
  const [left, top] = [(width - wide) / 2, (height - wide * value.aspect) / 2]
  return lines(value, wide).map((dots) => dots.map((dot) => ({ x: left + dot.x, y: top + dot.y })))
}

export { Signature } from './Signature'
