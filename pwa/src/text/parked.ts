/** Why an update of a phone waits, said to the office that decides: who, what happened meanwhile, and what each answer does. */
import { wordFor, type Facts } from './index'

export const parked = {
  zh: {
    reassigned: '工单已改派给别人，{who} 离线时还在做。采用：工单改回 {who} 名下；保持：仍由现在的人做。',
    order_cancelled: '工单已取消，{who} 离线时还在做。采用：记为一次上门，工单仍是取消；保持：只留记录。',
    order_declined: '这条报修已不予受理，{who} 离线时还在做。采用：记为一次上门；保持：只留记录。',
    order_merged: '工单已并入另一张。采用：记为一次上门；保持：只留记录，照片随合并后的工单。',
    not_assignee: '{who} 现在不是这张工单的负责人。采用：工单改到 {who} 名下；保持：不改变负责人。',
    illegal_transition: '从工单现在的状态走不到这一步。先在看板上改状态，再采用；或者保持现在的。',
    stale_reopen: '工单已经往前走了，{who} 的手机要把它退回。采用：重新打开；保持：不退回。',
    dep_parked: '它跟着另一条待核对的更新。先处理那一条。',
    group_parked: '同一步里的另一条更新在等核对。先处理那一条。',
    payload_mismatch: '同一编号送来了两种内容，不能采用。核实后保持，并请 {who} 重新记录。',
    signed_payload_mismatch: '签字与签的内容对不上，不能确认业主看到的是什么。请重新签字。',
    absence_unproved: '{who} 记了业主不在，但没有两种联系方式和完工后的门口照片。采用：认可业主不在；保持：仍等签字。',
    not_author: '{who} 要改的是别人写的备注。采用：按他的改；保持：原文不动。',
    id_taken: '编号已被别的记录占用。修改后采用，或请 {who} 重新记录。',
    bad_arguments: '内容不全，服务器读不懂。修改后采用，或请 {who} 重新记录。',
    limit: '超出允许的数量或长度。修改后采用，或保持。',
    not_allowed: '{who} 的角色不能这样操作。',
    offer_lapsed: '派单已过期，{who} 才接单。采用：把工单派给 {who}；保持：仍按现在的安排。',
    unknown_work_order: '系统里没有这张工单。请问 {who} 是哪一户，补一张工单后再处理。',
    unknown_premises: '地址在系统里找不到。修改后采用，或补录地址。',
    internal_error: '服务器处理时出错，已记录。可以再采用一次；还不行就联系管理员。',
    device_revoked: '来自已报失的手机。确认是 {who} 本人做的，再采用。',
    dropbox: '手机送不进来，原文在投递箱。',
  },
  en: {
    reassigned: 'The order went to somebody else while {who}, offline, worked on. Take: it goes back to {who}. Keep: it stays with whoever has it now.',
    order_cancelled: 'The order was cancelled while {who}, offline, worked on. Take: the visit is credited and the order stays cancelled. Keep: it is only on record.',
    order_declined: 'The report was declined while {who}, offline, worked on. Take: the visit is credited. Keep: it is only on record.',
    order_merged: 'The order was merged into another. Take: the visit is credited. Keep: only on record; photos go with the merged order.',
    not_assignee: '{who} does not lead this order now. Take: it goes to {who}. Keep: nobody is changed.',
    illegal_transition: 'The order cannot take this step from where it is. Change its state on the board first and then take it, or keep it as it stands.',
    stale_reopen: 'The order has moved on and the phone of {who} wants it back. Take: it is reopened. Keep: it is not.',
    dep_parked: 'It follows another update that waits here. Settle that one first.',
    group_parked: 'Another update of the same step waits here. Settle that one first.',
    payload_mismatch: 'Two contents came under one number, so it cannot be taken. Find out which is true, keep, and ask {who} to record it again.',
    signed_payload_mismatch: 'The signature does not fit what was signed: nobody knows what the owner saw. Have it signed again.',
    absence_unproved: '{who} recorded that the owner was absent, without two tries and a photo of the door after the work. Take: the owner counts as absent. Keep: a signature is still owed.',
    not_author: '{who} changed a note that somebody else wrote. Take: the change counts. Keep: the note stays.',
    id_taken: 'Its number belongs to another record. Amend and take, or ask {who} to record it again.',
    bad_arguments: 'Something is missing in it. Amend and take, or ask {who} to record it again.',
    limit: 'More than is allowed, in number or length. Amend and take, or keep.',
    not_allowed: 'The role of {who} may not do this.',
    offer_lapsed: 'The offer had lapsed before {who} accepted. Take: the order goes to {who}. Keep: it stays as arranged.',
    unknown_work_order: 'There is no such order here. Ask {who} which home it was, open an order, then settle this.',
    unknown_premises: 'The address is not known here. Amend and take, or add the address.',
    internal_error: 'The server failed on it, which is on record. Take it once more; if it fails again, call the administrator.',
    device_revoked: 'From a phone that was reported lost. Make sure {who} did this, then take it.',
    dropbox: 'The phone could not get it across; its text lies in the drop-box.',
  },
} as const

/** In short, for a list. */
export const inShort = {
  zh: {
    reassigned: '已改派给别人', order_cancelled: '工单已取消', order_declined: '报修未受理', order_merged: '工单已并入别的', not_assignee: '不是负责人', illegal_transition: '状态走不到这一步', stale_reopen: '要退回已前进的工单',
    dep_parked: '跟着另一条', group_parked: '跟着同一步的另一条', payload_mismatch: '同一编号两种内容', signed_payload_mismatch: '签字与内容不符', absence_unproved: '业主不在缺证明', not_author: '改了别人的备注', id_taken: '编号已占用', bad_arguments: '内容不全', limit: '超出上限', not_allowed: '没有权限', offer_lapsed: '派单已过期',
    unknown_work_order: '没有这张工单', unknown_premises: '地址找不到', internal_error: '服务器出错', device_revoked: '来自报失的手机', dropbox: '在投递箱',
  },
  en: {
    reassigned: 'Went to somebody else', order_cancelled: 'Order cancelled', order_declined: 'Report declined', order_merged: 'Order merged', not_assignee: 'Does not lead it', illegal_transition: 'Not possible from here', stale_reopen: 'Would go back a step',
    dep_parked: 'Follows another one', group_parked: 'Follows another of its step', payload_mismatch: 'Two contents, one number', signed_payload_mismatch: 'Signature does not fit', absence_unproved: 'Absence not shown', not_author: 'Somebody else’s note', id_taken: 'Number taken', bad_arguments: 'Incomplete', limit: 'Above the limit', not_allowed: 'Not allowed', offer_lapsed: 'Offer had lapsed',
    unknown_work_order: 'No such order', unknown_premises: 'Address unknown', internal_error: 'Server failed on it', device_revoked: 'From a lost phone', dropbox: 'In the drop-box',
  },
} as const

export const whyParked = (reason: string, facts: Facts): string => wordFor(parked, reason, facts)
export const shortlyParked = (reason: string): string => wordFor(inShort, reason)
