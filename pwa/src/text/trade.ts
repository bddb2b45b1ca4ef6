/** Words of the trade by their codes: reasons, causes, actions, evidence, score terms, trades and certificates. */
export { actions, causes } from './work'

export const holdReasons = {
  zh: {
    waiting_parts: '待配件',
    waiting_approval_co: '待公司授权',
    waiting_owner_quote: '待业主确认报价',
    waiting_owner_access: '业主不在 / 改约',
    waiting_vendor: '待第三方',
    safety_stop: '安全停工',
    quiet_hours: '静音时段',
    weather: '极端天气',
  },
  en: {
    waiting_parts: 'Waiting for parts',
    waiting_approval_co: 'Waiting for company approval',
    waiting_owner_quote: 'Owner to confirm the quote',
    waiting_owner_access: 'Owner away / new time',
    waiting_vendor: 'Waiting for a third party',
    safety_stop: 'Stopped for safety',
    quiet_hours: 'Quiet hours',
    weather: 'Severe weather',
  },
} as const

export const declineReasons = {
  zh: { too_far: '太远，赶不到', no_skill: '不会修这类故障', no_parts: '没有配件', busy: '手上有活', unwell: '身体不适', other: '其他原因' },
  en: { too_far: 'Too far to arrive in time', no_skill: 'Not my skill', no_parts: 'No parts with me', busy: 'Still on another job', unwell: 'Unwell', other: 'Another reason' },
} as const

export const slots = {
  zh: { report: '报修照片', before: '维修前', during: '维修中', after: '维修后', door: '门口' },
  en: { report: 'Reported', before: 'Before', during: 'During', after: 'After', door: 'At the door' },
} as const

export const signMethods = {
  zh: { in_person: '当面签字', link: '链接签字', refused: '业主拒签', absent: '业主不在' },
  en: { in_person: 'Signed in person', link: 'Signed by link', refused: 'Owner refused to sign', absent: 'Owner absent' },
} as const

export const terms = {
  zh: { skill: '技能匹配', travel: '路程', load: '手上工单', familiarity: '熟悉程度', slack: '时限余量', fairness: '接单均衡', staleness: '位置新旧' },
  en: { skill: 'Skill', travel: 'Travel', load: 'Load', familiarity: 'Knows the place', slack: 'Time to spare', fairness: 'Fair share', staleness: 'Position age' },
} as const

export const trades = {
  zh: { PLB: '给排水', ELE: '强电', LVS: '弱电', LFT: '电梯', HVC: '暖通', FIR: '消防', DWL: '门窗五金', CIV: '土建防水', PMP: '泵房供水', GAS: '燃气协调', HYG: '清疏保洁', GEN: '综合' },
  en: { PLB: 'Plumbing', ELE: 'Electrical', LVS: 'Low voltage', LFT: 'Lifts', HVC: 'Heating & cooling', FIR: 'Fire safety', DWL: 'Doors & windows', CIV: 'Building & waterproofing', PMP: 'Pump room', GAS: 'Gas', HYG: 'Drains & hygiene', GEN: 'General' },
} as const

export const certificates = {
  zh: {
    'C-ELE-LV': '低压电工证', 'C-ELE-HV': '高压电工证', 'C-HGT': '高处作业证', 'C-WLD': '焊接与热切割证', 'C-REF': '制冷与空调作业证',
    'C-LFT-T': '电梯修理证 (T)', 'C-FIRE': '消防设施操作员（中级）', 'C-HLTH': '供水人员健康合格证', 'C-CSP': '有限空间作业培训', 'C-ORI': '入户服务礼仪培训',
  },
  en: {
    'C-ELE-LV': 'Low-voltage electrician', 'C-ELE-HV': 'High-voltage electrician', 'C-HGT': 'Work at height', 'C-WLD': 'Welding & hot cutting', 'C-REF': 'Refrigeration & AC',
    'C-LFT-T': 'Lift repair (T)', 'C-FIRE': 'Fire-facility operator', 'C-HLTH': 'Water-supply health', 'C-CSP': 'Confined space', 'C-ORI': 'In-home etiquette',
  },
} as const

/** Why work may not begin: the codes of `engine/fitness`. */
export const blockers = {
  zh: { cert_missing: '没有证书', cert_expired: '证书已过期', cert_review_overdue: '证书复审逾期', crew: '还缺同行人员', permit: '缺作业许可', quiet: '静音时段，至' },
  en: { cert_missing: 'no certificate', cert_expired: 'certificate expired', cert_review_overdue: 'certificate review overdue', crew: 'people still missing:', permit: 'no permit to work:', quiet: 'quiet hours until' },
}
