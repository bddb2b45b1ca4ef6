/** What the dispatcher reads: the board, the map, the reasons of a choice, intake and the parked inbox. */
import { dictionary } from './index'

export const dispatcher = {
  zh: {
    orders: '工单', technicians: '维修工', allCommunities: '全部小区', community: '小区', map: '地图', mapAlso: '地图以列表同样的数据绘制',
    search: '单号、地址、故障、工号', stageAll: '全部', stageWaiting: '待派', stageUnderway: '进行中', stageClosing: '收尾', moodLate: '超时', moodSoon: '将到期',
    sort: '排序', sortUrgency: '紧急优先', sortNewest: '最新', sortPlace: '按地点', clearFilters: '清除筛选',
    live: '实时', reconnecting: '正在重连，数据更新于 {time}', notLive: '断开 {span}，看板可能不是最新',
    noOrders: '现在没有未完成的工单', noOrdersHint: '新报修会自动出现在这里。按 N 登记电话报修。', nothingMatches: '没有符合筛选的工单', nothingMatchesHint: '换个条件，或清除筛选。',
    noTechnicians: '这个小区没有维修工', pickOrder: '选一张工单', pickOrderHint: '点列表或地图上的点；J / K 上下移动。',
    unassigned: '未派', openCount: '手上 {n}/{max}', positionNone: '没有位置', positionAge: '位置 {ago}', positionStale: '位置已过时，{ago}',
    state_off: '下班', state_break: '休息', state_free: '空闲', state_offered: '待接单', state_accepted: '已接单', state_en_route: '路上', state_on_site: '现场',
    expiring: '证书将到期：{list}', clusterOf: '{n} 张工单，{late} 张超时', clusterHint: '点击放大', crowdOf: '{n} 名维修工：{list}', zoomIn: '放大', zoomOut: '缩小', fit: '显示全部', legend: '图例', legendPeople: '维修工',
    legendOk: '按时', legendSoon: '将到期', legendLate: '超时', legendStale: '位置过时', svgMap: '此设备不支持 WebGL，已改用简图', planMissing: '还没有小区平面图，仅按坐标显示',
    alerts: '提醒', 'alert_work_order.reported': '新报修 {number}', 'alert_dispatch.nobody_eligible': '无人可派 {number}', 'alert_work_order.escalated': '已升级 {number}', 'alert_operation.overdue': '离线更新超过一天没有决定 {number}', 'alert_phone.work_missing': '{who} 的手机上有工作没有送达', alert_other: '{code} {number}', dismiss: '知道了', open: '查看', reasonsCount: '{reason} {n} 人',
    why: '派给谁', whyHint: '条形越长，这一项加分越多', rerun: '重新派单', rank: '第 {n}', eta: '约 {time} 到', travel: '路程 {min} 分', load: '手上 {n} 单', chosen: '已选', margin: '领先第二名 {span}',
    assign: '派给 {who}', assignNow: '派单', assignAnyway: '仍要派给', assignReason: '为什么仍然派给 {who}', assignReasonHint: '会写进记录，{who} 和班组长都看得到。', assigned: '已派给 {who}', takesFrom: '会先从 {who} 收回，并通知对方。', ruleBroken: '不符合规则', reasonNeeded: '请写明原因',
    ruledOut: '不能派的人（{n}）', ruledOutNone: '没有人被排除', nobody: '没有符合条件的人', nobodyHint: '可以放宽一条规则人工指派，或稍后再试。', flag_position_stale: '位置过时', flag_no_position: '没有位置', flag_close_call: '差距小',
    term_levels: '高 {raw} 级', term_levels0: '正合适', term_s: '{raw} 分钟', term_min: '{raw} 分钟前', term_orders: '{raw} 单', term_visits: '来过 {raw} 次', term_share: '用去时限 {raw}', term_none: '未知',
    deeds: '操作', triage: '受理', decline_report: '不予受理', merge: '并单', hold: '挂起', resume: '恢复', revoke: '收回', cancel: '取消工单', link: '业主链接',
    triageTitle: '受理这张报修', fault: '故障', priority: '优先级', triageDo: '受理并派单', declineTitle: '不予受理', declineHint: '业主会看到这个原因。', declineDo: '不予受理', mergeTitle: '并入哪一张工单', mergeHint: '这张工单的业主仍会收到进展。', mergeSearch: '单号或地址', mergeDo: '并入', mergeNone: '同小区没有其他未完成的工单',
    holdTitle: '挂起', holdWhy: '原因', holdUntil: '预计恢复', holdNote: '说明（业主可见）', holdDo: '挂起', revokeTitle: '从 {who} 收回', revokeDo: '收回并重新派单', cancelTitle: '取消这张工单', cancelDo: '取消工单', cancelHint: '业主和维修工都会收到通知。', reason: '原因', reasonHint: '一句话即可',
    done_triage: '已受理', done_decline_report: '已回复业主', done_merge: '已并单', done_hold: '已挂起', done_resume: '已恢复', done_revoke: '已收回', done_cancel: '已取消',
    linkTitle: '业主链接', linkHint: '只给这位业主：打开就能看进度、签字、评价。', linkCopy: '复制链接', linkCopied: '已复制', linkQr: '业主链接二维码',
    intakeTitle: '电话报修', intakeHint: 'Tab 前进，回车选择，Ctrl+回车提交', who: '谁打来的', premisesSearch: '门牌、姓名或电话后四位', premisesNone: '没有找到“{q}”', premisesNoneHint: '试试楼栋号，如 3-2-1201，或电话后四位。', premisesPicked: '地点', change: '更换', lastOrders: '最近的工单', lastOrdersNone: '这里还没有工单', duplicates: '可能是同一件事', duplicatesHint: '同一处有未完成的工单，先看看是不是重复。', duplicateUse: '是同一件，打开它', sameFault: '同一故障',
    what: '什么坏了', faultSearch: '故障：可打拼音首字母，如 mtds', faultPicked: '故障', words: '业主原话', wordsHint: '照着说的记', callerName: '称呼', callerPhone: '回拨电话', windowAsk: '什么时候方便', asap: '越快越好', priorityProposed: '按故障建议：{p}', photosAdd: '添加照片', photosSent: '{n} 张已上传', photosWait: '{n} 张上传中', photosFailed: '{n} 张没传上去，点击重试', photosBad: '“{name}”不是能打开的照片',
    create: '创建并派单', creating: '正在创建', created: '已创建 {number}', createdRepeated: '这张工单之前已创建', createdIn: '用时 {s} 秒', dispatching: '正在派单', dispatchedTo: '已派给 {who}', dispatchedNobody: '暂无合适的人，已提醒', another: '再登记一张', openOrder: '打开工单', needPlace: '先选地点', needWhat: '选一个故障，或记下业主的话',
    parkedTitle: '待核对的更新', parkedNone: '没有待核对的更新', parkedNoneHint: '手机离线时的更新与现状冲突时，会停在这里等您决定，什么都不会丢。', phoneSays: '手机上的', officeSays: '现在的', accept: '采用手机的', reject: '保持现在的', amend: '修改后采用', parkedNote: '给维修工的话', parkedReason: '为什么停在这里', presence: '到场证明', material: '材料编号', unit: '单位', unitPrice: '单价', parkedAt: '{who} · {at} 在手机上记录', acceptDone: '已采用', rejectDone: '已保持', amendDone: '已修改后采用', amendTitle: '修改后采用', amendBad: '内容格式不对：{why}', amendText: '按原文修改', amendQuantity: '请填数量，如 1 或 1.5', amendFigure: '请填数字，如 15 或 15.50', amendMoment: '请选日期和时间', signer: '签字人', sum: '金额', shot: '镜头', takenAt: '拍摄时间', warnings: '提示', field: '项目', someoneElse: '已派给别人', same: '相同', parkedAll: '共 {n} 条', lateOne: '等了 {span}', unknownOrder: '不认识的工单',
    'key_next': '下一个', 'key_previous': '上一个', 'key_search': '查找', 'key_intake': '电话报修', 'key_parked': '待核对', 'key_phones': '手机上的工作', 'key_import': '导入文件', 'key_board': '实时看板', 'key_assign': '派给第一名', 'key_stageAll': '全部', 'key_stageWaiting': '待派', 'key_stageUnderway': '进行中', 'key_stageClosing': '收尾', 'key_late': '只看超时', 'key_fit': '地图显示全部', 'key_close': '关闭 / 返回', 'key_help': '快捷键', 'key_accept': '采用手机的', 'key_reject': '保持现在的', 'key_amend': '修改后采用',
    shown: '显示 {n} / {m}', backToList: '返回列表', ordersNear: '张工单',
  },
  en: {
    orders: 'Orders', technicians: 'Technicians', allCommunities: 'All communities', community: 'Community', map: 'Map', mapAlso: 'The map shows the same data as the list',
    search: 'Number, place, fault, technician', stageAll: 'All', stageWaiting: 'Waiting', stageUnderway: 'Underway', stageClosing: 'Closing', moodLate: 'Late', moodSoon: 'Due soon',
    sort: 'Order', sortUrgency: 'Most urgent', sortNewest: 'Newest', sortPlace: 'By place', clearFilters: 'Clear filters',
    live: 'Live', reconnecting: 'Reconnecting; as of {time}', notLive: 'Cut off for {span}; the board may be behind',
    noOrders: 'No open work orders', noOrdersHint: 'New reports appear here by themselves. Press N to take a phone call.', nothingMatches: 'Nothing matches the filters', nothingMatchesHint: 'Change them, or clear them.',
    noTechnicians: 'No technicians for this community', pickOrder: 'Choose a work order', pickOrderHint: 'Click one in the list or on the map; J and K move.',
    unassigned: 'Nobody', openCount: '{n}/{max} open', positionNone: 'No position', positionAge: 'Position {ago}', positionStale: 'Old position, {ago}',
    state_off: 'Off', state_break: 'Break', state_free: 'Free', state_offered: 'Offered', state_accepted: 'Accepted', state_en_route: 'On the way', state_on_site: 'On site',
    expiring: 'Expiring: {list}', clusterOf: '{n} {n|order|orders}, {late} late', clusterHint: 'Click to come nearer', crowdOf: '{n} technicians: {list}', zoomIn: 'Zoom in', zoomOut: 'Zoom out', fit: 'Show all', legend: 'Legend', legendPeople: 'Technicians',
    legendOk: 'On time', legendSoon: 'Due soon', legendLate: 'Late', legendStale: 'Old position', svgMap: 'No WebGL on this device: a plain map is shown', planMissing: 'No plan yet; shown by coordinates only',
    alerts: 'Alerts', 'alert_work_order.reported': 'New report {number}', 'alert_dispatch.nobody_eligible': 'Nobody eligible for {number}', 'alert_work_order.escalated': 'Escalated: {number}', 'alert_operation.overdue': 'Undecided for a day: {number}', 'alert_phone.work_missing': 'Work on the phone of {who} never came', alert_other: '{code} {number}', dismiss: 'Got it', open: 'Open', reasonsCount: '{n} × {reason}',
    why: 'Whom to send', whyHint: 'The longer a bar, the more that term adds', rerun: 'Dispatch again', rank: 'No. {n}', eta: 'there about {time}', travel: '{min} min away', load: '{n} open', chosen: 'chosen', margin: '{span} ahead of the second',
    assign: 'Send {who}', assignNow: 'Send', assignAnyway: 'Send anyway', assignReason: 'Why {who} all the same', assignReasonHint: 'It is recorded; {who} and the team lead can read it.', assigned: 'Offered to {who}', takesFrom: 'It is taken from {who} first, who is told.', ruleBroken: 'Breaks a rule', reasonNeeded: 'Please give a reason',
    ruledOut: 'Ruled out ({n})', ruledOutNone: 'Nobody was ruled out', nobody: 'Nobody is eligible', nobodyHint: 'Send somebody by hand against one rule, or try again later.', flag_position_stale: 'old position', flag_no_position: 'no position', flag_close_call: 'close call',
    term_levels: '{raw} {raw|level|levels} above', term_levels0: 'just right', term_s: '{raw} min', term_min: '{raw} min ago', term_orders: '{raw} {raw|order|orders}', term_visits: '{raw} {raw|visit|visits} here', term_share: '{raw} of the time', term_none: 'unknown',
    deeds: 'Actions', triage: 'Triage', decline_report: 'Do not accept', merge: 'Merge', hold: 'Hold', resume: 'Resume', revoke: 'Take back', cancel: 'Cancel order', link: 'Owner’s link',
    triageTitle: 'Triage this report', fault: 'Fault', priority: 'Priority', triageDo: 'Triage and dispatch', declineTitle: 'Do not accept', declineHint: 'The owner will read this reason.', declineDo: 'Do not accept', mergeTitle: 'Merge into which order', mergeHint: 'The owner of this one is still kept informed.', mergeSearch: 'Number or place', mergeDo: 'Merge', mergeNone: 'No other open order in this community',
    holdTitle: 'Put on hold', holdWhy: 'Reason', holdUntil: 'Expected to go on', holdNote: 'Note (the owner reads it)', holdDo: 'Put on hold', revokeTitle: 'Take back from {who}', revokeDo: 'Take back and dispatch again', cancelTitle: 'Cancel this order', cancelDo: 'Cancel order', cancelHint: 'Owner and technician are told.', reason: 'Reason', reasonHint: 'One sentence is enough',
    done_triage: 'Triaged', done_decline_report: 'The owner is told', done_merge: 'Merged', done_hold: 'On hold', done_resume: 'Resumed', done_revoke: 'Taken back', done_cancel: 'Cancelled',
    linkTitle: 'Owner’s link', linkHint: 'For this owner only: progress, signing and rating without an account.', linkCopy: 'Copy link', linkCopied: 'Copied', linkQr: 'QR code of the owner’s link',
    intakeTitle: 'Phone report', intakeHint: 'Tab moves on, Enter picks, Ctrl+Enter sends', who: 'Who is calling', premisesSearch: 'Unit, name or last four digits', premisesNone: 'Nothing found for “{q}”', premisesNoneHint: 'Try the unit, as 3-2-1201, or the last four digits of the phone.', premisesPicked: 'Place', change: 'Change', lastOrders: 'Latest orders', lastOrdersNone: 'No orders here yet', duplicates: 'Perhaps the same thing', duplicatesHint: 'There are open orders here; see whether this is one of them.', duplicateUse: 'It is this one, open it', sameFault: 'same fault',
    what: 'What is broken', faultSearch: 'Fault: words or pinyin initials, as mtds', faultPicked: 'Fault', words: 'In their words', wordsHint: 'Write it as they say it', callerName: 'Name', callerPhone: 'Call back on', windowAsk: 'When does it suit', asap: 'As soon as possible', priorityProposed: 'Proposed by the fault: {p}', photosAdd: 'Add photos', photosSent: '{n} sent', photosWait: '{n} being sent', photosFailed: '{n} not sent, click to retry', photosBad: '“{name}” is no photo that can be opened',
    create: 'Create and dispatch', creating: 'Creating', created: '{number} created', createdRepeated: 'This order existed already', createdIn: 'in {s} s', dispatching: 'Dispatching', dispatchedTo: 'Offered to {who}', dispatchedNobody: 'Nobody suitable right now; an alert was raised', another: 'Take another', openOrder: 'Open the order', needPlace: 'Choose the place first', needWhat: 'Choose a fault, or write what they say',
    parkedTitle: 'Updates to settle', parkedNone: 'Nothing to settle', parkedNoneHint: 'When an update made offline no longer fits, it waits here for you. Nothing is lost.', phoneSays: 'From the phone', officeSays: 'As it stands', accept: 'Take the phone’s', reject: 'Keep as it stands', amend: 'Amend and take', parkedNote: 'A word to the technician', parkedReason: 'Why it waits', presence: 'Proof of presence', material: 'Material', unit: 'Unit', unitPrice: 'Unit price', parkedAt: '{who} · recorded on the phone {at}', acceptDone: 'Taken', rejectDone: 'Kept', amendDone: 'Amended and taken', amendTitle: 'Amend and take', amendBad: 'This cannot be read: {why}', amendText: 'Change it as text', amendQuantity: 'How many, as 1 or 1.5', amendFigure: 'A figure, as 15 or 15.50', amendMoment: 'Choose a day and a time', signer: 'Signer', sum: 'Sum', shot: 'Shot', takenAt: 'Taken', warnings: 'Warnings', field: 'Field', someoneElse: 'somebody else', same: 'same', parkedAll: '{n} in all', lateOne: 'waiting {span}', unknownOrder: 'unknown work order',
    'key_next': 'Next', 'key_previous': 'Previous', 'key_search': 'Search', 'key_intake': 'Phone report', 'key_parked': 'To settle', 'key_phones': 'Work on phones', 'key_import': 'Take in a file', 'key_board': 'Live board', 'key_assign': 'Send the first candidate', 'key_stageAll': 'All', 'key_stageWaiting': 'Waiting', 'key_stageUnderway': 'Underway', 'key_stageClosing': 'Closing', 'key_late': 'Late only', 'key_fit': 'Show all on the map', 'key_close': 'Close / back', 'key_help': 'This page', 'key_accept': 'Take the phone’s', 'key_reject': 'Keep as it stands', 'key_amend': 'Amend and take',
    shown: '{n} of {m}', backToList: 'Back to the list', ordersNear: 'orders',
  },
} as const

