/** The rest of the day planned anew: the proposal, its moves and reasons, and how it was settled. */
import { dictionary } from './index'

export const planning = {
  zh: {
    title: '重排', heading: '今天剩余的安排', hint: '用同样的规则重新推算今天剩下的工单；只有您应用后才会改派。',
    ask: '重新规划', asking: '正在规划', askingFor: '已用 {span}。可以离开这一页，结果会留在这里。', first: '每台服务器第一次规划要先准备一会儿。', busy: '规划器还没有回答', busyHint: '它可能还在准备。今天的安排没有变化，稍等片刻再试。',
    none: '还没有规划过', noneHint: '按“重新规划”，对照今天的安排再决定。', fresh: '{time} 的方案', why_asked: '人工请求', why_clock: '定时', why_other: '情况变化',
    state_proposed: '等您决定', state_applied: '已应用', state_dropped: '未采用', state_overtaken: '已被新方案取代', earlier: '以前的方案', settledBy: '{time} 决定',
    nothing: '今天的安排已经够好', nothingHint: '没有一项改动值得打扰别人。', now: '现在', proposed: '方案', diff: '差别',
    km: '路程', time: '路上时间', late: '超时工单', lateBy: '合计超时', unassigned: '没人去的', moves: '改动', kmOf: '{n} 公里',
    move: '{before} → {after}', nobody: '待派', why_rescued: '赶上承诺', why_earlier: '提早 {span}', why_nearer: '更近', why_unassigned: '有人去了', at: '{before} → {after}', atNew: '{after}',
    pick: '选这一项', all: '全选', chosen: '选了 {n} / {all} 项', apply: '应用 {n} 项', drop: '不采用', applied: '{n} 项已改派', droppedToast: '没有改动任何安排',
    overtaken: '{n} 项没有改：情况已经变了', overtaken_stale: '刚被别人改过', overtaken_rules_forbid: '现在不符合规则', overtaken_illegal_transition: '已经出发或完成', overtaken_unknown_work_order: '工单已不在', overtaken_unknown_technician: '没有这个人', overtaken_other: '没有改成',
    days: '每个人的一天', daysHint: '上面是现在，下面是方案。', unplanned: '今天安排不下的', unplannedNone: '都安排下了', unplannedWhy: '{n} 人：{why}', figures: '对照今天',
    key_next: '下一项', key_previous: '上一项', key_toggle: '选或不选', key_apply: '应用', key_drop: '不采用', key_ask: '重新规划', key_board: '实时看板', key_help: '帮助',
  },
  en: {
    title: 'Plan', heading: 'The rest of today', hint: 'What is left of today, worked out anew by the same rules. Nothing moves until you apply it.',
    ask: 'Plan again', asking: 'Planning', askingFor: '{span} so far. You may leave; the answer stays here.', first: 'The first plan on a server takes a while to get ready.', busy: 'The planner has not answered', busyHint: 'It may still be getting ready. Today is as it was; try again in a moment.',
    none: 'Nothing has been planned yet', noneHint: 'Press “Plan again”, compare with today, then decide.', fresh: 'Proposal of {time}', why_asked: 'asked for', why_clock: 'by the clock', why_other: 'something changed',
    state_proposed: 'waits for you', state_applied: 'applied', state_dropped: 'dropped', state_overtaken: 'overtaken by a newer one', earlier: 'Earlier proposals', settledBy: 'settled {time}',
    nothing: 'Today is good as it is', nothingHint: 'No change would be worth disturbing anybody.', now: 'Now', proposed: 'Proposal', diff: 'Change',
    km: 'Distance', time: 'On the way', late: 'Orders late', lateBy: 'Late in all', unassigned: 'With nobody', moves: 'Moves', kmOf: '{n} km',
    move: '{before} → {after}', nobody: 'nobody', why_rescued: 'keeps the promise', why_earlier: '{span} earlier', why_nearer: 'nearer', why_unassigned: 'somebody goes', at: '{before} → {after}', atNew: '{after}',
    pick: 'Take this move', all: 'All', chosen: '{n} of {all} taken', apply: 'Apply {n}', drop: 'Drop', applied: '{n} {n|order|orders} moved', droppedToast: 'Nothing was changed',
    overtaken: '{n} could not be moved any more', overtaken_stale: 'somebody just changed it', overtaken_rules_forbid: 'a rule speaks against it now', overtaken_illegal_transition: 'set out or finished already', overtaken_unknown_work_order: 'the order is gone', overtaken_unknown_technician: 'no such technician', overtaken_other: 'could not be moved',
    days: 'Everybody’s day', daysHint: 'Above as it is, below as proposed.', unplanned: 'No place today', unplannedNone: 'Everything has its place', unplannedWhy: '{n} {n|person|people}: {why}', figures: 'Beside today',
    key_next: 'Next move', key_previous: 'Previous move', key_toggle: 'Take or leave', key_apply: 'Apply', key_drop: 'Drop', key_ask: 'Plan again', key_board: 'Live board', key_help: 'Help',
  },
} as const

export const p = dictionary(planning)
