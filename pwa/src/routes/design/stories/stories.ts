/** The stories: each a moment of a technician's day, with the path its page is opened at. */
import type { OutboxItem, PhoneState, PhoneView } from '../../../engine/model'
import type { Kind } from '../../../engine/protocol'
import type { PushState } from '../../../platform/push'
import type { Me } from '../../../wire/edge'
import type { PartLine, WorkOrder } from '../../../wire/types.gen'
import { FAULTS, MATERIALS } from './catalogue'
import { from, later, leak, ME_ID, offered, picture, view, type When } from './orders'

export interface Story {
  readonly path: string
  readonly state: (at: When, now: number) => PhoneState
  /** How the switch for alerts stands; off where a story does not say. */
  readonly push?: PushState
}

export const ME: Me = {
  id: ME_ID, code: 'T-PLB-03', role: 'technician', org: 'lanting', org_zh: '澜庭物业服务有限公司', org_en: 'Lanting Property Services', communities: ['YQL', 'WTY'],
  language: 'zh-CN', currency: 'CNY', time_zone: 'Asia/Shanghai',
}

const phone = (now: number, orders: readonly PhoneView[], more: Partial<PhoneState> = {}): PhoneState => ({
  me: ME, orders, outbox: [], photosWaiting: { count: 0, bytes: 0 }, sync: { phase: 'idle', done: 0, total: 0, lastOk: now - 40_000, error: null },
  catalog: { faults: FAULTS, materials: MATERIALS }, storage: { usage: 212_000_000, quota: 6_400_000_000, persisted: true }, clock: { off: 0, unc: 0 }, ...more,
})

let made = 0
const op = (kind: Kind, at: number, more: Partial<OutboxItem> = {}): OutboxItem => {
  made += 1
  return { opId: `op-${made}`, kind, workOrder: '1907', cseq: made, state: 'waiting', verdict: null, reason: '', at, resolution: null, note: '', moved: false, bytesLeft: 0, ...more }
}

const OFFLINE = { phase: 'offline', done: 0, total: 0, error: null } as const

const parts: readonly PartLine[] = [
  { id: 'l1', material: 'M-001', name: '1/2寸角阀', unit: '个', quantity_milli: 2000, unit_price_fen: 1800 },
  { id: 'l2', material: 'M-010', name: '生料带', unit: '卷', quantity_milli: 1000, unit_price_fen: 150 },
]

const paid: Partial<WorkOrder> = { parts, fees: { labour_fen: 12_000, parts_fen: 3750, surcharge_fen: 0, currency: 'CNY' } }
const done = (at: When): WorkOrder['checklist'] => ['shoe_covers', 'valve', 'clean', 'pressure'].map((step) => ({ step, done: true, at: at(-20), value: step === 'pressure' ? '0.6' : '' }))
const befores = (at: When) => [picture('a', 'before', at(-25)), picture('b', 'before', at(-24), { warnings: ['dark'] })]
const afters = (at: When) => [picture('c', 'after', at(-4)), picture('d', 'after', at(-3))]
const reported = (at: When) => picture('e', 'report', at(-50), { id: 'p-report', state: 'on_server' })
const onSite = (at: When, status: WorkOrder['status']) => ({ arrived_at: at(-28), fixed_at: status === 'work_done' || status === 'signed' ? at(-2) : null })

function job(at: When, status: WorkOrder['status'], order: Partial<WorkOrder>, photos: PhoneView['photos']): PhoneView {
  const shown = leak(at)
  const arrived = status === 'accepted' || status === 'en_route' || status === 'rework' ? {} : onSite(at, status)
  return view({ ...shown, order: { ...shown.order, status, ...order, clocks: { ...shown.order.clocks, ...arrived, ...order.clocks } } }, [reported(at), ...photos], [], photos.length)
}

const SIGNED = { method: 'in_person', digest: '0'.repeat(64), signature_id: 's1', signer: '张阿姨', reason: '', stale: false } as const

