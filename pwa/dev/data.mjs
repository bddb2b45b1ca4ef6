/** The invented estate behind `fixtures.mjs`: 30 orders, 16 technicians, one of every story. Deterministic but for the clock. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const communities = JSON.parse(readFileSync(join(import.meta.dirname, 'communities.json'), 'utf8'))
const FAULTS = [
  ['PLB-02', '户内渗漏/天花板滴水', 'Unit leak / ceiling drip', 'PLB', 'P1', 12000, 'paid', 'hnsltdbds'],
  ['PLB-03', '马桶/地漏堵塞', 'Toilet / floor-drain blockage', 'HYG', 'P1', 8000, 'paid', 'mtdlds'],
  ['PLB-05', '水龙头/角阀更换', 'Tap / angle-valve replacement', 'PLB', 'P2', 6000, 'paid', 'sltjfgh'],
  ['PLB-06', '水压不足', 'Low water pressure', 'PMP', 'P2', 0, 'free', 'sybz'],
  ['ELE-02', '户内跳闸', 'Unit breaker trip', 'ELE', 'P1', 6000, 'paid', 'hntz'],
  ['ELE-03', '插座打火/漏电', 'Sparking socket / leakage', 'ELE', 'P0', 8000, 'paid', 'czdhld'],
  ['ELE-04', '公共照明故障', 'Common lighting fault', 'ELE', 'P2', 0, 'free', 'ggzmgz'],
  ['LFT-01', '电梯困人', 'Lift entrapment', 'LFT', 'P0', 0, 'free', 'dtkr'],
  ['LFT-02', '电梯停运/异响', 'Lift out of service', 'LFT', 'P1', 0, 'free', 'dttyyx'],
  ['LVS-01', '单元门禁失灵', 'Unit-door access failure', 'LVS', 'P1', 0, 'free', 'dymjsl'],
  ['LVS-04', '道闸不抬杆', 'Car-park barrier stuck', 'LVS', 'P1', 0, 'free', 'dzbtg'],
  ['HVC-02', '分体空调漏水/不制冷', 'Split AC leak / no cooling', 'HVC', 'P2', 15000, 'paid', 'ftktlsbzl'],
  ['DWL-02', '门窗五金更换', 'Hardware replacement', 'DWL', 'P3', 7000, 'paid', 'mcwjgh'],
  ['CIV-04', '墙面/吊顶修补', 'Wall / ceiling patching', 'CIV', 'P3', 16000, 'paid', 'qmddxb'],
  ['CIV-03', '卫生间防水补漏', 'Bathroom waterproofing', 'CIV', 'P3', 0, 'quote', 'wsjfsbl'],
  ['CMP-01', '施工噪音/邻里噪音投诉', 'Noise complaint', 'GEN', 'P2', 0, 'free', 'sgzylzyts'],
]
const TRADES = { PLB: ['给排水', 'Plumbing'], HYG: ['清疏保洁', 'Drains'], ELE: ['强电', 'Electrical'], LFT: ['电梯', 'Lifts'], LVS: ['弱电门禁', 'Access'], HVC: ['空调', 'Air conditioning'], DWL: ['门窗五金', 'Doors & windows'], CIV: ['墙面防水', 'Walls'], GEN: ['其他', 'Other'], PMP: ['供水', 'Water supply'] }
const STATUSES = ['reported', 'triaged', 'offered', 'accepted', 'en_route', 'arrived', 'in_progress', 'on_hold', 'work_done', 'in_review', 'rework', 'completed']
const CHECK = [
  { code: 'shoe', zh: '穿鞋套', en: 'Shoe covers on', kind: 'tick', required: true, before_start: true },
  { code: 'valve', zh: '关闭入户总阀', en: 'Main valve closed', kind: 'tick', required: true, before_start: true },
  { code: 'press', zh: '试压 0.6 MPa 五分钟', en: 'Pressure test 0.6 MPa', kind: 'reading', required: true, before_start: false },
  { code: 'clean', zh: '清理现场', en: 'Place cleaned up', kind: 'tick', required: false, before_start: false },
]

/** A small generator so that every start shows the same estate. */
function dice(seed) {
  let state = seed
  return () => ((state = (state * 1103515245 + 12345) % 2147483648) / 2147483648)
}

