/** What the team lead reads: the review queue, the evidence, the team. */
import { dictionary } from './index'

export const lead = {
  zh: {
    queue: '待审核', queueCount: '{n} 张待审核', queueNone: '没有待审核的工单', queueNoneHint: '维修工完工并签字后，工单会出现在这里。', pick: '选一张工单开始审核', doneAt: '{time} 完工', dueIn: '{span}内审完', dueOver: '审核超时 {span}',
    before: '维修前', after: '维修后', pair: '第 {n} 组，共 {m} 组', noBefore: '没有维修前照片', noAfter: '没有维修后照片', waived: '此故障不要求', zoomHint: '滚轮放大，拖动平移，两边同步', zoomReset: '还原', zoom: '放大', mark: '标出问题处', marking: '在照片上点一下问题所在', markClear: '去掉标记', marked: '已标记 {n} 处', takenAt: '{time} 拍摄', awaited: '这张照片的原图还在手机上',
    findings: '自动检查', findingsNone: '没有发现问题', checklistDone: '{n}/{m} 已完成', onSite: '现场用时', onSiteExpected: '参考 {span}', arrivedBy: '到场证明', noPresence: '没有到场证明',
    approve: '通过', approved: '{number} 已通过', sendBack: '退回', sendBackTitle: '退回返工', sendBackWhy: '哪里要返工', sendBackHint: '维修工手机上会马上看到，写清楚怎么才算好。', sendBackDue: '什么时候前完成', sendBackDo: '退回', sentBack: '{number} 已退回', dueToday: '今天内', dueTomorrow: '明天内', dueNone: '不限', quick: '常用', reasonNeeded: '请写明原因，维修工才知道怎么改',
    quick_blurry: '照片模糊，请重拍', quick_angle: '请拍同一角度的维修后照片', quick_leak: '仍有渗水，请重新处理', quick_clean: '现场未清理', quick_parts: '配件数量与照片不符',
    teamTitle: '班组', load: '负荷', state: '状态', person: '工号', skills: '技能', certificates: '证书', position: '位置', expiringSoon: '30 天内到期或已过期', over: '已满', free: '空闲 {n} 人', busy: '在岗 {n} 人', off: '休息或下班 {n} 人', expiringCount: '{n} 人证书将到期', teamNone: '还没有班组成员', level: '{trade} {level} 级',
    key_next: '下一张', key_previous: '上一张', key_approve: '通过', key_sendBack: '退回', key_nextPhoto: '下一组照片', key_previousPhoto: '上一组照片', key_zoom: '放大 / 还原', key_team: '班组', key_queue: '审核队列', key_close: '关闭', key_help: '快捷键',
    reasonMark: '（照片 {photo}，横 {x}%，纵 {y}%）', history: '进展', sheet: '费用', signature: '签字', refused: '拒签：{reason}', absent: '业主不在：{reason}', ownerWords: '业主描述', technicianNotes: '维修工备注', checklist: '检查步骤', stepMissing: '未完成', value: '读数 {value}', evidenceWait: '还有照片没有上传，暂不能通过',
  },
  en: {
    queue: 'To review', queueCount: '{n} to review', queueNone: 'Nothing to review', queueNoneHint: 'Work appears here once it is done and signed.', pick: 'Choose a work order to review', doneAt: 'done {time}', dueIn: 'due in {span}', dueOver: 'review {span} overdue',
    before: 'Before', after: 'After', pair: 'Pair {n} of {m}', noBefore: 'No photo before the work', noAfter: 'No photo after the work', waived: 'not required for this fault', zoomHint: 'Wheel to zoom, drag to move; both follow', zoomReset: 'Reset', zoom: 'Zoom', mark: 'Mark the spot', marking: 'Click where the problem is', markClear: 'Remove marks', marked: '{n} {n|spot|spots} marked', takenAt: 'taken {time}', awaited: 'The original is still on the phone',
    findings: 'Automatic checks', findingsNone: 'Nothing found', checklistDone: '{n} of {m} done', onSite: 'Time on site', onSiteExpected: 'usually {span}', arrivedBy: 'Proof of presence', noPresence: 'No proof of presence',
    approve: 'Approve', approved: '{number} approved', sendBack: 'Send back', sendBackTitle: 'Send back', sendBackWhy: 'What has to be done again', sendBackHint: 'It is on the technician’s phone at once. Say what would make it right.', sendBackDue: 'By when', sendBackDo: 'Send back', sentBack: '{number} sent back', dueToday: 'Today', dueTomorrow: 'Tomorrow', dueNone: 'No date', quick: 'Often', reasonNeeded: 'Please say why, so that it can be put right',
    quick_blurry: 'The photo is blurred, please take it again', quick_angle: 'Please take the after photo from the same side', quick_leak: 'It still leaks, please see to it again', quick_clean: 'The place was not cleaned up', quick_parts: 'Parts and photos do not agree',
    teamTitle: 'Team', load: 'Load', state: 'State', person: 'Code', skills: 'Skills', certificates: 'Certificates', position: 'Position', expiringSoon: 'lapsed, or lapses within 30 days', over: 'full', free: '{n} free', busy: '{n} at work', off: '{n} off or on a break', expiringCount: '{n} with expiring certificates', teamNone: 'No team yet', level: '{trade} {level}',
    key_next: 'Next', key_previous: 'Previous', key_approve: 'Approve', key_sendBack: 'Send back', key_nextPhoto: 'Next pair', key_previousPhoto: 'Previous pair', key_zoom: 'Zoom / reset', key_team: 'Team', key_queue: 'Review queue', key_close: 'Close', key_help: 'This page',
    reasonMark: '(photo {photo}, {x} % across, {y} % down)', history: 'Timeline', sheet: 'Cost', signature: 'Signature', refused: 'refused: {reason}', absent: 'owner absent: {reason}', ownerWords: 'In the owner’s words', technicianNotes: 'Technician’s notes', checklist: 'Checklist', stepMissing: 'not done', value: 'reading {value}', evidenceWait: 'Some photos are not here yet; it cannot be approved',
  },
} as const

export const l = dictionary(lead)
