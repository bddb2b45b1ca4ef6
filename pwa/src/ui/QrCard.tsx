/** A QR code drawn on this phone, with what it carries in words underneath, for those whose camera cannot. */
import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import encode from 'qr'
import './evidence.css'

export interface QrCardProps {
  text: string
  label: string
  children?: ComponentChildren
}

export function QrCard({ text, label, children }: QrCardProps) {
  const rows = useMemo(() => encode(text, 'raw', { border: 1, ecc: 'medium' }), [text])
  const path = rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('')
  return (
    <div class="qr">
      <svg role="img" aria-label={label} viewBox={`0 0 ${rows.length} ${rows.length}`} shape-rendering="crispEdges">
        <path d={path} fill="#000" />
      </svg>
      {children}
    </div>
  )
}
