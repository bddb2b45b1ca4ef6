/**
 * Which orders and technicians the board shows, and its place in the address.
 *
 * Every state of the board is a URL, so that it can be sent to a colleague: reading and writing are inverse,
 * and what is default is left out.
 *
 * Pure    yes.
 */
import type { BoardRow, Status, TechnicianRow } from '../../wire/types.gen'
import { byUrgency, rowMood } from '../office/health'

export type Stage = 'all' | 'waiting' | 'underway' | 'closing'
export type Sort = 'urgency' | 'newest' | 'place'

export interface BoardFilter {
  readonly q: string
  readonly community: string
  readonly stage: Stage
  readonly mood: '' | 'late' | 'soon' | 'ok'
  readonly priority: '' | 'P0' | 'P1' | 'P2' | 'P3'
  readonly technician: string
  readonly sort: Sort
}

export const EVERYTHING: BoardFilter = { q: '', community: '', stage: 'all', mood: '', priority: '', technician: '', sort: 'urgency' }

const STAGES: Record<Exclude<Stage, 'all'>, readonly Status[]> = {
  waiting: ['draft', 'reported', 'triaged', 'offered', 'rework'],
  underway: ['accepted', 'en_route', 'arrived', 'in_progress', 'on_hold'],
  closing: ['work_done', 'signed', 'pending_evidence', 'in_review', 'completed'],
}
const OVER: ReadonlySet<Status> = new Set<Status>(['closed', 'cancelled', 'declined', 'merged'])

const one = <T extends string>(value: string | null, known: readonly T[], otherwise: T): T =>
  known.includes(value as T) ? (value as T) : otherwise

/** The filter an address asks for; nonsense in the address is the default, not an error. */
export function readFilter(query: URLSearchParams): BoardFilter {
  return {
    q: query.get('q') ?? '',
    community: query.get('c') ?? '',
    stage: one<Stage>(query.get('s'), ['all', 'waiting', 'underway', 'closing'], 'all'),
    mood: one<BoardFilter['mood']>(query.get('h'), ['', 'late', 'soon', 'ok'], ''),
    priority: one<BoardFilter['priority']>(query.get('p'), ['', 'P0', 'P1', 'P2', 'P3'], ''),
    technician: query.get('t') ?? '',
    sort: one<Sort>(query.get('sort'), ['urgency', 'newest', 'place'], 'urgency'),
  }
}

/** The address of a filter and of what is selected in it. */
export function writeFilter(filter: BoardFilter, order: string | null): URLSearchParams {
  const query = new URLSearchParams()
  const put = (name: string, value: string, plain: string) => {
    if (value !== plain) query.set(name, value)
  }
  put('q', filter.q, '')
  put('c', filter.community, '')
  put('s', filter.stage, 'all')
  put('h', filter.mood, '')
  put('p', filter.priority, '')
  put('t', filter.technician, '')
  put('sort', filter.sort, 'urgency')
  if (order) query.set('order', order)
  return query
}

/** Whether an order is still of interest to the board. */
export const isOpen = (row: BoardRow): boolean => !OVER.has(row.status)

export function stageOf(status: Status): Stage {
  for (const stage of ['waiting', 'underway', 'closing'] as const) if (STAGES[stage].includes(status)) return stage
  return 'all'
}

function hasWords(row: BoardRow, q: string): boolean {
  const hay = [row.number, row.label, row.fault, row.fault_zh, row.fault_en, row.technician ?? '', row.community].join(' ').toLowerCase()
  return q.toLowerCase().split(/\s+/).every((word) => hay.includes(word))
}

export function matches(row: BoardRow, filter: BoardFilter, now: number): boolean {
  return (
    (filter.stage === 'all' || STAGES[filter.stage].includes(row.status)) &&
    (filter.community === '' || row.community === filter.community) &&
    (filter.priority === '' || row.priority === filter.priority) &&
    (filter.technician === '' || row.technician_id === filter.technician) &&
    (filter.mood === '' || rowMood(row, now) === filter.mood) &&
    (filter.q.trim() === '' || hasWords(row, filter.q.trim()))
  )
}

/** The orders to list, in the order to list them. */
export function shownOrders(rows: Iterable<BoardRow>, filter: BoardFilter, now: number): BoardRow[] {
  const kept = [...rows].filter((row) => isOpen(row) && matches(row, filter, now))
  switch (filter.sort) {
    case 'urgency':
      return kept.sort(byUrgency(now))
    case 'newest':
      return kept.sort((a, b) => b.reported_at.localeCompare(a.reported_at))
    case 'place':
      return kept.sort((a, b) => a.community.localeCompare(b.community) || a.label.localeCompare(b.label, 'zh-CN', { numeric: true }))
  }
}

const AWAKE = ['on_site', 'en_route', 'accepted', 'offered', 'free', 'break', 'off']

/** Technicians of a community, those who are out first. */
export function shownTechnicians(rows: Iterable<TechnicianRow>, community: string): TechnicianRow[] {
  return [...rows]
    .filter((row) => community === '' || row.communities.includes(community))
    .sort((a, b) => AWAKE.indexOf(a.state) - AWAKE.indexOf(b.state) || a.code.localeCompare(b.code))
}

/** How many open orders stand in each stage and mood: the numbers on the filter bar. */
export function tally(rows: Iterable<BoardRow>, now: number): Record<Stage | 'late' | 'soon', number> {
  const counts = { all: 0, waiting: 0, underway: 0, closing: 0, late: 0, soon: 0 }
  for (const row of rows) {
    if (!isOpen(row)) continue
    counts.all += 1
    const stage = stageOf(row.status)
    if (stage !== 'all') counts[stage] += 1
    const how = rowMood(row, now)
    if (how === 'late' || how === 'soon') counts[how] += 1
  }
  return counts
}

/** The order that a key pressed in the search box selects: arrows step through what was found, Enter takes the first. */
export function found(key: string, rows: readonly BoardRow[], selected: string | null): string | null {
  const at = rows.findIndex((row) => row.id === selected)
  if (key === 'Enter') return (rows[at] ?? rows[0])?.id ?? null
  const by = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
  return by === 0 ? null : (rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.id ?? null)
}
