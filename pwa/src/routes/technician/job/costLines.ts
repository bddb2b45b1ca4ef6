/** The cost of a work order as lines in the order they are told. Pure but for the language. */
import { lineTotal } from '../../../engine/fees'
import type { MoneyLine } from '../../../ui/Money'
import { timesPrice } from '../../../ui/Money'
import type { WorkOrder } from '../../../wire/types.gen'
import { t } from '../words'

export function costLines({ parts, fees }: Pick<WorkOrder, 'parts' | 'fees'>): MoneyLine[] {
  return [
    ...parts.map((line) => ({ id: line.id, name: line.name, detail: timesPrice(line.quantity_milli, line.unit, line.unit_price_fen, fees.currency), fen: lineTotal(line) })),
    { id: 'labour', name: t('labour'), fen: fees.labour_fen },
    ...(fees.surcharge_fen > 0 ? [{ id: 'surcharge', name: t('surcharge'), fen: fees.surcharge_fen }] : []),
  ]
}
