/** Faults and materials of the stories, as the fictitious company keeps them. */
import type { CheckStep, Fault, Material } from '../../../wire/types.gen'

const step = (code: string, zh: string, en: string, more: Partial<CheckStep> = {}): CheckStep => ({ code, zh, en, kind: 'tick', required: true, before_start: false, ...more })

const fault = (code: string, zh: string, en: string, more: Partial<Fault>): Fault => ({
  code, zh, en, org_id: 'lanting', area: 'unit', trade: 'PLB', min_level: 3, certificates: ['C-ORI'], permits: [], priority: 'P1', crew: 1, before_photos: 1, after_photos: 1,
  sign_off: 'owner', billing: 'paid', price_fen: 12_000, callback_days: 30, duration_min: 45, keywords: [], checklist: [], slots: [], note: '', ...more,
})

const HOUSE: readonly CheckStep[] = [
  step('shoe_covers', '穿鞋套，铺垫布', 'Shoe covers on, dust sheet down', { before_start: true }),
  step('valve', '关闭入户水阀', 'Supply valve closed', { before_start: true }),
]

export const LEAK_FAULT = fault('PLB-02', '户内渗漏 / 天花板滴水', 'Unit leak / ceiling drip', {
  before_photos: 2, after_photos: 2, slots: ['before_source', 'before_damage', 'after_joint', 'after_dry'],
  checklist: [...HOUSE, step('pressure', '打压测试 (MPa)', 'Pressure test (MPa)', { kind: 'reading' }), step('clean', '清理现场，带走垃圾', 'Cleaned up, rubbish taken'), step('explain', '向业主说明原因', 'Cause explained to the owner', { required: false })],
})
export const BURST = fault('PLB-01', '水管爆裂', 'Burst pipe', { priority: 'P0', crew: 2, price_fen: 18_000, checklist: HOUSE })
export const TAP = fault('PLB-05', '水龙头 / 角阀更换', 'Tap / angle-valve replacement', { priority: 'P2', min_level: 1, price_fen: 6000, checklist: HOUSE })
export const DRAIN = fault('PLB-03', '马桶 / 地漏堵塞', 'Toilet / floor-drain blockage', { trade: 'HYG', min_level: 2, price_fen: 8000, callback_days: 15 })
export const PUMP = fault('PMP-01', '二次供水泵故障停水', 'Booster pump failure, no water', { trade: 'PMP', priority: 'P0', area: 'common', billing: 'free', price_fen: 0 })

const material = (code: string, zh: string, en: string, unit: string, price_fen: number, on_hand_milli: number): Material => ({ code, org_id: 'lanting', zh, en, unit, price_fen, on_hand_milli })

export const MATERIALS: readonly Material[] = [
  material('M-001', '1/2寸角阀', 'Angle valve 1/2in', '个', 1800, 60_000),
  material('M-002', '陶瓷阀芯', 'Ceramic cartridge', '个', 1250, 80_000),
  material('M-003', 'PPR 管 25mm', 'PPR pipe 25 mm', '米', 980, 300_000),
  material('M-008', '地漏芯', 'Floor-drain core', '个', 2200, 50_000),
  material('M-010', '生料带', 'PTFE tape', '卷', 150, 400_000),
  material('M-011', '密封胶', 'Sealant', '支', 1600, 120_000),
  material('M-013', '变频水泵机械密封', 'Pump mechanical seal', '套', 48_000, 2000),
]

export const FAULTS: readonly Fault[] = [LEAK_FAULT, BURST, TAP, DRAIN, PUMP]
