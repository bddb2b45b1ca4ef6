/** The reasons of a choice beyond the score: what would have to be otherwise, who goes along, what the law keeps. */
import { dictionary } from './index'

export const why = {
  zh: {
    wouldBeFirst: '若{change}，会排第一', wouldBe: '若{change}，会排第 {rank}', effects: '对一天的影响', helpers: '可以同去的人', helpersNone: '没有可以同去的人', helper: '{who} 约 {time} 到', crew: '需要 {n} 人',
    certificate: '{fact} 有效', level: '等级够', hours: '在班', duty: '在岗', load: '手上有空', territory: '负责这个小区', quiet: '不是静音时段',
    t_travel: '路程 {needed} 分钟（现在 {now}）', t_load: '手上 {needed} 单（现在 {now}）', t_fairness: '一周 {needed} 单（现在 {now}）', t_familiarity: '来过 {needed} 次（现在 {now}）', t_skill: '等级差 {needed}（现在 {now}）',
    lawful: '法定条件不满足', lawfulHint: '调度不能越过法定条件。紧急时由值班经理在工单里“紧急放行”，写明原因后才能派。', overridden: '值班经理已紧急放行：法定条件也可以越过，写明原因即可。',
    override: '紧急放行', overrideTitle: '紧急放行这张工单', overrideHint: '您为此负责：证书、人数、作业票、静音时段都不再阻止派单和开工。原因会永久留在记录里，看板会提醒所有人。', overrideDo: '我负责，放行', done_override: '已紧急放行',
    permit: '开作业票', permitTitle: '开作业票', permitHint: '在有效时间内才能开工。', permitDo: '开票', permitCode: '作业票', permitFrom: '生效', permitUntil: '失效', done_permit: '作业票已开',
    asked: '已问过的人', modeBy: '人工选择', modeMatched: '多单一起匹配', modeAuto: '自动选择', policy: '规则 {name} 第 {n} 版',
  },
  en: {
    wouldBeFirst: 'first if {change}', wouldBe: 'number {rank} if {change}', effects: 'What it does to the day', helpers: 'Who could go along', helpersNone: 'Nobody could go along', helper: '{who}, there about {time}', crew: 'takes {n} people',
    certificate: '{fact} held', level: 'the level were enough', hours: 'on shift', duty: 'on duty', load: 'there were room', territory: 'this were his community', quiet: 'it were not quiet hours',
    t_travel: '{needed} min away (now {now})', t_load: '{needed} open (now {now})', t_fairness: '{needed} this week (now {now})', t_familiarity: 'been here {needed}× (now {now})', t_skill: '{needed} levels off (now {now})',
    lawful: 'The law is not met', lawfulHint: 'A dispatcher cannot overrule the law. In an emergency the duty manager overrides it on the order, with a reason.', overridden: 'The duty manager has overridden the rules: the law gives way too, for a reason.',
    override: 'Emergency override', overrideTitle: 'Override the rules for this order', overrideHint: 'You answer for it: certificates, crew, permits and quiet hours no longer hold this work up. The reason stays in the history for good, and every board is told.', overrideDo: 'I answer for it', done_override: 'Rules overridden',
    permit: 'Permit to work', permitTitle: 'Give a permit to work', permitHint: 'Work may begin only while it holds.', permitDo: 'Give it', permitCode: 'Permit', permitFrom: 'Holds from', permitUntil: 'Until', done_permit: 'Permit given',
    asked: 'Asked before', modeBy: 'chosen by hand', modeMatched: 'matched with others', modeAuto: 'chosen by the rules', policy: 'policy {name}, version {n}',
  },
} as const

export const w = dictionary(why)
