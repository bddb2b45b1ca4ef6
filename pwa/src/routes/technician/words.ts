/** The technician's `t`. */
import { dictionary } from '../../text'
import { technician } from '../../text/technician'

export const t = dictionary(technician)
export type Key = keyof typeof technician.zh
