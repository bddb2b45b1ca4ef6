/** What stands on the map: orders by shape and colour of their health, clusters with a count, people with their age. */
import { useEffect, useState } from 'preact/hooks'
import { named } from '../../text'
import { d } from '../../text/dispatcher'
import { Icon } from '../../ui/Icon'
import { hardHat } from '../../ui/icons'
import { initials } from '../../ui/Marks'
import type { BoardRow, TechnicianRow } from '../../wire/types.gen'
import { rowMood, SHAPE, type Mood } from '../office/health'
import { seen } from './age'
import { inside, type Spot } from './surface'
import { ageWord, stateWord } from './TechnicianList'

const TONE: Record<Mood, string> = { ok: 'ok', soon: 'soon', late: 'late', done: 'plain', none: 'plain' }
const at = ({ x, y }: Spot) => ({ transform: `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)` })

interface Size {
  readonly width: number
  readonly height: number
}

export interface OrderMarkerProps {
  readonly row: BoardRow
  readonly now: number
  readonly spot: Spot
  readonly selected: boolean
  readonly onSelect: (id: string) => void
}

export function OrderMarker({ row, now, spot, selected, onSelect }: OrderMarkerProps) {
  const how = rowMood(row, now)
  const name = `${row.number} ${named({ zh: row.fault_zh, en: row.fault_en })}, ${row.label}`
  return (
    <button type="button" class={`pin tone-${TONE[how]}${selected ? ' selected' : ''}`} style={at(spot)} aria-label={name} title={name} aria-pressed={selected} onClick={() => onSelect(row.id)}>
      <span aria-hidden="true">{SHAPE[how]}</span>
      {row.priority === 'P0' && <b class="tiny" aria-hidden="true">P0</b>}
    </button>
  )
}

export interface ClusterMarkerProps {
  readonly rows: readonly BoardRow[]
  readonly now: number
  readonly spot: Spot
  readonly selected: string | null
  readonly onEnter: () => void
}

export function ClusterMarker({ rows, now, spot, selected, onEnter }: ClusterMarkerProps) {
  const moods = rows.map((row) => rowMood(row, now))
  const late = moods.filter((how) => how === 'late').length
  const worst: Mood = late > 0 ? 'late' : moods.includes('soon') ? 'soon' : moods.includes('ok') ? 'ok' : 'none'
  const name = `${d('clusterOf', { n: rows.length, late })}. ${d('clusterHint')}`
  const holds = rows.some((row) => row.id === selected)
  return (
    <button type="button" class={`pin pins tone-${TONE[worst]}${holds ? ' selected' : ''}`} style={at(spot)} aria-label={name} title={name} onClick={onEnter}>
      <span aria-hidden="true">{SHAPE[worst]}</span>
      <b class="num">{rows.length}</b>
    </button>
  )
}

export interface PersonMarkerProps {
  readonly row: TechnicianRow
  readonly now: number
  readonly spot: Spot
  readonly size: Size
  readonly selected: boolean
  /** Near enough to say how old a stale position is. */
  readonly aged: boolean
  readonly onSelect: (id: string) => void
}

/** A person; the heading is that of the last move seen, and a stale position fades. */
export function PersonMarker({ row, now, spot, size, selected, aged, onSelect }: PersonMarkerProps) {
  const heading = useHeading(row)
  if (!inside(spot, size.width, size.height, 240)) return null
  const view = seen(row, now)
  const name = `${row.code}, ${stateWord(row.state)}, ${ageWord(row, now)}`
  return (
    <button type="button" class={`person trust-${view.trust} state-${row.state}${selected ? ' selected' : ''}`} style={at(spot)} aria-label={name} title={name} aria-pressed={selected} onClick={() => onSelect(row.id)}>
      <span class="disc num" aria-hidden="true" style={{ opacity: view.opacity }}>{initials(row.code)}</span>
      {heading !== null && view.trust === 'live' && <span class="heading" aria-hidden="true" style={{ rotate: `${heading}deg` }} />}
      {((aged && view.trust === 'stale') || selected) && <span class="age tiny" aria-hidden="true">{ageWord(row, now)}</span>}
    </button>
  )
}

/** Several people at one place, counted. */
export function CrowdMarker({ rows, spot, size, onEnter }: { readonly rows: readonly TechnicianRow[]; readonly spot: Spot; readonly size: Size; readonly onEnter: () => void }) {
  if (!inside(spot, size.width, size.height, 240)) return null
  const name = d('crowdOf', { n: rows.length, list: rows.map((row) => row.code).join(', ') })
  return (
    <button type="button" class="crowd" style={at(spot)} aria-label={name} title={name} onClick={onEnter}>
      <Icon of={hardHat} size={16} />
      <b class="num">{rows.length}</b>
    </button>
  )
}

/** Degrees clockwise from north of the last move of more than about ten metres, or null. */
function useHeading(row: TechnicianRow): number | null {
  const [last, go] = useState<{ lat: number; lng: number; heading: number | null } | null>(null)
  const { position } = row
  useEffect(() => {
    if (position === null) return
    go((before) => {
      if (before === null) return { ...position, heading: null }
      const north = position.lat - before.lat
      const east = (position.lng - before.lng) * Math.cos((position.lat * Math.PI) / 180)
      if (Math.hypot(north, east) < 1e-4) return before
      return { ...position, heading: (Math.atan2(east, north) * 180) / Math.PI }
    })
  }, [position?.lat, position?.lng])
  return last?.heading ?? null
}

export function PlaceName({ name, spot, size, small = false }: { readonly name: string; readonly spot: Spot; readonly size: Size; readonly small?: boolean }) {
  if (!inside(spot, size.width, size.height, 80)) return null
  return <span class={small ? 'placename small-name' : 'placename'} style={at(spot)} aria-hidden="true"><i>{name}</i></span>
}
