/** Words of proof on the technician's phone: the camera's shots and brush, what a reviewer points at, leave to spend, parts nearby. */
import { dictionary } from './index'

export const proof = {
  zh: {
    shotOf: '{name} {n}/{need}', shotExtra: '{name} · 可选', shotAny: '其他', shotsLabel: '要拍的画面', ghostNo: '叠加第 {n} 张维修前', ghostGone: '不叠加维修前',
    fingerWarn: '镜头好像被手指挡住了', finger: '手指遮挡', saved: '已保存到本机', tookBack: '已撤回这张照片', lateTitle: '补充照片', lateAdd: '补拍一张', lateWhy: '工单已经过了这一步；补充的照片会附在后面，不改变已签字的内容。',
    maskOn: '先打码再保存', maskOff: '不打码', maskTitle: '涂抹人脸、证件和单据', maskWhy: '涂过的地方会变成色块，原图不会保存。', maskUndo: '撤销', maskSave: '保存打码后的照片', maskSize: '笔触', maskNeed: '打码',
    signNobody: '没签字', signTheirs: '业主用自己的手机签', signTheirsShort: '扫码签', signTheirsWhy: '业主扫这个码，看到的费用和照片与这里完全一样，在自己的手机上签字。', signTheirsHelp: '码里带有只给这张工单用的口令。签完后这里会自动更新。', signAgain: '签过字之后有改动', signAgainWhy: '{name} 的签字还留着，但对不上现在的内容，请业主看过再签一次。',
    comma: '、', triedTitle: '试过什么', triedWhy: '至少两样，再拍一张门口。', tried_rang: '敲门、按铃没人应', tried_called: '打电话没人接', tried_neighbour: '问过邻居或管家', tried_note: '留了便条和链接', triedDoor: '门口照片', triedDoorTake: '拍门口照片',
    approvals: '授权申请', approval_asked: '等答复', approval_granted: '已批准', approval_declined: '未批准', approvalSaid: '已申请，答复会出现在这里', approvalTitle: '申请授权', approvalAsk: '申请', approvalWhy: '超出权限的花费要先问班长。没有信号也能申请，联网后自动送出。', approvalSum: '要花多少', approvalSumWrong: '请输入金额，例如 15 或 15.50', approvalWords: '买什么、为什么', approvalPhoto: '附一张照片',
    weekLeft: '{days} 天内还可用 {left}', weekLimit: '共 {limit}', weekLapsed: '额度已过期，联网后更新；现在每笔都要先申请', overAsk: '超出 {over}，请先申请授权', overDone: '超出 {over}。已用的不会退回，请补申请。',
    radarMaterial: '等哪种配件？', radarPick: '换一种', radarLooking: '正在找最近的库存', radarOffline: '没有信号。联网后办公室会自动查最近的库存。', radarNear: '{place}有货，{far}', radarNearWhy: '够得着的配件去取就行，业主的时钟不停。已告诉仓库可能要调货。', radarNone: '附近都没有', radarNoneWhy: '可以挂起等配件，业主的时钟会停。', radarPlaces: '哪里有货', radarFarUnknown: '位置不明', radarSeen: '挂起时查到的库存',
    earlier: '已拍的照片', pinsTitle: '主管标出的地方', pinNo: '第 {n} 处', pinOpen: '看照片上的标记', pinAgain: '照着再拍一张',
  },
  en: {
    shotOf: '{name} {n}/{need}', shotExtra: '{name} · optional', shotAny: 'Other', shotsLabel: 'Shots to take', ghostNo: 'Show before no. {n}', ghostGone: 'Hide before',
    fingerWarn: 'A finger seems to be in front of the lens', finger: 'Finger', saved: 'Kept on this phone', tookBack: 'Photo taken back', lateTitle: 'Later photos', lateAdd: 'Add a photo', lateWhy: 'The job is past this step. Photos added now are attached to it; what was signed stays as it is.',
    maskOn: 'Blur before keeping', maskOff: 'No blur brush', maskTitle: 'Brush over faces, papers and screens', maskWhy: 'What you brush over becomes blocks of colour. The original is not kept.', maskUndo: 'Undo', maskSave: 'Keep the blurred photo', maskSize: 'Brush', maskNeed: 'Blur',
    signNobody: 'No signature', signTheirs: 'The owner signs on his own phone', signTheirsShort: 'By QR', signTheirsWhy: 'The owner scans this code, sees exactly this sheet with its cost and photos, and signs on his own phone.', signTheirsHelp: 'The code opens this one work order. This page follows when it is signed.', signAgain: 'Something changed after signing', signAgainWhy: 'The signature of {name} is kept, but no longer covers what stands here. Let the owner read it and sign again.',
    comma: ', ', triedTitle: 'What was tried', triedWhy: 'At least two of these, and a photo of the door.', tried_rang: 'Knocked and rang, nobody came', tried_called: 'Called, no answer', tried_neighbour: 'Asked a neighbour or the steward', tried_note: 'Left a note with the link', triedDoor: 'Photo of the door', triedDoorTake: 'Photograph the door',
    approvals: 'Leave to spend', approval_asked: 'Waiting', approval_granted: 'Granted', approval_declined: 'Declined', approvalSaid: 'Asked. The answer appears here.', approvalTitle: 'Ask for approval', approvalAsk: 'Ask', approvalWhy: 'What goes beyond your limit is for the lead to decide. You can ask without a network; it is sent as soon as there is one.', approvalSum: 'How much', approvalSumWrong: 'A sum, such as 15 or 15.50', approvalWords: 'What for, and why', approvalPhoto: 'With a photo',
    weekLeft: '{left} left within {days} days', weekLimit: 'of {limit}', weekLapsed: 'The allowance has lapsed. It is renewed with the network; until then ask for each part.', overAsk: '{over} over your limit: ask first', overDone: '{over} over your limit. What was used stays; please ask for it now.',
    radarMaterial: 'Which part?', radarPick: 'Another part', radarLooking: 'Looking for the nearest stock', radarOffline: 'No network. The office looks for the nearest stock when this arrives.', radarNear: '{place} has it, {far} away', radarNearWhy: 'A part within reach is fetched: the owner’s clock runs on. The store is told that it may be wanted.', radarNone: 'Nobody near has it', radarNoneWhy: 'Waiting for it stops the owner’s clock.', radarPlaces: 'Where it is', radarFarUnknown: 'place unknown', radarSeen: 'Stock seen when it was paused',
    earlier: 'Photos taken', pinsTitle: 'Marked by the lead', pinNo: 'Spot {n}', pinOpen: 'See the marks on the photo', pinAgain: 'Take it again like this',
  },
} as const

export const p = dictionary(proof)
