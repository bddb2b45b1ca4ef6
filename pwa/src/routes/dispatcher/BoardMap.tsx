/** The map beside the list: the same orders and people, on the communities' own plans. Markers are buttons. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { named } from '../../text'
import { d } from '../../text/dispatcher'
import { IconButton } from '../../ui/Button'
import { crosshair, minus, plus } from '../../ui/icons'
import { query } from '../../router'
import type { BoardRow, CommunityView, LatLng, TechnicianRow } from '../../wire/types.gen'
import { rowMood } from '../office/health'
import { cluster, type Cluster, type Dot } from './cluster'
import { Legend } from './Legend'
import { ClusterMarker, CrowdMarker, OrderMarker, PersonMarker, PlaceName } from './markers'
import { around, readPlan } from './plan'
import { boxOf, homeGround, inside, type Surface } from './surface'
import { useFirstFocus } from '../../ui/useFirstFocus'
import { useSurface } from './useSurface'

export interface BoardMapProps {
  readonly orders: readonly BoardRow[]
  readonly technicians: readonly TechnicianRow[]
  readonly communities: readonly CommunityView[]
  /** The community filtered for, or ''. */
  readonly community: string
  readonly selected: string | null
  readonly person: string
  readonly now: number
  /** Counts up when somebody asks to see everything. */
  readonly fit: number
  readonly onSelect: (id: string) => void
  readonly onPerson: (id: string) => void
}

const CELL = 38
const AROUND = 240 // pixels beyond the edge, so that what is dragged in is there already
const NEAR = 15
const URGENCY = { late: 0, soon: 1, ok: 2, none: 3, done: 4 } as const

export function BoardMap(props: BoardMapProps) {
  const { orders, communities, community, selected, now } = props
  const features = useMemo(() => communities.flatMap(readPlan), [communities])
  const { box, overlay, surface } = useSurface(features, query(location.search, 'map') === 'plain')
  const [opened, open] = useState<Cluster | null>(null)
  const rows = useMemo(() => new Map(orders.map((row) => [row.id, row])), [orders])
  useFitting(surface, props, features)
  useEffect(() => {
    const row = selected === null ? undefined : rows.get(selected)
    if (row && surface) surface.reveal(row.position)
  }, [selected, surface])
  const size = { width: box.current?.clientWidth ?? 0, height: box.current?.clientHeight ?? 0 }
  const groups = surface === null ? [] : grouped(orders, surface, now, selected)
  const enter = (group: Cluster): void => {
    const spots = group.ids.flatMap((id) => rows.get(id)?.position ?? [])
    const around_ = around(spots)
    if (around_ && surface && surface.zoom() < 17.5 && (around_.east - around_.west > 1e-4 || around_.north - around_.south > 1e-4)) surface.fit(around_, true)
    else open(group)
  }
  return (
    <div class="map" role="region" aria-label={`${d('map')}. ${d('mapAlso')}`}>
      <div class="ground" ref={box} />
      {surface !== null && (
        <div class="overlay" ref={overlay}>
          {communities.map((one) => <PlaceName key={one.code} name={named(one)} spot={surface.project(top(one, features))} size={size} />)}
          {surface.zoom() > 15.4 && features.filter((feature) => feature.kind === 'building' && feature.label).map((feature, n) => (
            <PlaceName key={n} small name={feature.label} spot={surface.project(middle(feature.lines[0] ?? []))} size={size} />
          ))}
          <People {...props} surface={surface} size={size} />
          {groups.filter((group) => inside(group, size.width, size.height, AROUND)).map((group) => {
            const row = rows.get(group.ids[0] ?? '')
            if (!row) return null
            return group.ids.length === 1
              ? <OrderMarker key={group.key} row={row} now={now} spot={group} selected={row.id === selected} onSelect={props.onSelect} />
              : <ClusterMarker key={group.key} rows={group.ids.flatMap((id) => rows.get(id) ?? [])} now={now} spot={group} selected={selected} onEnter={() => enter(group)} />
          })}
        </div>
      )}
      {opened && <Pile rows={opened.ids.flatMap((id) => rows.get(id) ?? [])} onSelect={(id) => { open(null); props.onSelect(id) }} onClose={() => open(null)} />}
      <div class="map-tools">
        <IconButton icon={plus} label={d('zoomIn')} onClick={() => surface?.zoomBy(1)} />
        <IconButton icon={minus} label={d('zoomOut')} onClick={() => surface?.zoomBy(-1)} />
        <IconButton icon={crosshair} label={d('fit')} onClick={() => surface && toGround(surface, communities, community, orders, features)} />
      </div>
      <Legend plain={surface?.kind === 'svg'} noPlan={features.length === 0 && communities.length > 0} />
    </div>
  )
}

