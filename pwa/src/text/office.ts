/** Words that the dispatcher and the team lead share: the rail, the dossier, the timeline, what went wrong. */
import { dictionary } from './index'

export const office = {
  zh: {
    board: '实时看板', boardBrief: '看板', intakeBrief: '报修', intake: '电话报修', parked: '待核对', phones: '手机', keep: '管理', review: '审核', team: '班组',
    language: 'English', theme: '深色 / 浅色', signOut: '退出登录', keys: '键盘快捷键',
    rail: '主导航', resize: '调整栏宽',
    loading: '正在打开', reload: '再试一次',
    wentWrong: '这一步没有成功', kept: '您填写的内容都还在。',
    offlineTitle: '连不上服务器', offlineBody: '您填写的内容都还在，恢复网络后再试一次。',
    staleTitle: '别人刚改过这张工单', staleBody: '已显示最新内容，请再看一眼后重试。',
    missingTitle: '没有找到这张工单', missingBody: '它可能已被合并，或链接不完整。',
   
    dossier: '工单', timeline: '进展', photos: '照片', checklist: '检查步骤', fees: '费用', place: '地点', contact: '联系人', phoneShow: '显示号码', phoneWhy: '用途（会记入进展）',
    window: '预约', windowNone: '越快越好', reported: '报修', notes: '备注', visitNotes: '上门须知', history: '这里的历史工单',
    rework: '返修', noSignal: '无信号区域', technician: '维修工', nobody: '未派单', description: '业主描述',
    noPhotos: '还没有照片', onTheWay: '照片还在手机上，上传后显示',
    labour: '人工', surcharge: '夜间加价', free: '免费', cause: '原因', action: '处理', signature: '签字', signedBy: '{name} · {how}', signStale: '费用改动过，签字已失效',
    hold: '挂起：{why}', holdUntil: '预计 {time} 恢复',
    clock_respond: '响应', clock_arrive: '到场', clock_fix: '修复', clockNone: '没有时限',
    late: '已超时 {span}', left: '还剩 {span}', met: '已达成',
    addNote: '写备注', note: '备注', send: '保存',
    channel_qr: '扫码', channel_link: '链接', channel_phone: '电话', channel_desk: '前台', channel_technician: '维修工发现', channel_api: '接口', channel_import: '导入',
    role_technician: '维修工', role_dispatcher: '调度', role_clerk: '前台', role_steward: '管家', role_lead: '班组长', role_manager: '经理', role_admin: '管理员', role_owner: '业主', role_integration: '接口', role_system: '系统',
    flag_very_late: '补传很晚', flag_no_candidate: '无人可派', flag_over_limit: '超出权限额度', flag_missing_photo: '缺照片', flag_dark: '照片偏暗', flag_blurry: '照片模糊',
    flag_seen_before: '照片以前用过', flag_late_from_former_assignee: '原维修工补传', flag_elsewhere: '不在现场拍摄', flag_odd_time: '拍摄时间异常', flag_too_fast: '完工过快', flag_off_fence: '未在现场签到',
    flag_rework: '返修', flag_stale_signature: '签字已失效', flag_urged: '业主催单', flag_redispatch: '等待重派', flag_duplicate: '可能重复',
    flag_refused_twice: '两次无人接单', flag_overruled: '人工越过规则', flag_emergency_override: '紧急放行', flag_crew_short: '人手不足', flag_work_after_cancellation: '取消后仍有作业', flag_duplicate_work: '重复作业', flag_arrival_not_proved: '到场未证明',
    flag_steps_skipped: '跳过步骤', flag_evidence_waived: '证据已豁免', flag_phone_clock_wrong: '手机时间有误', flag_arrive_late: '到场超时', flag_fix_late: '修复超时', flag_absent_1: '业主不在 1 次', flag_absent_2: '业主不在 2 次', flag_absent_3: '业主不在 3 次',
    flag_close_call: '差距小',
    status: '状态', quantity: '数量', part: '配件', done: '完成', value: '读数', step: '步骤', leaveQuestion: '还没有提交，确定离开吗？',
    intake_tab: '下一项', intake_pick: '选中', intake_send: '创建并派单', intake_back: '回到看板',
    method_owner_code: '业主码', method_fence: '定位', method_asset_qr: '设备码', method_door_photo: '门口照片',
  },
  en: {
    board: 'Live board', boardBrief: 'Board', intakeBrief: 'Report', intake: 'Phone report', parked: 'To settle', phones: 'Phones', keep: 'House', review: 'Review', team: 'Team',
    language: '中文', theme: 'Dark / light', signOut: 'Sign out', keys: 'Keyboard',
    rail: 'Main navigation', resize: 'Resize pane',
    loading: 'Opening', reload: 'Try again',
    wentWrong: 'That did not work', kept: 'What you entered is kept.',
    offlineTitle: 'The server cannot be reached', offlineBody: 'What you entered is kept. Try again when the network is back.',
    staleTitle: 'Somebody just changed this work order', staleBody: 'You see the newest version now. Have a look and try again.',
    missingTitle: 'There is no such work order', missingBody: 'It may have been merged, or the link is incomplete.',
   
    dossier: 'Work order', timeline: 'Timeline', photos: 'Photos', checklist: 'Checklist', fees: 'Cost', place: 'Place', contact: 'Contact', phoneShow: 'Show number', phoneWhy: 'What for (kept in the timeline)',
    window: 'Window', windowNone: 'As soon as possible', reported: 'Reported', notes: 'Notes', visitNotes: 'At the door', history: 'Earlier work here',
    rework: 'rework', noSignal: 'no signal here', technician: 'Technician', nobody: 'Nobody yet', description: 'In their words',
    noPhotos: 'No photos yet', onTheWay: 'Still on the phone; shown once it is uploaded',
    labour: 'Labour', surcharge: 'Night surcharge', free: 'free', cause: 'Cause', action: 'Done', signature: 'Signature', signedBy: '{name} · {how}', signStale: 'The cost changed; the signature no longer holds',
    hold: 'On hold: {why}', holdUntil: 'until {time}',
    clock_respond: 'Response', clock_arrive: 'Arrival', clock_fix: 'Fix', clockNone: 'No clock',
    late: '{span} late', left: '{span} left', met: 'met',
    addNote: 'Add a note', note: 'Note', send: 'Save',
    channel_qr: 'QR code', channel_link: 'Link', channel_phone: 'Phone', channel_desk: 'Front desk', channel_technician: 'Found on site', channel_api: 'Interface', channel_import: 'Import',
    role_technician: 'Technician', role_dispatcher: 'Dispatcher', role_clerk: 'Front desk', role_steward: 'Steward', role_lead: 'Team lead', role_manager: 'Manager', role_admin: 'Administrator', role_owner: 'Owner', role_integration: 'Interface', role_system: 'System',
    flag_very_late: 'Arrived very late', flag_no_candidate: 'Nobody eligible', flag_over_limit: 'Over the limit', flag_missing_photo: 'Photo missing', flag_dark: 'Dark photo', flag_blurry: 'Blurred photo',
    flag_seen_before: 'Photo seen before', flag_late_from_former_assignee: 'Sent late by the former technician', flag_elsewhere: 'Taken elsewhere', flag_odd_time: 'Taken at an odd time', flag_too_fast: 'Finished very fast', flag_off_fence: 'No proof of presence',
    flag_rework: 'Rework', flag_stale_signature: 'Signature no longer holds', flag_urged: 'Owner is waiting', flag_redispatch: 'To be sent again', flag_duplicate: 'Possible duplicate',
    flag_refused_twice: 'Refused twice', flag_overruled: 'A rule was overruled', flag_emergency_override: 'Emergency override', flag_crew_short: 'Crew too small', flag_work_after_cancellation: 'Work after cancellation', flag_duplicate_work: 'Done twice', flag_arrival_not_proved: 'Arrival not proved',
    flag_steps_skipped: 'Steps skipped', flag_evidence_waived: 'Evidence waived', flag_phone_clock_wrong: 'Phone clock wrong', flag_arrive_late: 'Arrived late', flag_fix_late: 'Fixed late', flag_absent_1: 'Owner absent once', flag_absent_2: 'Owner absent twice', flag_absent_3: 'Owner absent three times',
    flag_close_call: 'Close call',
    status: 'State', quantity: 'Quantity', part: 'Part', done: 'Done', value: 'Reading', step: 'Step', leaveQuestion: 'It has not been sent. Leave anyway?',
    intake_tab: 'Next field', intake_pick: 'Choose', intake_send: 'Create and dispatch', intake_back: 'Back to the board',
    method_owner_code: 'Owner’s code', method_fence: 'Position', method_asset_qr: 'Asset code', method_door_photo: 'Door photo',
  },
} as const

