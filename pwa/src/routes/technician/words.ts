/** The technician's `t`, for the pages that come after the shell. */
import { dictionary } from '../../text'
import { technician } from '../../text/technician'

export const t = dictionary(technician)