export function data(started) {
  const roll = dice(7)
  const pick = (from) => from[Math.floor(roll() * from.length)]
  const iso = (minutes) => new Date(started + minutes * 60_000).toISOString().replace(/\.\d+Z/, 'Z')
  const faults = FAULTS.map(([code, zh, en, trade, priority, price_fen, billing, initials]) => ({ code, org_id: 'o', zh, en, area: 'unit', trade, min_level: 2, certificates: trade === 'ELE' ? ['C-ELE-LV', 'C-ORI'] : ['C-ORI'], priority, crew: 1, before_photos: 1, after_photos: 1, sign_off: 'owner', billing, price_fen, callback_days: 30, duration_min: 45, keywords: [], checklist: CHECK, slots: [], note: '', initials }))
  const near = (community, metres = 180) => ({ lat: community.position.lat + ((roll() - 0.5) * metres) / 111_000, lng: community.position.lng + ((roll() - 0.5) * metres) / 95_000 })
  const technicians = ['PLB-03', 'PLB-05', 'PLB-07', 'ELE-01', 'ELE-04', 'ELE-09', 'LVS-02', 'LVS-03', 'HVC-01', 'HVC-06', 'LFT-11', 'LFT-12', 'DWL-02', 'CIV-08', 'GEN-01', 'HYG-04'].map((code, n) => ({
    id: `t${n}`, code: `T-${code}`, team: n < 8 ? '工程一队' : '工程二队', state: pick(['free', 'free', 'accepted', 'en_route', 'on_site', 'on_site', 'break', 'off', 'offered']),
    position: n === 9 ? null : near(communities[n % 5], 320), position_at: n === 9 ? null : iso(-[1, 2, 1, 6, 0, 3, 34, 2, 9, 0, 1, 26, 4, 12, 2, 70][n]), accuracy_m: 20,
    open_orders: n % 6, max_open: n % 7 === 3 ? 3 : 6, skills: [{ trade: code.slice(0, 3), level: 1 + (n % 4) }], communities: [communities[n % 5].code, communities[(n + 1) % 5].code], expiring: n === 3 ? ['C-ELE-LV'] : n === 10 ? ['C-LFT-T', 'C-ORI'] : [],
  }))
  const orders = Array.from({ length: 34 }, (_, n) => {
    const fault = faults[(n * 5) % faults.length]
    const community = communities[[0, 0, 1, 2, 3, 4, 0, 1, 0, 2][n % 10]]
    const status = STATUSES[(n * 7 + (n >> 2)) % STATUSES.length]
    const technician = ['reported', 'triaged'].includes(status) ? null : technicians[n % technicians.length]
    const age = 4 + ((n * 37) % 190)
    const due = n % 9 === 4 ? -((n * 3) % 25) - 2 : n % 5 === 2 ? 8 + (n % 7) : 40 + ((n * 13) % 300)
    return {
      id: `w${n}`, number: `${community.code}-261124-${String(n + 1).padStart(4, '0')}`, status, priority: fault.priority, kind: 'repair_unit', fault: fault.code, fault_zh: fault.zh, fault_en: fault.en,
      label: `${1 + (n % 8)}栋${1 + (n % 2)}单元${String(3 + (n % 15)).padStart(2, '0')}0${1 + (n % 4)}`, community: community.code, position: near(community, 230), technician_id: technician?.id ?? null, technician: technician?.code ?? null,
      reported_at: iso(-age), window_start: null, health: { clock: pick(['respond', 'arrive', 'fix']), due_at: iso(due), state: due < 0 ? 'late' : due < 20 ? 'soon' : 'ok' }, flags: n === 4 ? ['no_candidate'] : n === 11 ? ['very_late'] : [], escalation: n === 4 ? 1 : 0, version: 3,
    }
  })
  const decision = (id) => ({
    id: `d-${id}`, work_order_id: id, at: iso(0), policy: 'default', policy_version: 4, input_hash: 'ab', chosen: 't0', mode: 'auto', margin_s: 240,
    candidates: id === 'w4' ? [] : [0, 2, 1, 14, 15].map((n, rank) => ({
      technician_id: `t${n}`, code: technicians[n].code, rank: rank + 1, score: [91.4, 84.2, 71, 55.8, 37][rank], cost_s: 400 + rank * 300, eta: iso(9 + rank * 7), travel_min: 6 + rank * 5, open_orders: n % 4, flags: rank === 1 ? ['close_call'] : rank === 3 ? ['position_stale'] : [],
      terms: [['skill', rank > 2 ? 1 : 0, 'levels', 0.3, 1 - rank * 0.17], ['travel', (6 + rank * 5) * 60, 's', 0.3, 0.92 - rank * 0.2], ['load', n % 4, 'orders', 0.15, 1 - (n % 4) * 0.25], ['familiarity', rank === 0 ? 3 : 0, 'visits', 0.1, rank === 0 ? 1 : 0.1], ['slack', 0.2 + rank * 0.15, 'share', 0.1, 0.8 - rank * 0.15], ['fairness', 4 - (rank % 3), 'orders', 0.05, 0.5], ['staleness', rank === 3 ? 24 : 1, 'min', 0, 0.9]].map(([code, raw, unit, weight, u]) => ({ code, raw, unit, weight, u: Math.max(0, u), cost_s: 10 })),
    })),
    rejections: [3, 4, 5, 6, 7, 8, 9, 10].map((n) => ({ technician_id: `t${n}`, code: technicians[n].code, reasons: [[{ code: 'skill_missing', facts: { trade: 'PLB', need: '3' } }], [{ code: 'skill_level', facts: { trade: 'PLB', have: '1', need: '3' } }, { code: 'load', facts: { open: '6', max: '6' } }], [{ code: 'cert_expired', facts: { code: 'C-ORI', valid_until: iso(-60 * 30) } }], [{ code: 'not_on_shift', facts: { start: iso(20) } }]][n % 4] })),
    histogram: { skill_missing: 2, not_on_shift: 2, skill_level: 2, load: 2, cert_expired: 2 },
  })
  const photo = (id, order, slot, minutes, flags = [], warnings = [], present = true) => ({ id, org_id: 'o', work_order_id: order, slot, sha256: `${slot}-${id}`, taken_at: iso(minutes), by: 't0', by_role: 'technician', position: null, accuracy_m: null, present, quality: { width: 1600, height: 1200, luma: 0.5, sharpness: 0.5, dhash: 1, lqip: '', warnings }, flags, retracted_at: null, version: 1 })
  const dossier = (id) => {
    const row = orders.find((one) => one.id === id)
    if (!row) return null
    const fault = faults.find((one) => one.code === row.fault)
    const community = communities.find((one) => one.code === row.community)
    const done = ['work_done', 'in_review', 'rework', 'completed'].includes(row.status)
    const out = done || ['arrived', 'in_progress', 'on_hold'].includes(row.status)
    const line = (n, minutes, name, actor_role, actor, facts = {}, late = 0) => ({ n, at: iso(minutes), recorded_at: iso(minutes + late), name, actor_role, actor, facts })
    const order = {
      id, org_id: 'o', community_id: community.id, premises_id: 'p', number: row.number, kind: 'repair_unit', channel: 'qr', status: row.status, priority: row.priority, fault: row.fault, description: '厨房水槽下面一直滴水，用盆接着，关了角阀会好一点。晚上六点以后家里有人。', language: 'zh-CN', contact: { name: 'OWN-YQL-03', phone: '000****2201' }, reported_at: row.reported_at, received_at: row.reported_at,
      window_start: null, window_end: null, visit_notes: id === 'w8' ? '孩子 12:30–14:00 午睡，请轻敲门' : '', technician_id: row.technician_id, assignment_id: 'a', clocks: { respond_by: iso(-20), arrive_by: row.health.due_at, fix_by: iso(600), responded_at: iso(-25), arrived_at: out ? iso(-50) : null, fixed_at: done ? iso(-8) : null, paused_since: null, paused_seconds: 0 },
      hold: row.status === 'on_hold' ? { reason: 'waiting_parts', since: iso(-30), until: iso(60 * 20), note: '角阀型号不符，明早到货' } : null, presence: out ? { method: 'fence', at: iso(-50), position: null, accuracy_m: 12, proof: null } : null,
      checklist: out ? [{ step: 'shoe', done: true, at: iso(-49), value: '' }, { step: 'valve', done: true, at: iso(-48), value: '' }, { step: 'press', done: done, at: iso(-10), value: '0.62 MPa' }] : [], parts: done ? [{ id: 'x1', material: 'M-001', name: '1/2寸角阀', unit: '个', quantity_milli: 2000, unit_price_fen: 1800 }, { id: 'x2', material: 'M-010', name: '生料带', unit: '卷', quantity_milli: 1000, unit_price_fen: 150 }] : [],
      fees: done ? { labour_fen: 12000, parts_fen: 3750, surcharge_fen: 0, currency: 'CNY' } : { labour_fen: 0, parts_fen: 0, surcharge_fen: 0, currency: 'CNY' }, notes: done ? [{ id: 'n', text: '旧角阀阀芯老化，已连同软管接口一起换新，擦干后观察十分钟无渗水。', by: 't0', by_name: 'T-PLB-03', at: iso(-9) }] : [], cause: done ? 'AGE' : '', action: done ? 'REPLACE' : '',
      sign_off: done ? { method: 'in_person', digest: 'a'.repeat(64), at: iso(-6), signature_id: 's', signer: '业主', reason: '', stale: false } : null, review: null, parent_id: null, escalation: row.escalation, flags: row.flags, updated_at: iso(-5), version: row.version,
    }
    const photos = [photo('r1', id, 'report', -90), ...(out ? [photo('b1', id, 'before', -46), photo('b2', id, 'before', -45, [], ['dark'])] : []), ...(done ? [photo('a1', id, 'after', -12), photo('a2', id, 'after', -11, id === 'w9' ? ['seen_before'] : [])] : [])]
    const timeline = [line(1, -90, 'work_order.reported', 'owner', '', { channel: 'qr' }), line(2, -89, 'work_order.triaged', 'system', '', { fault: row.fault, priority: row.priority, by_rule: true }), ...(row.technician ? [line(3, -89, 'assignment.offered', 'system', '', { technician_id: row.technician_id }), line(4, -87, 'assignment.accepted', 'technician', row.technician, { technician_id: row.technician_id })] : []), ...(out ? [line(5, -70, 'work_order.departed', 'technician', row.technician), line(6, -50, 'work_order.arrived', 'technician', row.technician, { method: 'fence' }, 22), line(7, -44, 'work_order.started', 'technician', row.technician, {}, 16)] : []), ...(done ? [line(8, -8, 'work_order.finished', 'technician', row.technician, { cause: 'AGE', action: 'REPLACE' }), line(9, -6, 'work_order.signed_off', 'technician', row.technician, { method: 'in_person' })] : [])]
    const signature = done ? { id: 's', org_id: 'o', work_order_id: id, signer: '业主', strokes: [[1500, 2200, 300, -900, 400, 1200, 500, -1300, 300, 1100], [3600, 1500, 700, 40, 900, -60], [5200, 900, 60, 1500, 300, -500, 500, 400, 900, -900, 500, 700]], aspect: 0.36, digest: 'a'.repeat(64), sheet: '{}', signed_at: iso(-6), by: 't0', version: 1 } : null
    return { detail: { order, fault, place: { premises_id: 'p', code: 'YQL-03-2-1201', label: row.label, building: '3', floor_label: '12', community: row.community, community_zh: community.zh, community_en: community.en, position: row.position, no_signal: id === 'w6', time_zone: 'Asia/Shanghai', currency: 'CNY' }, health: row.health, technician: row.technician, assignments: [], timeline, history: [{ number: 'YQL-261101-0007', fault: 'PLB-02', zh: '户内渗漏', en: 'Unit leak', at: iso(-60 * 24 * 22), status: 'closed', rework: true }, { number: 'YQL-260815-0019', fault: 'ELE-05', zh: '灯具更换', en: 'Lamp replacement', at: iso(-60 * 24 * 101), status: 'closed', rework: false }], decision: decision(id) }, photos, signature }
  }
  const reviews = () => orders.filter((row) => row.status === 'in_review' || row.status === 'work_done').map((row, n) => ({ id: row.id, number: row.number, fault: row.fault, fault_zh: row.fault_zh, fault_en: row.fault_en, label: row.label, community: row.community, technician: row.technician, done_at: iso(-8 - n * 31), flags: n === 1 ? ['seen_before', 'too_fast'] : n === 3 ? ['blurry'] : [], priority: row.priority, due_at: iso(n === 0 ? -20 : 200 + n * 60) }))
  const parked = ['w6', 'w7', 'w13'].map((id, n) => {
    const { order, fault, place } = dossier(id).detail
    return { op_id: `op${n}`, kind: ['visit.finish', 'part.quantity', 'visit.arrive'][n], work_order_id: id, reason: ['job_cancelled', 'lead_wins', 'reassigned'][n], facts: {}, args: [{ cause: 'AGE', action: 'REPLACE' }, { id: 'x1', quantity_milli: 3000 }, { presence: { method: 'fence' } }][n], by: 't1', by_code: 'T-PLB-05', device_id: 'dev', made_at: iso(-180 + n * 40), unsure_ms: 0, received_at: iso(-10), current: { order: n === 1 ? { ...order, parts: [{ id: 'x1', material: 'M-001', name: '1/2寸角阀', unit: '个', quantity_milli: 2000, unit_price_fen: 1800 }] } : order, fault, place, offer: null, history: [] }, late: n === 0 }
  })
  return {
    faults, parked, decision, dossier, reviews, code: '',
    board: () => ({ at: iso(0), orders: orders.filter((row) => row.status !== 'completed'), technicians, communities }),
    stir(say) {
      const technician = technicians[Math.floor(Math.random() * 8)]
      technician.position = technician.position && { lat: technician.position.lat + (Math.random() - 0.5) * 0.0012, lng: technician.position.lng + (Math.random() - 0.5) * 0.0012 }
      technician.position_at = new Date().toISOString()
      say('technician', technician)
      if (!this.told) say('alert', { code: 'dispatch.nobody_eligible', facts: { reasons: { skill_missing: 11, not_on_shift: 3, load: 2 } }, work_order_id: 'w4' })
      this.told = true
    },
    premises: (q) => orders.slice(0, 5).filter((row) => `${row.label}${row.number}`.includes(q) || /^\d|own/i.test(q)).map((row, n) => ({ code: `YQL-0${n + 1}-2-1201`, label: row.label, community: row.community, community_zh: communities.find((one) => one.code === row.community).zh, community_en: communities.find((one) => one.code === row.community).en, contact_masked: `OWN · 000****22${n}1`, open: n === 0 ? [orders[0], orders[10]] : [], recent: [{ number: 'YQL-261101-0007', fault: 'PLB-02', zh: '户内渗漏', en: 'Unit leak', at: iso(-60 * 24 * 22), status: 'closed', rework: true }, { number: 'YQL-260815-0019', fault: 'ELE-05', zh: '灯具更换', en: 'Lamp replacement', at: iso(-60 * 24 * 101), status: 'closed', rework: false }] })),
    create(asked) {
      const fault = faults.find((one) => one.code === asked.fault) ?? faults[0]
      orders.unshift({ ...orders[0], id: asked.id, number: 'YQL-261124-0099', status: 'offered', fault: fault.code, fault_zh: fault.zh, fault_en: fault.en, technician_id: 't0', technician: 'T-PLB-03', reported_at: iso(0), version: 2 })
      return { work_order_id: asked.id, number: 'YQL-261124-0099', link: '/o#reported', repeated: false }
    },
    offer(id, { technician_id }) {
      const row = orders.find((one) => one.id === id)
      Object.assign(row, { technician_id, technician: technicians.find((one) => one.id === technician_id).code, status: 'offered', version: row.version + 1 })
      return dossier(id).detail
    },
    intend(id, { intent }) {
      const row = orders.find((one) => one.id === id)
      const to = { triage: 'triaged', cancel: 'cancelled', hold: 'on_hold', resume: 'in_progress', approve: 'completed', send_back: 'rework', revoke: 'triaged', decline_report: 'declined', merge: 'merged' }[intent.intent]
      Object.assign(row, { status: to ?? row.status, version: row.version + 1 })
      return dossier(id).detail
    },
    place: (code) => ({ code, label: '3栋2单元1201', community_zh: '云栖里', community_en: 'Yunqi Lane', language: 'zh-CN', ticket: 'ticket', faults: faults.map(({ code: fault, zh, en, trade, price_fen, billing }) => ({ code: fault, zh, en, trade, trade_zh: TRADES[trade][0], trade_en: TRADES[trade][1], price_fen, billing })) }),
    owner: (code) => ownerPage(code, iso),
    picture,
  }
}

