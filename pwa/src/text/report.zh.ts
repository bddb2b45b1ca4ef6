/** What an owner reads while reporting a fault, in Chinese: the source of the keys. */
export const zh = {
  'report.title': '报修',
  'report.step': '第 {n} 步，共 3 步',
  'report.what': '哪里坏了？',
  'report.what.hint': '选最像的一项就行，不确定就直接写。',
  'report.search': '找一找，例如：漏水、马桶、跳闸',
  'report.none_found': '没有找到「{q}」，没关系，直接在下面写就好。',
  'report.words': '说说情况',
  'report.words.hint': '例如：厨房水槽下面一直滴水，关了阀门好一点',
  'report.need_what': '请选一项，或写一句话。',
  'report.free': '免费',
  'report.price': '人工 {price} 起',
  'report.quote': '上门报价',
  'report.emergency': '有人被困、漏电、燃气味：请先离开现场，再报修。',
  'report.unknown.title': '没有找到这个二维码',
  'report.unknown.body': '二维码可能旧了或破损了。请扫门口或大堂的另一张，或打前台电话报修。',
} as const

export type ReportKey = keyof typeof zh