export const d = dictionary(dispatcher)

/** Why somebody was ruled out. Facts of the reason fill the sentence. */
export const reasons = {
  zh: {
    territory: '不负责这个小区', vendor_scope: '{trade}不归他做', unwelcome: '住户不愿他再来', household_hours: '住户 {from}–{until} 免打扰', skill_missing: '没有{trade}技能', skill_level: '{trade} {have} 级，需 {need} 级', cert_missing: '没有{code}', cert_expired: '{code}已于 {valid_until} 过期', cert_expires_before_finish: '{code} {valid_until} 到期，完工前失效', cert_review_overdue: '{code}复审逾期',
    not_on_shift: '不在班', shift_end: '{shift_end} 下班，做不完', off_duty: '已下班', on_break: '休息中', quiet_hours: '静音时段 {from}–{until}', time_window: '赶不上预约（最早 {start}）', load: '手上已有 {open} 单（上限 {max}）',
    declined: '已拒过这张单', taken_away: '这张单已从他收回', lapsed: '刚才没有应答', failed_before: '这里返修过 {times} 次',
  },
  en: {
    territory: 'not this community', vendor_scope: '{trade} is not his to do', unwelcome: 'this household does not want him again', household_hours: 'the household wants nobody {from}–{until}', skill_missing: 'no skill in {trade}', skill_level: '{trade} level {have}, needs {need}', cert_missing: 'no {code}', cert_expired: '{code} expired {valid_until}', cert_expires_before_finish: '{code} expires {valid_until}, before the end', cert_review_overdue: '{code} review overdue',
    not_on_shift: 'not on shift', shift_end: 'shift ends {shift_end}, too early', off_duty: 'off duty', on_break: 'on a break', quiet_hours: 'quiet hours {from}–{until}', time_window: 'cannot make the window (earliest {start})', load: 'has {open} open (limit {max})',
    declined: 'declined this order', taken_away: 'it was taken away before', lapsed: 'did not answer just now', failed_before: 'rework here {times} {times|time|times}',
  },
} as const

