/** Work orders of the stories: one technician's day in the fictitious company, seen from `now`. */
import { STANDARD } from '../../../engine/spending'
import type { LocalPhoto, OutboxItem, PhoneView } from '../../../engine/model'
import type { Fault, PhoneOrder, Place, Slot, WorkOrder } from '../../../wire/types.gen'
import { BURST, DRAIN, LEAK_FAULT, TAP } from './catalogue'

export const ME_ID = '0190a000-0000-7000-8000-0000000000a1'
const MINUTE = 60_000

export type When = (minutes: number) => string

export const from = (now: number): When => (minutes) => new Date(now + minutes * MINUTE).toISOString()

const place = (code: string, label: string, floor_label: string, more: Partial<Place> = {}): Place => ({
  premises_id: code, report_code: `R-${code}`, code, label, building: label.slice(0, 2), floor_label, community: 'YQL', community_zh: '云栖里', community_en: 'Yunqi Lane',
  position: { lat: 30.5735, lng: 104.0621 }, no_signal: false, time_zone: 'Asia/Shanghai', currency: 'CNY', quiet_hours: [], ...more,
})

export interface Made {
  readonly id: string
  readonly fault: Fault
  readonly place: Place
  readonly order?: Partial<WorkOrder>
  readonly more?: Partial<PhoneOrder>
}

export function phoneOrder(at: When, { id, fault, place: where, order = {}, more = {} }: Made): PhoneOrder {
  return {
    order: {
      id, org_id: 'lanting', community_id: 'YQL', premises_id: where.code, number: `YQL-2611${id}`, kind: 'repair_unit', channel: 'qr', status: 'accepted', priority: fault.priority,
      fault: fault.code, description: '', language: 'zh-CN', contact: { name: '', phone: '' }, reported_at: at(-50), received_at: at(-50), window_start: null, window_end: null,
      visit_notes: '', technician_id: ME_ID, assignment_id: `a-${id}`, crew: [], permits: [], hold: null, presence: null, checklist: [], parts: [], fees: { labour_fen: fault.price_fen, parts_fen: 0, surcharge_fen: 0, currency: 'CNY' },
      clocks: { respond_by: at(-35), arrive_by: at(22), fix_by: at(24 * 60), responded_at: at(-44), arrived_at: null, fixed_at: null, paused_since: null, paused_seconds: 0 },
      notes: [], cause: '', action: '', sign_off: null, review: null, merged_into: null, callback_of: null, escalation: 0, approvals: [], flags: [], updated_at: at(-10), version: 3, ...order,
    },
    fault, place: where, offer: null, history: [], authority: STANDARD, certificates: fault.certificates.map((code) => ({ code, valid_until: null, review_due: null })), ...more,
  }
}

const WORDS = '厨房水槽下面一直在滴水，昨晚接了半桶。上周刚有师傅来修过，今天又漏了，楼下邻居也说天花板湿了。麻烦带个新的角阀来。'

export function leak(at: When, order: Partial<WorkOrder> = {}): PhoneOrder {
  return phoneOrder(at, {
    id: '1907', fault: LEAK_FAULT, place: place('YQL-05-1-0803', '5栋1单元0803', '8层'),
    order: { description: WORDS, contact: { name: '张阿姨', phone: '+86 138 0000 0803' }, visit_notes: '小朋友 12:30–14:00 午睡，请轻声；独居，门铃按两次。', window_start: at(10), window_end: at(130), ...order },
    more: {
      offer: { assignment_id: 'a-1907', expires_at: null, reasons: [], travel_min: 6, score: 87 },
      history: [
        { number: 'YQL-26111422', fault: 'PLB-02', zh: '户内渗漏', en: 'Unit leak', at: at(-9 * 24 * 60), status: 'closed', rework: true },
        { number: 'YQL-26090310', fault: 'PLB-05', zh: '角阀更换', en: 'Angle valve', at: at(-81 * 24 * 60), status: 'closed', rework: false },
      ],
    },
  })
}

export const offered = (at: When, minutes = 4): PhoneOrder =>
  phoneOrder(at, {
    id: '1931', fault: BURST, place: place('YQL-03-2-1201', '3栋2单元1201', '12层'),
    order: { status: 'offered', reported_at: at(-3), description: '客厅地板冒水，总阀拧不动，急！', contact: { name: '周先生', phone: '+86 138 0000 1201' }, clocks: { respond_by: at(1), arrive_by: at(12), fix_by: at(12 * 60), responded_at: null, arrived_at: null, fixed_at: null, paused_since: null, paused_seconds: 0 } },
    more: {
      offer: {
        assignment_id: 'a-1931', expires_at: at(minutes), travel_min: 4, score: 91,
        reasons: [
          { code: 'travel', raw: 4, unit: 'min', weight: 0.3, u: 0.94, cost_s: 240 },
          { code: 'skill', raw: 1, unit: 'levels', weight: 0.3, u: 1, cost_s: 0 },
          { code: 'familiarity', raw: 3, unit: 'visits', weight: 0.1, u: 0.8, cost_s: 20 },
        ],
      },
    },
  })

export const later = (at: When): PhoneOrder[] => [
  phoneOrder(at, { id: '1912', fault: TAP, place: place('WTY-11-3-0502', '11栋3单元502', '5层', { community: 'WTY', community_zh: '梧桐苑', community_en: 'Wutong Court' }), order: { priority: 'P2', window_start: at(150), window_end: at(270), clocks: clocks(at, 270), reported_at: at(-200) } }),
  phoneOrder(at, { id: '1915', fault: DRAIN, place: place('YQL-08-1-1403', '8栋1单元12A03', '12A层'), order: { clocks: clocks(at, 9), reported_at: at(-70) } }),
  phoneOrder(at, {
    id: '1888', fault: TAP, place: place('YQL-B2-PUMP', 'B2 水泵房', 'B2', { no_signal: true }),
    order: { status: 'on_hold', priority: 'P2', hold: { reason: 'waiting_parts', since: at(-180), until: at(19 * 60), note: '机械密封无库存，启明科创中心有 2 套', material: 'M-013', seen: [] }, clocks: { ...clocks(at, -60), arrived_at: at(-200), paused_since: at(-180) } },
  }),
]

const clocks = (at: When, arrive: number): WorkOrder['clocks'] => ({ respond_by: at(-60), arrive_by: at(arrive), fix_by: at(24 * 60), responded_at: at(-66), arrived_at: null, fixed_at: null, paused_since: null, paused_seconds: 0 })

export const picture = (sha: string, slot: Slot, at: string, more: Partial<LocalPhoto> = {}): LocalPhoto => ({
  id: `p-${sha}-${slot}`, workOrderId: '1907', slot, sha256: sha, takenAt: at, state: 'on_phone', sent: 0, size: 310_000, warnings: [], shot: '', server: null, ...more,
})

export const view = (shown: PhoneOrder, photos: readonly LocalPhoto[] = [], parked: readonly OutboxItem[] = [], pending = 0): PhoneView => ({ shown, photos, signature: null, pending, parked })
