/** `w`: the words of the shell and of the first page. */
import { dictionary } from '../../../text'
import { today } from '../../../text/today'

export const w = dictionary(today)
