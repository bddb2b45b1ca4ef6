/** Many calls about one thing: as one incident, with its orders and its owners. */
import { dictionary } from './index'

export const incidents = {
  zh: {
    title: '事件', heading: '同一件事的多次报修', hint: '同一处、同一故障、半天之内的报修算一件事。并到一起后只派一组人，每位业主都看到同样的进展。',
    none: '没有同一件事的多次报修', noneHint: '同一处的同一故障被第二次报修时，会出现在这里和看板上。',
    banner: '{n} 件事有多次报修，共 {all} 张工单可以并到一起', see: '查看', reports: '{n} 次报修', since: '{time} 起', main: '去这一张', nobody: '待派',
    merged: '已并入 {n} 张', alike: '还可并入 {n} 张', pick: '并入 {number}', gather: '并入 {n} 张', gathered: '{n} 张已并到一起，业主都看到同样的进展', left: '{n} 张没有并入', left_illegal_transition: '已有人接单', left_bad_merge_target: '不在同一小区或已结束', left_unknown_work_order: '工单已不在', open: '打开工单',
    callBanner: '{place}已有 {n} 次同样的报修', callBody: '{number} · {who}。并入后不再另派人，来电的业主看到同样的进展。', join: '并入这件事', joining: '创建后并入 {number}', alone: '单独派单', joined: '已并入 {number}', notJoined: '没有并入 {number}：已有人接单',
  },
  en: {
    title: 'Incidents', heading: 'Many calls about one thing', hint: 'Reports of one fault in one place within half a day are one thing. Gathered, they need one crew, and every owner follows the same story.',
    none: 'Nothing was reported more than once', noneHint: 'When a fault is reported again from the same place, it appears here and on the board.',
    banner: '{n} {n|thing was|things were} reported more than once; {all} {all|order|orders} could be gathered', see: 'Look', reports: '{n} reports', since: 'since {time}', main: 'this one is gone to', nobody: 'nobody yet',
    merged: '{n} gathered', alike: '{n} more could be', pick: 'Gather {number}', gather: 'Gather {n}', gathered: '{n} gathered; their owners follow the same story', left: '{n} could not be gathered', left_illegal_transition: 'somebody has accepted it', left_bad_merge_target: 'of another community, or over', left_unknown_work_order: 'the order is gone', open: 'Open the order',
    callBanner: 'Reported {n} times already: {place}', callBody: '{number} · {who}. Joined to it, nobody else is sent, and this owner follows the same story.', join: 'Join it', joining: 'It will join {number}', alone: 'Send somebody else', joined: 'joined to {number}', notJoined: 'not joined to {number}: somebody has accepted it',
  },
} as const

export const n = dictionary(incidents)