/** The same without facts, for counting. */
export const reasonNames = {
  zh: { territory: '不负责该小区', vendor_scope: '不在外包范围', unwelcome: '住户不愿再见', household_hours: '住户免打扰', skill_missing: '无此技能', skill_level: '技能等级不够', cert_missing: '缺证书', cert_expired: '证书过期', cert_expires_before_finish: '证书将到期', cert_review_overdue: '证书复审逾期', not_on_shift: '不在班', shift_end: '快下班', off_duty: '已下班', on_break: '休息中', quiet_hours: '静音时段', time_window: '赶不上预约', load: '手上已满', declined: '已拒单', taken_away: '已收回过', lapsed: '未应答', failed_before: '曾返修' },
  en: { territory: 'other community', vendor_scope: 'outside the contract', unwelcome: 'not welcome here', household_hours: 'household quiet time', skill_missing: 'no such skill', skill_level: 'level too low', cert_missing: 'no certificate', cert_expired: 'certificate expired', cert_expires_before_finish: 'certificate expiring', cert_review_overdue: 'review overdue', not_on_shift: 'not on shift', shift_end: 'shift ends', off_duty: 'off duty', on_break: 'on a break', quiet_hours: 'quiet hours', time_window: 'misses the window', load: 'full', declined: 'declined', taken_away: 'taken away', lapsed: 'no answer', failed_before: 'rework before' },
} as const

