/** A signature as it was written, to look at. */
import { type Ink, path } from './ink'

export function Signature({ strokes, aspect, label }: Ink & { label: string }) {
  return (
    <svg class="signed" role="img" aria-label={label} viewBox={`0 0 10000 ${Math.round(10_000 * aspect)}`} style={{ background: '#fff', borderRadius: 'var(--radius)', maxHeight: '8rem', width: '100%' }}>
      <path d={path({ strokes, aspect })} fill="none" stroke="#10211d" stroke-width="70" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  )
}
