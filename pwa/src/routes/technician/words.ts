/** The technician's `t`, for the pages that come after the shell. */
import { dictionary } from '../../text'
import { device } from '../../text/device'
import { technician } from '../../text/technician'

export const t = dictionary({ zh: { ...technician.zh, ...device.zh }, en: { ...technician.en, ...device.en } })