/** Phone operations, for the parked inbox. */
export const operations = {
  zh: {
    'offer.accept': '接单', 'offer.decline': '拒单', 'visit.depart': '出发', 'visit.arrive': '到场', 'visit.start': '开始维修', 'visit.hold': '挂起', 'visit.resume': '恢复', 'visit.finish': '完工', 'visit.undo': '撤回完工', 'visit.hand_back': '退回调度',
    'check.set': '检查步骤', 'note.add': '备注', 'note.revise': '修改备注', 'photo.add': '照片', 'photo.retract': '撤回照片', 'part.add': '配件', 'part.quantity': '配件数量', 'part.remove': '移除配件', 'approval.ask': '申请授权', 'sign_off.capture': '签字', 'report.add': '现场报修',
  },
  en: {
    'offer.accept': 'Accept', 'offer.decline': 'Decline', 'visit.depart': 'Set off', 'visit.arrive': 'Arrived', 'visit.start': 'Start work', 'visit.hold': 'Hold', 'visit.resume': 'Resume', 'visit.finish': 'Work done', 'visit.undo': 'Take back done', 'visit.hand_back': 'Hand back',
    'check.set': 'Checklist', 'note.add': 'Note', 'note.revise': 'Revise note', 'photo.add': 'Photo', 'photo.retract': 'Withdraw photo', 'part.add': 'Part', 'part.quantity': 'Quantity of a part', 'part.remove': 'Remove part', 'approval.ask': 'Request to spend', 'sign_off.capture': 'Signature', 'report.add': 'Found on site',
  },
} as const
