/**
 * Builders for tests: a work order, a person, an operation, each with only what the test is about.
 *
 * Pure     yes.
 */
import type { Queued } from '../engine/outbox'
import { STANDARD } from '../engine/spending'
import { type Args, type Kind, read, written } from '../engine/protocol'
import type { Me } from '../wire/edge'
import type { Fault, PhoneOrder, Place, WorkOrder } from '../wire/types.gen'

export const ME: Me = {
  id: 'tech-1',
  code: 'T-PLB-01',
  role: 'technician',
  org: 'org-1',
  org_zh: '安居',
  org_en: 'Anju',
  communities: ['YQL'],
  language: 'zh-CN',
  currency: 'CNY',
  time_zone: 'Asia/Shanghai',
}

const NOON = '2026-11-02T04:00:00Z'

export function aWorkOrder(of: Partial<WorkOrder> = {}): WorkOrder {
  return {
    id: 'wo-1',
    org_id: 'org-1',
    community_id: 'c-1',
    premises_id: 'p-1',
  report_code: 'R-YQL-03-2-1201',
    number: 'YQL-261102-0001',
    kind: 'repair_unit',
    channel: 'qr',
    status: 'accepted',
    priority: 'P1',
    fault: 'PLB-02',
    description: '厨房天花板滴水',
    language: 'zh-CN',
    contact: { name: '', phone: '' },
    reported_at: NOON,
    received_at: NOON,
    window_start: null,
    window_end: null,
    visit_notes: '',
    technician_id: ME.id,
    assignment_id: 'a-1',
    clocks: {
      respond_by: null,
      arrive_by: null,
      fix_by: null,
      responded_at: null,
      arrived_at: null,
      fixed_at: null,
      paused_since: null,
      paused_seconds: 0,
    },
    hold: null,
    presence: null,
    crew: [],
    permits: [],
    checklist: [],
    parts: [],
    fees: { labour_fen: 12_000, parts_fen: 0, surcharge_fen: 0, currency: 'CNY' },
    notes: [],
    cause: '',
    action: '',
    sign_off: null,
    review: null,
    merged_into: null, callback_of: null,
    escalation: 0,
    flags: [],
    updated_at: NOON,
    version: 1,
    ...of,
  } as WorkOrder
}

export function aFault(of: Partial<Fault> = {}): Fault {
  return {
    code: 'PLB-02',
    org_id: 'org-1',
    zh: '漏水',
    en: 'Leak',
    area: 'unit',
    trade: 'PLB',
    min_level: 3,
    certificates: [],
    permits: [],
    priority: 'P1',
    crew: 1,
    before_photos: 1,
    after_photos: 1,
    sign_off: 'owner',
    billing: 'paid',
    price_fen: 12_000,
    callback_days: 30,
    duration_min: 45,
    keywords: [],
    checklist: [],
    slots: [],
    note: '',
    ...of,
  } as Fault
}

export const PLACE: Place = {
  premises_id: 'p-1',
  report_code: 'R-YQL-03-2-1201',
  code: 'YQL-03-2-1201',
  label: '3栋2单元1201',
  building: '3',
  floor_label: '12',
  community: 'YQL',
  community_zh: '云栖里',
  community_en: 'Yunqili',
  position: { lat: 31.2, lng: 121.4 },
  no_signal: false,
  time_zone: 'Asia/Shanghai',
  currency: 'CNY',
  quiet_hours: [],
}

export function shownOnPhone(order: Partial<WorkOrder> = {}, fault: Partial<Fault> = {}): PhoneOrder {
  return { order: aWorkOrder(order), fault: aFault(fault), place: PLACE, offer: null, history: [], authority: STANDARD, certificates: [] }
}

/** A UUID-shaped id of a small number. */
export const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

export function anOperation<K extends Kind>(n: number, kind: K, args: Args[K], of: { workOrder?: string; at?: string } = {}): Queued {
  const raw = written({
    opId: id(n),
    kind,
    actor: ME.id,
    at: { wall: Date.parse(of.at ?? NOON), boot: '', mono: 0, tz: '', off_ms: 0, unc_ms: 0 },
    workOrder: of.workOrder ?? 'wo-1',
    seen: '',
    base: {},
    args,
  })
  return { cseq: n, raw, op: read(raw), bytes: raw.length, verdict: null, reason: '', answeredAt: null }
}

/** Chance that is the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = (seed % 2147483646) + 1
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}