export const o = dictionary(office)

/** What happened, by event name. Facts of the event fill the sentence. */
export const happenings = {
  zh: {
    'work_order.reported': '报修 · {channel}', 'work_order.triaged': '已受理：{fault}，{priority}', 'work_order.declined': '不予受理：{reason}', 'work_order.merged': '并入另一张工单',
    'assignment.offered': '派给 {who}', 'assignment.accepted': '{who} 接单', 'assignment.ended': '{who} 的派单结束：{reason}',
    'assignment.declined': '{who} 拒单：{reason}', 'assignment.lapsed': '{who} 未在时限内接单', 'assignment.withdrawn': '派给 {who} 的单已收回', 'assignment.revoked': '已从 {who} 改派：{reason}',
    'dispatch.nobody_eligible': '没有可派的人', 'work_order.departed': '{who} 出发', 'work_order.arrived': '{who} 到场 · {method}', 'work_order.started': '开始维修',
    'work_order.held': '挂起：{reason}', 'work_order.resumed': '恢复维修', 'work_order.finished': '完工：{cause} · {action}', 'work_order.reopened': '撤回完工 {reason}',
    'work_order.signed_off': '签字：{method}', 'work_order.sign_off_stale': '单据内容改动，签字失效', 'work_order.evidence_awaited': '等待照片上传', 'work_order.submitted': '提交审核', 'work_order.evidence_waived': '豁免缺失的证据',
    'work_order.approved': '审核通过', 'work_order.sent_back': '退回返工', 'work_order.closed': '关闭', 'work_order.cancelled': '取消：{reason}', 'work_order.escalated': '升级到第 {level} 级：{reason}',
    'work_order.detailed': '更新了{what}', 'photo.added': '添加照片', 'photo.stored': '照片已入库', 'photo.retracted': '撤回照片', 'owner.link_minted': '生成业主链接', 'owner.link_opened': '业主打开了链接', 'owner.callback_opened': '业主反映没修好，已开返修单', 'signature.captured': '收到签字', 'signature.repeated': '重复的签字', 'certificate.issued': '生成维修单', 'photo.flagged': '照片有疑点', 'report.matched': '与已有报修对上', 'operation.judged': '手机更新：{kind}', 'operation.ruled': '办公室裁定：{decision}', 'technician.duty_changed': '上下班变动', 'owner.rated': '业主评价', 'owner.links_revoked': '业主链接已作废', 'contact.revealed': '查看了联系电话：{reason}', 'owner.urged': '业主催单',
  },
  en: {
    'work_order.reported': 'Reported · {channel}', 'work_order.triaged': 'Triaged: {fault}, {priority}', 'work_order.declined': 'Not accepted: {reason}', 'work_order.merged': 'Merged into another order',
    'assignment.offered': 'Offered to {who}', 'assignment.accepted': '{who} accepted', 'assignment.ended': 'Assignment of {who} ended: {reason}',
    'assignment.declined': '{who} declined: {reason}', 'assignment.lapsed': '{who} did not answer in time', 'assignment.withdrawn': 'Offer to {who} withdrawn', 'assignment.revoked': 'Taken from {who}: {reason}',
    'dispatch.nobody_eligible': 'Nobody eligible', 'work_order.departed': '{who} set off', 'work_order.arrived': '{who} arrived · {method}', 'work_order.started': 'Work started',
    'work_order.held': 'On hold: {reason}', 'work_order.resumed': 'Work resumed', 'work_order.finished': 'Work done: {cause} · {action}', 'work_order.reopened': 'Done was taken back {reason}',
    'work_order.signed_off': 'Signed: {method}', 'work_order.sign_off_stale': 'The sheet changed, the signature no longer holds', 'work_order.evidence_awaited': 'Waiting for photos', 'work_order.submitted': 'Submitted for review', 'work_order.evidence_waived': 'Missing evidence waived',
    'work_order.approved': 'Approved', 'work_order.sent_back': 'Sent back', 'work_order.closed': 'Closed', 'work_order.cancelled': 'Cancelled: {reason}', 'work_order.escalated': 'Escalated to level {level}: {reason}',
    'work_order.detailed': 'Changed: {what}', 'photo.added': 'Photo added', 'photo.stored': 'Photo stored', 'photo.retracted': 'Photo withdrawn', 'owner.link_minted': 'Owner’s link made', 'owner.link_opened': 'Owner opened the link', 'owner.callback_opened': 'Owner says it is not solved; rework opened', 'signature.captured': 'Signature received', 'signature.repeated': 'Signature repeated', 'certificate.issued': 'Certificate made', 'photo.flagged': 'Photo looks doubtful', 'report.matched': 'Matched with a known report', 'operation.judged': 'Phone update: {kind}', 'operation.ruled': 'Settled by the office: {decision}', 'technician.duty_changed': 'Duty changed', 'owner.rated': 'Rated by the owner', 'owner.links_revoked': 'Owner’s links revoked', 'contact.revealed': 'Number was shown: {reason}', 'owner.urged': 'Owner asked to hurry',
  },
} as const

/** Why an order was escalated, and what a ruling was. */
export const grounds = {
  zh: { respond_late: '响应超时', arrive_late: '到场超时', fix_late: '修复超时', hold_over: '挂起到期', evidence_late: '照片迟迟未传', review_late: '审核超时', owner_urged: '业主催单', refused_twice: '两次被拒', accept: '采用手机的', reject: '保持原样', amend: '修改后采用' },
  en: { respond_late: 'response late', arrive_late: 'arrival late', fix_late: 'fix late', hold_over: 'hold is over', evidence_late: 'photos overdue', review_late: 'review overdue', owner_urged: 'owner asks to hurry', refused_twice: 'refused twice', accept: 'the phone’s', reject: 'as it stood', amend: 'amended' },
} as const

export const details = {
  zh: { note: '备注', check: '检查步骤', part: '配件', part_added: '配件', part_changed: '配件', part_removed: '配件', note_revised: '备注', contact: '联系人', notes: '备注', checklist: '检查步骤', parts: '配件' },
  en: { note: 'note', check: 'checklist', part: 'parts', part_added: 'parts', part_changed: 'parts', part_removed: 'parts', note_revised: 'note', contact: 'contact', notes: 'notes', checklist: 'checklist', parts: 'parts' },
} as const
