/** Builders of board rows for the office's tests. */
import type { BoardRow, TechnicianRow } from '../wire/types.gen'

export const NOON = Date.parse('2026-11-24T12:00:00Z')
export const at = (minutes: number): string => new Date(NOON + minutes * 60_000).toISOString()

export function aRow(given: Partial<BoardRow> = {}): BoardRow {
  return {
    id: 'w1', number: 'YQL-0001', status: 'triaged', priority: 'P2', kind: 'repair_unit', fault: 'PLB-02', fault_zh: '户内渗漏', fault_en: 'Unit leak',
    label: '3栋2单元1201', community: 'YQL', position: { lat: 30.57, lng: 104.06 }, technician_id: null, technician: null, reported_at: at(-60),
    window_start: null, health: { clock: 'arrive', due_at: at(60), state: 'ok' }, flags: [], escalation: 0, version: 1, ...given,
  }
}

export function aTechnician(given: Partial<TechnicianRow> = {}): TechnicianRow {
  return {
    id: 't1', code: 'T-PLB-03', team: '工程一队', state: 'free', position: { lat: 30.57, lng: 104.06 }, position_at: at(-1), accuracy_m: 20,
    open_orders: 1, max_open: 6, skills: [], communities: ['YQL'], expiring: [], ...given,
  }
}
