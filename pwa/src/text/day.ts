/** The day of everybody: the timeline, what a move would do, and how a drop ended. */
import { dictionary } from './index'

export const day = {
  zh: {
    title: '日程', hint: '拖动工单到另一个人的一行，松手前先看后果。键盘：方向键选，M 拿起，↑ ↓ 换人，回车放下。',
    everyone: '全部人员', busy: '有工单的', trouble: '有问题的', asOf: '{time} 的情况', now: '现在',
    waiting: '待派', waitingNone: '没有等人的工单', waitingHint: '拖到某人的一行即可派出。',
    rows: '{n} 人', noRows: '没有符合条件的人', noRowsHint: '换一个小区，或看全部人员。', until: '到 {time}', shift: '{from}–{until} 上班', noShift: '今天不上班', breakUntil: '休息到 {time}',
    onHold: '挂起 {n}', travel: '路上 {span}', km: '{km} 公里', goesAlong: '随行', done: '已完成', locked: '已出发，不能移动', movable: '可以移动',
    mark_late: '晚于承诺 {span}', mark_window: '赶不上预约时段', mark_overlap: '同时在两处', mark_shift_end: '超出下班时间', mark_quiet: '静音时段内', mark_cert: '{code} 完工前到期（{day}）', mark_review: '{code} 复审逾期（{day}）', mark_missing: '没有{code}',
    lapsing: '{code} {day} 到期', lapsed: '{code} 已于 {day} 过期', quietHours: '静音 {from}–{until}', due: '承诺 {time} 前到', window: '预约 {from}–{until}',
    pick: '选一张工单', pickHint: '看它的承诺、静音时段，以及给谁会怎样。', giveTo: '给谁会怎样', asking: '正在推算每个人的一天', take: '拿起（M）', moving: '移动 {number}', movingHint: '↑ ↓ 选人 · 回车放下 · Esc 取消', keeps: '{who} 现在的工单',
    visit: '约 {start} 到，{finish} 完', onTime: '按承诺到达', tooLate: '比承诺晚 {span}', ownDay: '{who}：{change}', ways: '路上 {span}，{km} 公里', same: '行程不变', later: '推迟 {n} 单，最多 {span}', nowLate: '{list} 会超时', earlier: '提前 {n} 单',
    ruledOut: '不能派', lawful: '法定条件不满足，只有值班经理紧急放行后才能派。', canDrop: '可以放下', needsReason: '放下时要写原因', drop: '派给 {who}', dropped: '{number} 已派给 {who}', changed: '{number} 刚被别人改过，没有覆盖。现在：{now}', nobodyYet: '待派', close: '收起', best: '首选', reload: '重新推算',
    ahead: '{n} 单', kmLess: '总共少 {km} 公里', kmMore: '总共多 {km} 公里', kmSame: '总路程不变', open: '打开工单', sequence: '同一个人手上的先后由优先级和承诺决定。',
    key_left: '前一张', key_right: '后一张', key_up: '上一个人', key_down: '下一个人', key_take: '拿起 / 放下', key_close: '取消', key_board: '实时看板', key_help: '帮助',
  },
  en: {
    title: 'Day', hint: 'Drag an order to somebody else’s row and see what it does before you let go. Keys: arrows choose, M picks up, ↑ ↓ change the person, Enter drops.',
    everyone: 'Everybody', busy: 'With work', trouble: 'With trouble', asOf: 'as of {time}', now: 'now',
    waiting: 'Waiting', waitingNone: 'No order is waiting for somebody', waitingHint: 'Drag one to a row to send it.',
    rows: '{n} {n|person|people}', noRows: 'Nobody matches', noRowsHint: 'Choose another community, or show everybody.', until: 'until {time}', shift: 'on shift {from}–{until}', noShift: 'not on shift today', breakUntil: 'break until {time}',
    onHold: '{n} on hold', travel: '{span} on the way', km: '{km} km', goesAlong: 'goes along', done: 'done', locked: 'set out already, cannot be moved', movable: 'can be moved',
    mark_late: '{span} after the promise', mark_window: 'misses the booked window', mark_overlap: 'two places at once', mark_shift_end: 'ends after the shift', mark_quiet: 'in quiet hours', mark_cert: '{code} ends before the work does ({day})', mark_review: '{code} review overdue ({day})', mark_missing: 'no {code}',
    lapsing: '{code} ends {day}', lapsed: '{code} ended {day}', quietHours: 'quiet {from}–{until}', due: 'promised by {time}', window: 'booked {from}–{until}',
    pick: 'Choose an order', pickHint: 'See its promise, its quiet hours, and what giving it to somebody would do.', giveTo: 'What giving it away would do', asking: 'Working everybody’s day out', take: 'Pick up (M)', moving: 'Moving {number}', movingHint: '↑ ↓ choose · Enter drops · Esc leaves it', keeps: 'with {who} now',
    visit: 'there about {start}, done {finish}', onTime: 'keeps the promise', tooLate: '{span} after the promise', ownDay: '{who}: {change}', ways: '{span} and {km} km on the way', same: 'same way', later: '{n} later, by {span} at most', nowLate: '{list} would be late', earlier: '{n} earlier',
    ruledOut: 'cannot be sent', lawful: 'The law is not met: only after the duty manager’s emergency override.', canDrop: 'can be dropped here', needsReason: 'asks for a reason', drop: 'Send {who}', dropped: '{number} offered to {who}', changed: 'Somebody has just changed {number}; nothing was overwritten. Now: {now}', nobodyYet: 'waiting', close: 'Close', best: 'best', reload: 'Work out again',
    ahead: '{n} {n|order|orders}', kmLess: '{km} km less in all', kmMore: '{km} km more in all', kmSame: 'as far in all', open: 'Open the order', sequence: 'Within one day priority and promise decide what comes first.',
    key_left: 'Previous', key_right: 'Next', key_up: 'Person above', key_down: 'Person below', key_take: 'Pick up / drop', key_close: 'Leave it', key_board: 'Live board', key_help: 'Help',
  },
} as const

export const y = dictionary(day)
