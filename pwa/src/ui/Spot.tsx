/** A numbered spot on a photo: what the lead marked, and what the technician is shown. */
import './evidence.css'

export interface SpotProps {
  n: number
  label: string
  /** Where on the photo, in hundredths of a percent. */
  x: number
  y: number
  /** How near the photo is looked at: the spot stays as large as it is. */
  near?: number
}

export function Spot({ n, label, x, y, near = 1 }: SpotProps) {
  return <span class="spot num" role="img" aria-label={label} style={{ left: `${x / 100}%`, top: `${y / 100}%`, scale: String(1 / near) }}>{n}</span>
}
