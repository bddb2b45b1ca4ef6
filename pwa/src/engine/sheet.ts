/**
 * The sheet an owner signs: exactly what was shown, as text that hashes the same on the server
 * (`dispatch/sheet.py`): JSON with sorted keys, integers only, no spaces.
 *
 * Units    money in minor units, quantities in thousandths, warranty in days.
 * Pure     the hash is an argument.
 */
import type { PhoneOrder, Sheet } from '../wire/types.gen'
import { lineTotal, total } from './fees'
import { TERMS } from './lifecycle.gen'

const SLOTS: readonly string[] = ['before', 'after'] // what an owner can see is what he signs for

/** The photos that stand on the sheet: before and after. */
export const onSheet = <Picture extends { readonly slot: string }>(photos: readonly Picture[]): Picture[] =>
  photos.filter((photo) => SLOTS.includes(photo.slot))

/** The sheet of an order as it stands, with the photos (sha256) that are shown on it. */
export function compose({ order, place, fault }: PhoneOrder, photos: readonly string[], technician: string): Sheet {
  return {
    work_order: order.id,
    number: order.number,
    fault: order.fault,
    place: place.code,
    cause: order.cause,
    action: order.action,
    parts: order.parts.map((line) => [line.name, line.quantity_milli, line.unit_price_fen, lineTotal(line)]),
    labour_fen: order.fees.labour_fen,
    surcharge_fen: order.fees.surcharge_fen,
    total_fen: total(order),
    currency: order.fees.currency,
    photos: [...new Set(photos)].sort(),
    technician,
    warranty_days: fault.callback_days,
    terms: TERMS,
  }
}

export function canonical(sheet: Sheet): string {
  const sorted = Object.entries(sheet).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(Object.fromEntries(sorted))
}

/** The text and its digest, as the signature carries them. */
export async function sealed(
  shown: PhoneOrder,
  photos: readonly string[],
  technician: string,
  sha256: (text: string) => Promise<string>,
): Promise<{ readonly sheet: string; readonly digest: string }> {
  const sheet = canonical(compose(shown, photos, technician))
  return { sheet, digest: await sha256(sheet) }
}
