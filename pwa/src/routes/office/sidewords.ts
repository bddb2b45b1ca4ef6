/** The two versions of a parked update in words: what a field is called and what its value means. Pure but for the language. */
import { named, wordFor } from '../../text'
import { statuses } from '../../text/common'
import { d } from '../../text/dispatcher'
import { money, quantity, when } from '../../text/format'
import { o, office } from '../../text/office'
import { actions, causes, holdReasons, signMethods, slots } from '../../text/trade'
import { unitWord } from '../../text/work'
import type { CheckStep } from '../../wire/types.gen'
import { parseArgs } from './inbox'

const FIELDS: Readonly<Record<string, () => string>> = {
  status: () => o('status'), technician: () => o('technician'), cause: () => o('cause'), action: () => o('action'), text: () => o('note'), note: () => o('note'), words: () => o('description'), reason: () => d('reason'), until: () => d('holdUntil'),
  quantity_milli: () => o('quantity'), name: () => o('part'), signer: () => d('signer'), method: () => o('signature'), done: () => o('done'), value: () => o('value'), step: () => o('step'), presence: () => d('presence'), material: () => d('material'), unit: () => d('unit'), unit_price_fen: () => d('unitPrice'),
  fen: () => d('sum'), slot: () => o('photos'), shot: () => d('shot'), taken_at: () => d('takenAt'), premises: () => o('place'), fault: () => d('fault'), warnings: () => d('warnings'),
}

export const fieldWord = (field: string): string => FIELDS[field]?.() ?? field

export interface Telling {
  readonly now: number
  readonly zone: string
  readonly currency: string
  readonly steps: readonly CheckStep[]
}

const CODES = { status: statuses, cause: causes, action: actions, slot: slots, method: signMethods, reason: holdReasons } as const

export function valueWord(field: string, value: string, { now, zone, currency, steps }: Telling): string {
  const codes = CODES[field as keyof typeof CODES]
  if (codes !== undefined) return wordFor(codes, value)
  if (field === 'unit') return unitWord(value)
  const step = field === 'step' ? steps.find((one) => one.code === value) : undefined
  if (step !== undefined) return named(step)
  if (field === 'presence') return presenceWord(value, now, zone)
  if (field === 'technician' && value === '≠') return d('someoneElse')
  if (field.endsWith('_fen') || field === 'fen') return /^\d+$/.test(value) ? money(Number(value), currency) : value
  if (field === 'quantity_milli' && /^\d+$/.test(value)) return quantity(Number(value))
  return /^\d{4}-\d\d-\d\dT/.test(value) ? when(value, now, zone) : value
}

/** "code on the door, 10:22": how an arrival was proved and when. */
function presenceWord(value: string, now: number, zone: string): string {
  const told = parseArgs(value)
  if ('why' in told) return value
  const { method, at } = told.args
  return [wordFor(office, `method_${String(method)}`), typeof at === 'string' ? when(at, now, zone) : ''].filter(Boolean).join(' · ')
}
