/** What the office reads about phones, the drop-box, buried events, people and their devices. */
import { dictionary } from './index'

export const house = {
  zh: {
    phonesTitle: '手机上的工作', missing: '没有送达的工作', missingNone: '没有丢失的工作', missingNoneHint: '手机每次联系都会报告还有多少没送出。该来的没来，会在这里告警。',
    gapTitle: '{who}：{what} 没有送达', updates: '{n} 条更新', photos: '{n} 张照片', why_silent: '手机已 {span} 没有联系', why_replaced: '同一部手机重新登记，旧数据已不在', why_revoked: '手机已报失并注销',
    photoWord: '照片', role_technician: '维修工', role_dispatcher: '调度', role_clerk: '客服', role_steward: '管家', role_lead: '班组长', role_manager: '经理', role_admin: '管理员', search: '工号或登录名',
    numbers: '序号', kinds: '内容', orders: '工单', lastSeen: '最后联系', announced: '手机报告于', device: '手机', photosOf: '{n} 张，{size}', unknownOrders: '手机没有说明', settleNote: '怎么处理的', settle: '已处理', settled: '已记录', settledBy: '{who} · {at}', came: '后来都送到了',
    differing: '与服务器不一致', differingHelp: '这些手机核对时发现自己的工单与服务器不同，已自动重新读取。未送出的工作不受影响；反复出现请换一台手机。', differTimes: '次数',
    holders: '还在手机上', holdersNone: '所有手机都已送完', holdersNoneHint: '手机上还有没送出的更新或照片时，会列在这里。', person: '工号', since: '开始', waiting: '待发送',
    imports: '用文件送来的', importFile: '导入文件', importHelp: '技师在同步中心导出的 .ofs 文件，谁拿来都可以，只导入一次。', importNone: '还没有导入过文件',
    importedTitle: '已导入 {who} 的工作', importedAgain: '这份文件以前已经导入过', importedWhat: '{n} 条更新：{applied} 条生效，{parked} 条待核对，{held} 条等待中，{known} 条早已送到', importedPhotos: '{n} 张照片，{known} 张早已送到', importedRefused: '{n} 张照片已损坏', author: '谁的', by: '导入人', at: '时间', result: '结果',
    past: '近 30 天',
    keepTitle: '管理', dropbox: '投递箱', buried: '失败的后续', people: '人员与设备', tab_dropbox: '投递箱', tab_buried: '失败后续', tab_people: '人员',
    dropNone: '投递箱是空的', dropNoneHint: '服务器收不下的更新，和报失手机送来的东西，会原样放在这里，等人看。', dropFrom: '{who} · {at} · {size}', drop_phone: '手机送不进来', drop_device_revoked: '来自报失的手机', drop_form_request: '{n} 条更新', drop_form_operation: '一条更新', drop_form_text: '文字', drop_form_bytes: '无法识别的数据', dropTake: '导入这些更新', dropTakeHelp: '按本人名义走正常流程，已送到的不会重复。', dropHandled: '不导入，只记录', dropHandledNote: '怎么处理的', dropRaw: '下载原文', dropKnown: '早已送到',
    buriedNone: '没有失败的后续', buriedNoneHint: '一件事的后续连续八次失败，会停在这里。', buriedRetry: '再试一次', buriedAll: '全部再试', buriedWhat: '事件', buriedScope: '对象', buriedWhy: '原因', buriedAt: '停于', buriedAgain: '正在重试',
    login: '登录名', role: '角色', state: '状态', active: '可登录', locked: '已锁定', lock: '锁定', unlock: '解锁', lockTitle: '锁定 {who}', unlockTitle: '解锁 {who}', lockHelp: '立即退出所有设备，不再派单。手机上没送出的工作仍会收进投递箱。', unlockHelp: '对方需要重新登录。', reason: '原因', devices: '设备', devicesNone: '没有登记过设备', enrolled: '登记', revoke: '报失并注销', revoked: '已注销', revokeTitle: '注销这部手机', revokeHelp: '它不能再查看任何工单；对方在所有设备上需要重新登录。手机送来的东西会放进投递箱。', build: '版本',
  },
  en: {
    phonesTitle: 'Work on phones', missing: 'Work that never came', missingNone: 'Nothing is missing', missingNoneHint: 'With every contact a phone says what it has not sent yet. What then does not come is an alarm here.',
    gapTitle: '{who}: {what} never came', updates: '{n} {n|update|updates}', photos: '{n} {n|photo|photos}', why_silent: 'The phone has been silent for {span}', why_replaced: 'The same phone was enrolled anew; what it held is gone', why_revoked: 'The phone was reported lost',
    photoWord: 'Photos', role_technician: 'technician', role_dispatcher: 'dispatcher', role_clerk: 'front desk', role_steward: 'steward', role_lead: 'team lead', role_manager: 'manager', role_admin: 'administrator', search: 'Code or sign-in name',
    numbers: 'Numbers', kinds: 'What', orders: 'Work orders', lastSeen: 'Last heard', announced: 'Announced', device: 'Phone', photosOf: '{n}, {size}', unknownOrders: 'the phone did not say', settleNote: 'What was done about it', settle: 'Settled', settled: 'Noted', settledBy: '{who} · {at}', came: 'All of it came after all',
    differing: 'Differed from the server', differingHelp: 'These phones found that their picture was not the server’s and read it anew. Unsent work is untouched; a phone that comes back again and again should be replaced.', differTimes: 'Times',
    holders: 'Still on phones', holdersNone: 'Every phone has sent everything', holdersNoneHint: 'Phones with updates or photos that are not here yet are listed here.', person: 'Code', since: 'Since', waiting: 'Waiting',
    imports: 'Brought as a file', importFile: 'Take in a file', importHelp: 'The .ofs file that a technician exports in the sync centre. Anybody may bring it; it is taken in once.', importNone: 'No file has been taken in yet',
    importedTitle: 'Work of {who} taken in', importedAgain: 'This file had been taken in before', importedWhat: '{n} {n|update|updates}: {applied} applied, {parked} to settle, {held} held, {known} here already', importedPhotos: '{n} {n|photo|photos}, {known} here already', importedRefused: '{n} {n|photo|photos} damaged', author: 'Whose', by: 'Taken in by', at: 'When', result: 'Result',
    past: 'The last 30 days',
    keepTitle: 'House', dropbox: 'Drop-box', buried: 'Failed consequences', people: 'People and devices', tab_dropbox: 'Drop-box', tab_buried: 'Failures', tab_people: 'People',
    dropNone: 'The drop-box is empty', dropNoneHint: 'What the server could not take, and what a lost phone brings, lies here untouched until somebody looks.', dropFrom: '{who} · {at} · {size}', drop_phone: 'could not be taken', drop_device_revoked: 'from a phone reported lost', drop_form_request: '{n} {n|update|updates}', drop_form_operation: 'one update', drop_form_text: 'text', drop_form_bytes: 'unreadable data', dropTake: 'Take these updates in', dropTakeHelp: 'Under their author’s name, by the ordinary rules; what has come already is not done twice.', dropHandled: 'Only note it', dropHandledNote: 'What became of it', dropRaw: 'Download as it came', dropKnown: 'here already',
    buriedNone: 'Nothing has failed', buriedNoneHint: 'What follows from an event and failed eight times stops here.', buriedRetry: 'Try again', buriedAll: 'Try all again', buriedWhat: 'Event', buriedScope: 'About', buriedWhy: 'Why', buriedAt: 'Stopped', buriedAgain: 'Trying again',
    login: 'Sign-in name', role: 'Role', state: 'State', active: 'may sign in', locked: 'locked out', lock: 'Lock out', unlock: 'Let in again', lockTitle: 'Lock out {who}', unlockTitle: 'Let {who} in again', lockHelp: 'Signed out everywhere at once, and offered nothing more. Unsent work on the phone still reaches the drop-box.', unlockHelp: 'They have to sign in anew.', reason: 'Reason', devices: 'Devices', devicesNone: 'No device has been enrolled', enrolled: 'Enrolled', revoke: 'Report lost', revoked: 'Revoked', revokeTitle: 'Report this phone lost', revokeHelp: 'It is shown nothing any more, and its person signs in anew everywhere. What it still brings lies in the drop-box.', build: 'Version',
  },
} as const

export const h = dictionary(house)
