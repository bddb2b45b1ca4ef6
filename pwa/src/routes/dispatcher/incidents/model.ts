/** Incidents as the office sees them: which there are, which one a call belongs to, and making one of many. Effects: fetch. */
import { useEffect, useState } from 'preact/hooks'
import { api } from '../../../wire/client'
import type { FaultHit, PremisesHit } from '../../../wire/edge'
import type { BoardRow, Gathered, Incident, Incidents } from '../../../wire/types.gen'
import { useAll } from '../../../ui/useLive'
import { useLoaded } from '../../office/load'
import type { OpenBoard } from '../store'

const REST_MS = 1500

/** What is known now, read anew when an order came or went. */
export function useIncidents(board: OpenBoard) {
  const found = useLoaded('incidents', (signal) => api<Incidents>('GET', '/incidents', undefined, { signal }).then((page) => page.items))
  const { orders } = useAll(board.state)
  const [first, met] = useState(true)
  useEffect(() => {
    if (first) return met(false)
    const soon = setTimeout(found.reload, REST_MS)
    return () => clearTimeout(soon)
  }, [orders.size])
  return found
}

/** How often the thing was reported. Pure. */
export const reportsOf = (one: Incident): number => 1 + one.merged + one.alike.length

const GATHERED: ReadonlySet<string> = new Set(['reported', 'triaged', 'offered'])

/** Which of its orders could still become part of it: what somebody has accepted is left to him. Pure. */
export const gatherable = (one: Incident, orders: ReadonlyMap<string, BoardRow>): string[] =>
  one.alike.filter((id) => GATHERED.has(orders.get(id)?.status ?? ''))

/** The incident that a call from here about this would belong to. Pure. */
export function belongsTo(all: readonly Incident[], place: PremisesHit | null, fault: FaultHit | null): Incident | null {
  if (place === null || fault === null) return null
  const here = all.filter((one) => one.fault === fault.code && one.community === place.community)
  if (fault.area === 'unit') return here.find((one) => one.label === place.label) ?? null
  return here.find((one) => one.building === '' || place.label.startsWith(one.building)) ?? null
}

export const gather = (into: string, orders: readonly string[]): Promise<Gathered> =>
  api<Gathered>('POST', `/incidents/${encodeURIComponent(into)}/gather`, { orders })
