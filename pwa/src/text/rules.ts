/** The weights of dispatch by community and trade, and what yesterday's decisions would have been under others. */
import { dictionary } from './index'

export const rules = {
  zh: {
    title: '规则', heading: '派单规则', hint: '谁更合适由这些权重决定。改动先试算上周的真实派单，再保存。法定条件不在这里，谁也不能关掉。',
    scope: '适用范围', allTrades: '全部工种', trade: '工种', holds: '正在适用', inherits: '这里还没有单独的规则，沿用：{name}。保存后这里有自己的一份。', default: '全公司', version: '第 {n} 版', delivered: '出厂设置', since: '{time} 起', readonly: '只有经理和管理员可以改。', all: '已有的规则',
    weights: '权重', sum: '合计 {n}%', sumBad: '权重合计要正好 100%，现在是 {n}%', even: '按比例调到 100%', seconds: '{term}：差到底相当于晚 {span}',
    h_skill: '技能差几级', h_travel: '路上要多久', h_load: '手上几单', h_familiarity: '以前来过几次', h_slack: '时限用掉多少', h_fairness: '一周接了几单',
    timers: '接单时限', offer: '{p} 秒数', plan: '重排', change_s: '改派一张的代价（秒）', freeze_min: '快出发的不动（分钟）', publish_gain_s: '每项改动至少省（秒）', other: '其他', overtime_min: '下班后可多做（分钟）', close_call_s: '差距小于（秒）算接近', reach_before_min: '上班前可联系（分钟）',
    try: '试算上周', trying: '正在试算', tried: '上周 {n} 次派单重算的结果', changed: '{n} 次会派给别人', unchanged: '没有一次会不同', none: '这个范围上周没有派单，无法试算', before: '原来', after: '改后', wait: '平均等待', travel: '平均路程', minutes: '{n} 分钟', late: '到场超时', nobody: '无人可派', busiest: '最忙的人', most: '差别最大的', eta: '到场 {span}', sooner: '早 {span}', laterBy: '晚 {span}',
    save: '保存为新版', saveFirst: '先试算再保存', saved: '第 {n} 版从现在起适用', note: '为什么改（会留在记录里）', dropRule: '取消这份规则', dropTitle: '取消后沿用更大范围的规则', dropped: '已取消，沿用更大范围的规则', stale: '别人刚保存了新版。您的改动还在，请对照最新的一版再试。', undo: '撤销改动', noteNeeded: '写一句为什么',
  },
  en: {
    title: 'Rules', heading: 'Rules of dispatch', hint: 'These weights decide who suits best. A change is first tried on last week’s real decisions, then saved. The law is not among them; nobody can switch it off.',
    scope: 'Where', allTrades: 'All trades', trade: 'Trade', holds: 'Holds now', inherits: 'No rules of its own here; it follows: {name}. Saving gives it its own.', default: 'the whole company', version: 'version {n}', delivered: 'as delivered', since: 'since {time}', readonly: 'Only the manager and the administrator may change them.', all: 'Rules there are',
    weights: 'Weights', sum: '{n}% in all', sumBad: 'The weights must come to 100%; they are {n}%', even: 'Bring to 100%', seconds: '{term}: at its worst it counts as {span}',
    h_skill: 'levels off', h_travel: 'time on the way', h_load: 'open orders', h_familiarity: 'earlier visits', h_slack: 'share of the time used', h_fairness: 'orders this week',
    timers: 'Time to accept', offer: '{p} in seconds', plan: 'Planning', change_s: 'Price of a change (s)', freeze_min: 'Left alone before leaving (min)', publish_gain_s: 'Least gain of a change (s)', other: 'Other', overtime_min: 'Past the shift (min)', close_call_s: 'A close call is below (s)', reach_before_min: 'Reached before the shift (min)',
    try: 'Try on last week', trying: 'Trying', tried: '{n} decisions of last week, made again', changed: '{n} would go to somebody else', unchanged: 'None would be different', none: 'Nothing was decided here last week to try it on', before: 'As it was', after: 'Then', wait: 'Wait, on average', travel: 'Way, on average', minutes: '{n} min', late: 'Arrivals late', nobody: 'With nobody', busiest: 'Busiest person', most: 'Most different', eta: 'there {span}', sooner: '{span} sooner', laterBy: '{span} later',
    save: 'Save as a new version', saveFirst: 'Try it first, then save', saved: 'Version {n} holds from now on', note: 'Why (kept in the record)', dropRule: 'Give up these rules', dropTitle: 'The wider rules hold then', dropped: 'Given up; the wider rules hold', stale: 'Somebody has just saved a newer version. Your changes are kept; compare and try again.', undo: 'Undo changes', noteNeeded: 'Say why in a few words',
  },
} as const

export const s = dictionary(rules)
