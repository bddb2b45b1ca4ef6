/** Words that every face says the same way: states, priorities, reasons, evidence, and the buttons of all dialogs. */
import { dictionary } from './index'

export const common = {
  zh: {
    appName: '上门',
    close: '关闭',
    back: '返回',
    cancel: '取消',
    confirm: '确定',
    save: '保存',
    remove: '移除',
    undo: '撤销',
    retry: '重试',
    search: '搜索',
    clear: '清除',
    more: '更多',
    fewer: '收起',
    optional: '选填',
    required: '必填',
    loading: '正在打开',
    nothingFound: '没有找到“{q}”',
    choices: '{n} 个选项',
    of: '第 {n} 张，共 {m} 张',
    next: '下一张',
    previous: '上一张',
    add: '增加',
    subtract: '减少',
    before: '维修前',
    after: '维修后',
    compare: '拖动对比维修前后',
    compareAt: '显示维修后 {n}%',
    photo: '照片',
    clearStrokes: '重新签',
    signHere: '请在此处签名',
    total: '合计',
    sortBy: '按{name}排序',
    filterOff: '清除筛选',
    copied: '已复制',
    copy: '复制',
    networkGone: '暂时连不上服务器，已记录的内容都在本机。',
    due: '还剩 {left}',
    overdue: '超时 {over}',
    slaOk: '按时',
    slaSoon: '将到期',
    slaLate: '已超时',
    slaDone: '已完成',
    slaPaused: '已暂停计时',
    waiting: '待发送',
    sending: '发送中',
    sent: '已送达',
    confirmed: '已确认',
    parked: '办公室核对中',
    held: '服务器稍后处理',
    languageZh: '中文',
    languageEn: 'English',
  },
  en: {
    appName: 'Doorstep',
    close: 'Close',
    back: 'Back',
    cancel: 'Cancel',
    confirm: 'OK',
    save: 'Save',
    remove: 'Remove',
    undo: 'Undo',
    retry: 'Try again',
    search: 'Search',
    clear: 'Clear',
    more: 'More',
    fewer: 'Less',
    optional: 'optional',
    required: 'required',
    loading: 'Opening',
    nothingFound: 'Nothing found for “{q}”',
    choices: '{n} {n|choice|choices}',
    of: '{n} of {m}',
    next: 'Next',
    previous: 'Previous',
    add: 'More',
    subtract: 'Less',
    before: 'Before',
    after: 'After',
    compare: 'Drag to compare before and after',
    compareAt: '{n} % of the after photo shown',
    photo: 'Photo',
    clearStrokes: 'Sign again',
    signHere: 'Sign here',
    total: 'Total',
    sortBy: 'Sort by {name}',
    filterOff: 'Clear filters',
    copied: 'Copied',
    copy: 'Copy',
    networkGone: 'The server cannot be reached. Everything you recorded is kept on this phone.',
    due: '{left} left',
    overdue: '{over} late',
    slaOk: 'On time',
    slaSoon: 'Due soon',
    slaLate: 'Late',
    slaDone: 'Done',
    slaPaused: 'Clock paused',
    waiting: 'Waiting',
    sending: 'Sending',
    sent: 'Sent',
    confirmed: 'Confirmed',
    parked: 'Office is checking',
    held: 'Server will retry',
    languageZh: '中文',
    languageEn: 'English',
  },
} as const

export const c = dictionary(common)

export const statuses = {
  zh: {
    draft: '草稿',
    reported: '待受理',
    triaged: '待派单',
    offered: '待接单',
    accepted: '已接单',
    en_route: '前往中',
    arrived: '已到场',
    in_progress: '维修中',
    on_hold: '挂起',
    work_done: '完工待签',
    signed: '已签字',
    pending_evidence: '证据上传中',
    in_review: '待审核',
    rework: '返工',
    completed: '待回访',
    closed: '已关闭',
    cancelled: '已取消',
    declined: '不予受理',
    merged: '已并单',
  },
  en: {
    draft: 'Draft',
    reported: 'Reported',
    triaged: 'To dispatch',
    offered: 'Offered',
    accepted: 'Accepted',
    en_route: 'On the way',
    arrived: 'On site',
    in_progress: 'In progress',
    on_hold: 'On hold',
    work_done: 'Awaiting sign-off',
    signed: 'Signed',
    pending_evidence: 'Evidence uploading',
    in_review: 'In review',
    rework: 'Rework',
    completed: 'Follow-up due',
    closed: 'Closed',
    cancelled: 'Cancelled',
    declined: 'Declined',
    merged: 'Merged',
  },
} as const

export const priorities = {
  zh: { P0: '特急', P1: '紧急', P2: '一般', P3: '计划' },
  en: { P0: 'Emergency', P1: 'Urgent', P2: 'Normal', P3: 'Planned' },
} as const

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

export const causes = {
  zh: { AGE: '老化', INST: '安装缺陷', MISUSE: '使用不当', UPSTREAM: '主管 / 上游', PART: '备件质量', WEATHER: '天气', UNKNOWN: '原因不明' },
  en: { AGE: 'Wear and age', INST: 'Installation fault', MISUSE: 'Misuse', UPSTREAM: 'Main pipe / upstream', PART: 'Faulty part', WEATHER: 'Weather', UNKNOWN: 'Unknown' },
} as const

export const actions = {
  zh: { REPLACE: '更换', REPAIR: '修复', ADJUST: '调整', CLEAR: '疏通清理', ISOLATE: '隔离停用', REFER: '转交他方', NO_FAULT: '未发现故障' },
  en: { REPLACE: 'Replaced', REPAIR: 'Repaired', ADJUST: 'Adjusted', CLEAR: 'Cleared', ISOLATE: 'Isolated', REFER: 'Referred', NO_FAULT: 'No fault found' },
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