/** People who stand together far away become one mark below the place; near, each is himself. */
function People({ technicians, person, now, surface, size, onPerson }: BoardMapProps & { readonly surface: Surface; readonly size: { width: number; height: number } }) {
  const known = new Map(technicians.map((row) => [row.id, row]))
  const dots = technicians.flatMap((row): Dot[] => {
    if (row.position === null) return []
    const { x, y } = surface.project(row.position)
    return [{ id: row.id, x, y, z: row.id === person ? 0 : 1 }]
  })
  const near = surface.zoom() > NEAR
  return (
    <>
      {cluster(dots, near ? 14 : 44).map((group) => {
        const rows = group.ids.flatMap((id) => known.get(id) ?? [])
        const [row] = rows
        const spot = near ? group : { x: group.x, y: group.y + 36 }
        if (!row) return null
        if (rows.length === 1) return <PersonMarker key={group.key} row={row} now={now} spot={spot} size={size} selected={row.id === person} aged={near} onSelect={onPerson} />
        const box = around(rows.flatMap((one) => one.position ?? []))
        return <CrowdMarker key={group.key} rows={rows} spot={spot} size={size} onEnter={() => box && surface.fit(box, true)} />
      })}
    </>
  )
}

type Features = ReturnType<typeof readPlan>

function toGround(surface: Surface, communities: readonly CommunityView[], community: string, orders: readonly BoardRow[], features: Features): void {
  const counts = new Map<string, number>()
  for (const row of orders) counts.set(row.community, (counts.get(row.community) ?? 0) + 1)
  const chosen = communities.filter((one) => one.code === community)
  const to = boxOf(chosen.length > 0 ? chosen : homeGround(communities, counts), features)
  if (to) surface.fit(to, true)
}

/** Fits the view when the map opens, when another community is chosen, and when somebody asks. */
function useFitting(surface: Surface | null, { communities, community, orders, fit }: BoardMapProps, features: Features): void {
  const done = useRef('')
  useEffect(() => {
    const key = `${community}|${fit}|${communities.length > 0}`
    if (surface === null || communities.length === 0 || done.current === key) return
    done.current = key
    toGround(surface, communities, community, orders, features)
  }, [surface, communities, community, fit, orders])
}

function grouped(orders: readonly BoardRow[], surface: Surface, now: number, selected: string | null): Cluster[] {
  const dots = orders.map((row): Dot => {
    const { x, y } = surface.project(row.position)
    const rank = row.id === selected ? -1 : URGENCY[rowMood(row, now)]
    return { id: row.id, x, y, z: rank }
  })
  return cluster(dots, CELL)
}

type Ring = readonly (readonly [number, number])[]

function middle(ring: Ring): LatLng {
  const box = around(ring.map(([lng, lat]) => ({ lat, lng })))
  return box ? { lat: (box.north + box.south) / 2, lng: (box.east + box.west) / 2 } : { lat: 0, lng: 0 }
}

/** Where a community's name stands: above the middle of its plan. */
function top(community: CommunityView, features: Features): LatLng {
  const fence = features.find((feature) => feature.community === community.code && feature.kind === 'boundary')
  const box = fence && around((fence.lines[0] ?? []).map(([lng, lat]) => ({ lat, lng })))
  return box ? { lat: box.north, lng: (box.east + box.west) / 2 } : community.position
}

/** Orders at the same place, which no zoom can part. */
function Pile({ rows, onSelect, onClose }: { readonly rows: readonly BoardRow[]; readonly onSelect: (id: string) => void; readonly onClose: () => void }) {
  const first = useFirstFocus<HTMLButtonElement>()
  return (
    <div class="pile" role="dialog" aria-label={rows[0]?.label ?? ''} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      {rows.map((row, n) => (
        <button key={row.id} ref={n === 0 ? first : null} type="button" onClick={() => onSelect(row.id)}>
          <span class="num small quiet">{row.number}</span> {named({ zh: row.fault_zh, en: row.fault_en })}
        </button>
      ))}
      <button type="button" class="hint" onClick={onClose}>×</button>
    </div>
  )
}