const STORY = ['reported', 'assigned', 'en_route', 'arrived', 'in_progress', 'finished', 'signed', 'completed']

function ownerPage(stage, iso) {
  const known = [...STORY, 'on_hold', 'reviewing', 'rework', 'closed', 'cancelled', 'declined']
  if (!known.includes(stage)) return null
  const place = { on_hold: 4, reviewing: 6, rework: 5, closed: 7, cancelled: 0, declined: 0 }[stage] ?? STORY.indexOf(stage)
  const minutes = [-95, -93, -60, -41, -36, -8, -5, -2]
  const steps = STORY.map((code, n) => ({ code, at: n <= place ? iso(minutes[n]) : null, facts: code === 'assigned' && n <= place ? { technician: 'T-PLB-03' } : {} }))
  if (stage === 'on_hold') steps.splice(5, 0, { code: 'on_hold', at: iso(-20), facts: { reason: 'waiting_parts', until: iso(60 * 19) } })
  if (stage === 'cancelled' || stage === 'declined') steps.splice(1, 7, { code: stage, at: iso(-10), facts: {} })
  const done = place >= 5
  const sheet = JSON.stringify({ action: 'REPLACE', cause: 'AGE', currency: 'CNY', fault: 'PLB-02', labour_fen: 12000, number: 'YQL-261124-0012', parts: [['1/2寸角阀', 2000, 1800, 3600], ['生料带', 1000, 150, 150]], photos: ['a', 'b', 'c'], place: 'YQL-03-2-1201', surcharge_fen: 0, technician: 'T-PLB-03', terms: '2026-11', total_fen: 15750, warranty_days: 30, work_order: 'w' })
  return {
    number: 'YQL-261124-0012', stage, status: stage === 'completed' ? 'completed' : 'accepted', fault_zh: '户内渗漏 / 天花板滴水', fault_en: 'Leak in the flat', place: '3栋***室', community_zh: '云栖里', community_en: 'Yunqi Lane', time_zone: 'Asia/Shanghai', currency: 'CNY', language: 'zh-CN', reported_at: iso(-95),
    technician: place > 0 ? { code: 'T-PLB-03', certificates: ['C-ORI', 'C-ELE-LV'] } : null, eta: ['assigned', 'en_route'].includes(stage) ? iso(14) : null, position: null, hold_reason: stage === 'on_hold' ? 'waiting_parts' : null, hold_until: stage === 'on_hold' ? iso(60 * 19) : null, steps,
    photos: [{ id: 'report-r1', slot: 'report', taken_at: iso(-95), width: 1600, height: 1200, lqip: '' }, ...(place >= 4 ? [{ id: 'before-b1', slot: 'before', taken_at: iso(-40), width: 1600, height: 1200, lqip: '' }] : []), ...(done ? [{ id: 'after-a1', slot: 'after', taken_at: iso(-10), width: 1600, height: 1200, lqip: '' }] : [])],
    fees: done ? [{ name: '1/2寸角阀', quantity_milli: 2000, unit: '个', unit_price_fen: 1800, total_fen: 3600 }, { name: '生料带', quantity_milli: 1000, unit: '卷', unit_price_fen: 150, total_fen: 150 }] : [], labour_fen: done ? 12000 : 0, surcharge_fen: 0, total_fen: done ? 15750 : 0, cause: done ? 'AGE' : '', action: done ? 'REPLACE' : '',
    sign_off: place > 5 ? 'in_person' : null, sign_off_stale: false, sheet: stage === 'finished' ? sheet : null, nonce: 'n', certificate: place >= 7, may_cancel: place <= 2 && !['cancelled', 'declined'].includes(stage), may_sign: stage === 'finished', may_rate: stage === 'completed', rated: false, warranty_days: 30, version: 3,
  }
}

