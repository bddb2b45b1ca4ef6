/**
 * Words of the work done, the same for owner, technician and office as on the certificate (media/certificate_table.py):
 * why it broke, what was done, and the units of parts.
 */
import { wordFor } from './index'

export const causes = {
  zh: { AGE: '老化', INST: '安装缺陷', MISUSE: '使用不当', UPSTREAM: '主管 / 上游', PART: '备件质量', WEATHER: '天气', UNKNOWN: '原因不明' },
  en: { AGE: 'Wear and age', INST: 'Installation fault', MISUSE: 'Misuse', UPSTREAM: 'Main pipe / upstream', PART: 'Faulty part', WEATHER: 'Weather', UNKNOWN: 'Unknown' },
} as const

export const actions = {
  zh: { REPLACE: '更换', REPAIR: '修复', ADJUST: '调整', CLEAR: '疏通清理', ISOLATE: '隔离停用', REFER: '转交他方', NO_FAULT: '未发现故障' },
  en: { REPLACE: 'Replaced', REPAIR: 'Repaired', ADJUST: 'Adjusted', CLEAR: 'Cleared', ISOLATE: 'Isolated', REFER: 'Referred', NO_FAULT: 'No fault found' },
} as const

export const units = {
  zh: { '个': '个', '米': '米', '卷': '卷', '支': '支', '套': '套', '桶': '桶', '根': '根' },
  en: { '个': 'pc', '米': 'm', '卷': 'roll', '支': 'tube', '套': 'set', '桶': 'bucket', '根': 'pc' },
} as const

/** The unit of a part in the reader's language; one that the catalogue made up is shown as it is. */
export const unitWord = (unit: string): string => wordFor(units, unit)