const STROKES = [[1500, 1800, 300, -500, 250, 700, 200, -600, 220, 500], [3300, 1200, 0, 900, 100, 500], [3000, 1500, 900, -60], [4600, 1100, -250, 600, 250, 300, 500, -100, 100, -500, -300, -200], [6200, 1500, 500, -300, 400, 500, 500, -400, 600, 200]]

export const STORIES: Readonly<Record<string, Story>> = {
  today: { path: '/t', state: (at, now) => phone(now, [view(offered(at)), view(leak(at), [reported(at)]), ...later(at).map((one) => view(one)), ...later(at).slice(0, 1).map((one) => view({ ...one, order: { ...one.order, id: 'd1', status: 'in_review', updated_at: at(-90) } }))]) },
  empty: { path: '/t', state: (_, now) => phone(now, []) },
  offline: {
    path: '/t',
    state: (at, now) => phone(now, [job(at, 'in_progress', { checklist: done(at).slice(0, 2) }, befores(at)), ...later(at).map((one) => view(one))], { outbox: [op('visit.arrive', now - 1_680_000), op('photo.add', now - 1_500_000), op('visit.start', now - 1_400_000)], photosWaiting: { count: 2, bytes: 640_000 }, sync: { ...OFFLINE, lastOk: now - 2_400_000 } }),
  },
  offer: { path: '/t/job/1931', state: (at, now) => phone(now, [view(offered(at))]) },
  accepted: { path: '/t/job/1907', state: (at, now) => phone(now, [job(at, 'accepted', {}, [])]) },
  en_route: { path: '/t/job/1907', state: (at, now) => phone(now, [job(at, 'en_route', {}, [])]) },
  arrived: { path: '/t/job/1907', state: (at, now) => phone(now, [job(at, 'arrived', { checklist: done(at).slice(0, 2) }, befores(at).slice(0, 1))]) },
  working: { path: '/t/job/1907', state: (at, now) => phone(now, [job(at, 'in_progress', { ...paid, checklist: done(at).slice(0, 2), notes: [{ id: 'n1', text: '旧角阀螺纹开裂，上次只换了生料带。', by: ME_ID, by_name: 'T-PLB-03', at: at(-12) }] }, befores(at))], { sync: { phase: 'syncing', done: 2, total: 7, lastOk: now - 70_000, error: null } }) },
  over_limit: { path: '/t/job/1907', state: (at, now) => phone(now, [job(at, 'in_progress', { parts: [...parts, { id: 'l3', material: 'M-013', name: '变频水泵机械密封', unit: '套', quantity_milli: 1000, unit_price_fen: 48_000 }], fees: { labour_fen: 12_000, parts_fen: 51_750, surcharge_fen: 3600, currency: 'CNY' }, approvals: [{ id: 'ap1', fen: 31_750, words: '机械密封必须换，旧的已经裂了', asked_at: at(-6), asked_by: ME_ID, asked_name: 'T-PLB-03', photo: 'p-a-before', state: 'asked', decided_at: null, decided_by: '', decided_name: '', note: '' }], checklist: done(at) }, [...befores(at), ...afters(at)])]) },
  hold: { path: '/t/job/1907', state: (at, now) => phone(now, [job(at, 'on_hold', { hold: { reason: 'waiting_parts', since: at(-15), until: at(20 * 60), note: '25 mm 双活接球阀缺货', material: 'M-013', seen: [{ depot: 'CK-QMC', zh: '启明科创中心仓', en: 'Qiming store', kind: 'store', on_hand_milli: 2000, distance_m: 3060 }] }, checklist: done(at).slice(0, 2) }, befores(at))]) },
  done: { path: '/t/job/1907', state: (at, now) => phone(now, [job(at, 'work_done', { ...paid, checklist: done(at), cause: 'INST', action: 'REPLACE' }, [...befores(at), ...afters(at)])]) },
  sign: { path: '/t/job/1907/sign', state: (at, now) => phone(now, [job(at, 'work_done', { ...paid, checklist: done(at), cause: 'INST', action: 'REPLACE' }, [...befores(at), ...afters(at)])], { sync: { ...OFFLINE, lastOk: now - 1_200_000 } }) },
  signed: {
    path: '/t/job/1907',
    state: (at, now) => {
      const one = job(at, 'signed', { ...paid, checklist: done(at), cause: 'INST', action: 'REPLACE', sign_off: { ...SIGNED, at: at(-1) } }, [...befores(at), ...afters(at)])
      return phone(now, [{ ...one, signature: { id: 's1', org_id: 'lanting', work_order_id: '1907', signer: '张阿姨', strokes: STROKES, aspect: 0.32, digest: SIGNED.digest, sheet: '', signed_at: at(-1), by: ME_ID, version: 1 } }])
    },
  },
  resign: {
    path: '/t/job/1907/sign',
    state: (at, now) => phone(now, [job(at, 'signed', { ...paid, checklist: done(at), cause: 'INST', action: 'REPLACE', sign_off: { ...SIGNED, at: at(-9), stale: true } }, [...befores(at), ...afters(at)])]),
  },
  closed: { path: '/t/job/1907', state: (at, now) => phone(now, [job(at, 'in_review', { ...paid, checklist: done(at), cause: 'INST', action: 'REPLACE', sign_off: { ...SIGNED, at: at(-60) } }, [...befores(at), ...afters(at)])]) },
  rework: { path: '/t/job/1907', state: (at, now) => phone(now, [job(at, 'rework', { review: { verdict: 'sent_back', by: 'l', by_name: '王主管', at: at(-30), reason: '维修后照片看不清接口，请补拍，并确认楼下不再滴水。', due: at(180), pins: [{ photo: 'p-c-after', x: 4200, y: 5600, words: '接口背面看不清，请从下往上拍' }, { photo: 'p-c-after', x: 7100, y: 3300, words: '' }] } }, [...befores(at), picture('c', 'after', at(-40), { shot: 'after_joint' })])]) },
  parked: {
    path: '/t/sync',
    state: (at, now) => phone(now, [job(at, 'in_progress', {}, befores(at))], {
      outbox: [
        op('visit.finish', now - 7_200_000, { state: 'parked', verdict: 'parked', reason: 'reassigned', workOrder: '1800', moved: true }),
        op('sign_off.capture', now - 7_000_000, { state: 'parked', verdict: 'parked', reason: 'job_cancelled', resolution: 'accept', note: '已按上门记录结算，辛苦了。' }),
        op('check.set', now - 1_700_000, { state: 'confirmed', verdict: 'applied' }), op('visit.start', now - 1_600_000, { state: 'sent', verdict: 'merged', reason: 'same' }),
        op('photo.add', now - 900_000, { state: 'held', verdict: 'held', reason: 'blob_missing' }), op('part.add', now - 300_000, { state: 'sending' }), op('note.add', now - 60_000), op('visit.hold', now - 20_000),
      ],
      photosWaiting: { count: 12, bytes: 7_100_000 }, sync: { phase: 'syncing', done: 3, total: 8, lastOk: now - 60_000, error: null }, clock: { off: 63_072_000_000, unc: 400 },
    }),
  },
  sync_empty: { path: '/t/sync', state: (_, now) => phone(now, []) },
  me_unreachable: { path: '/t/me', state: (_, now) => phone(now, []), push: 'unreachable' },
  me_blocked: { path: '/t/me', state: (_, now) => phone(now, []), push: 'blocked' },
  me: { path: '/t/me', push: 'on', state: (_, now) => phone(now, [], { outbox: [op('note.add', now - 60_000)], sync: { ...OFFLINE, lastOk: now - 400_000 } }) },
  camera: { path: '/t/job/1907/camera?slot=after', state: (at, now) => phone(now, [job(at, 'in_progress', { checklist: done(at) }, befores(at))]) },
  gone: { path: '/t/job/none', state: (_, now) => phone(now, []) },
}

export const stateOf = (name: string, now: number): PhoneState | null => STORIES[name]?.state(from(now), now) ?? null
