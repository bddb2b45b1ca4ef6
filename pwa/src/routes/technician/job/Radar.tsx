/**
 * Where the part lies that the work waits for. A part within reach is fetched, and the owner's clock runs on; only when
 * nobody near has it does waiting stop the clock. Without a network the office looks when the update arrives.
 */
import { useEffect, useState } from 'preact/hooks'
import { named } from '../../../text'
import { distance, quantity } from '../../../text/format'
import { p } from '../../../text/proof'
import { unitWord } from '../../../text/work'
import { Icon } from '../../../ui/Icon'
import { packageBox, truck } from '../../../ui/icons'
import { Banner, Skeleton } from '../../../ui/Surface'
import { api } from '../../../wire/client'
import type { Material, PartAt, PartRow } from '../../../wire/types.gen'

export function Radar({ order, material }: { order: string; material: Material }) {
  const [found, show] = useState<readonly PartRow[] | 'offline' | null>(null)
  useEffect(() => {
    const over = new AbortController()
    show(null)
    api<{ items: readonly PartRow[] }>('GET', `/work-orders/${order}/parts/${encodeURIComponent(material.code)}`, undefined, { signal: over.signal }).then(
      (page) => show(page.items),
      () => over.signal.aborted || show('offline'),
    )
    return () => over.abort()
  }, [order, material.code])
  if (found === null) return <Skeleton label={p('radarLooking')} lines={2} />
  if (found === 'offline') return <Banner tone="offline">{p('radarOffline')}</Banner>
  const near = found.find((row) => row.near)
  return (
    <div class="stack">
      {near ? <Banner tone="info" title={p('radarNear', { place: named(near.at), far: distance(near.at.distance_m ?? 0) })}>{p('radarNearWhy')}</Banner> : <Banner tone="soon" title={p('radarNone')}>{p('radarNoneWhy')}</Banner>}
      <Places found={found.map((row) => row.at)} unit={material.unit} />
    </div>
  )
}

/** Stores and vans, the nearest first. */
export function Places({ found, unit }: { found: readonly PartAt[]; unit: string }) {
  if (found.length === 0) return null
  return (
    <ul class="places" aria-label={p('radarPlaces')}>
      {found.slice(0, 5).map((one) => (
        <li key={one.depot} class="row">
          <Icon of={one.kind === 'van' ? truck : packageBox} size={20} />
          <span class="grow">{named(one)}<br /><span class="small hint num">{one.distance_m === null ? p('radarFarUnknown') : distance(one.distance_m)}</span></span>
          <span class="num strong">{quantity(one.on_hand_milli)} {unit && unitWord(unit)}</span>
        </li>
      ))}
    </ul>
  )
}
