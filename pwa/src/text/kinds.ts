/** What each step of a technician is called, wherever steps are listed. */
export const kinds = {
  zh: {
    'offer.accept': '接单', 'offer.decline': '拒接', 'visit.depart': '出发', 'visit.arrive': '到场', 'visit.start': '开始维修', 'visit.hold': '挂起',
    'visit.resume': '继续维修', 'visit.finish': '完工', 'visit.undo': '返回维修', 'visit.hand_back': '交还调度', 'check.set': '检查项', 'note.add': '备注',
    'note.revise': '修改备注', 'photo.add': '照片', 'photo.retract': '移除照片', 'part.add': '添加配件', 'part.quantity': '配件数量', 'part.remove': '移除配件', 'approval.ask': '申请授权',
    'sign_off.capture': '签字', 'report.add': '现场报修',
  },
  en: {
    'offer.accept': 'Accepted', 'offer.decline': 'Declined', 'visit.depart': 'On my way', 'visit.arrive': 'Arrived', 'visit.start': 'Work started', 'visit.hold': 'On hold',
    'visit.resume': 'Work goes on', 'visit.finish': 'Work done', 'visit.undo': 'Back to work', 'visit.hand_back': 'Handed back', 'check.set': 'Checklist', 'note.add': 'Note',
    'note.revise': 'Note changed', 'photo.add': 'Photo', 'photo.retract': 'Photo removed', 'part.add': 'Part added', 'part.quantity': 'Part quantity', 'part.remove': 'Part removed', 'approval.ask': 'Request to spend',
    'sign_off.capture': 'Sign-off', 'report.add': 'Report on site',
  },
} as const