/** A drawn kitchen corner: wet before, dry after. */
function picture(id) {
  const after = id.startsWith('after')
  const shade = id.startsWith('report') ? '#7a6a58' : '#8d8374'
  const wet = after ? '' : '<ellipse cx="820" cy="930" rx="430" ry="90" fill="#4d6a7a" opacity=".75"/><path d="M800 610q-34 70 0 96 34-26 0-96z" fill="#6fa6c4"/><path d="M834 730q-26 56 0 76 26-20 0-76z" fill="#6fa6c4"/><path d="M640 300q40 220-30 520" stroke="#5f4a37" stroke-width="46" fill="none" opacity=".5"/>'
  const fit = after ? '#d7dadb' : '#7c5a3a'
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200" viewBox="0 0 1600 1200"><rect width="1600" height="1200" fill="${after ? '#b8b2a4' : shade}"/><g stroke="#00000018" stroke-width="5">${Array.from({ length: 9 }, (_, n) => `<path d="M${n * 200} 0V760M0 ${n * 130}H1600"/>`).join('')}</g><rect y="760" width="1600" height="440" fill="${after ? '#8f7f66' : '#6d6150'}"/><rect x="180" y="60" width="1240" height="120" rx="20" fill="#cfd3d2"/><path d="M560 180v300q0 90 90 90h360q80 0 80 80v330" stroke="${after ? '#e7e9e8' : '#a9a496'}" stroke-width="86" fill="none"/><path d="M800 180v280" stroke="#c9c4b6" stroke-width="58"/><rect x="742" y="440" width="116" height="170" rx="18" fill="${fit}"/><circle cx="800" cy="520" r="44" fill="${after ? '#3f7fb8' : '#5b3f26'}"/>${wet}</svg>`
}
