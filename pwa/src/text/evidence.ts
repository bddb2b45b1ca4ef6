/** Names of the shots a procedure asks for, and the ready answers of handing a job back. */
export const shotNames = {
  zh: {
    before_source: '渗漏点', before_damage: '受损处', after_joint: '接口', after_dry: '擦干后', before_panel: '配电箱（前）', after_panel: '配电箱（后）',
    after_meter_reading: '表读数', mode_panel: '模式面板', after_run_test: '试运行',
  },
  en: {
    before_source: 'source of the leak', before_damage: 'the damage', after_joint: 'the joint', after_dry: 'after drying', before_panel: 'panel before', after_panel: 'panel after',
    after_meter_reading: 'meter reading', mode_panel: 'mode panel', after_run_test: 'test run',
  },
} as const

export const handBackReasons = {
  zh: { no_skill: '超出我的技能', no_parts: '没有配件', no_access: '进不去', unsafe: '不安全', shift_over: '要下班了', other: '其他' },
  en: { no_skill: 'Beyond my skill', no_parts: 'No parts', no_access: 'Cannot get in', unsafe: 'Not safe', shift_over: 'Shift ends', other: 'Other' },
} as const
