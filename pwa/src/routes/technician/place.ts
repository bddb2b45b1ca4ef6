/** Where and when, as a technician says it: "云栖里 · 3栋2单元1201 · 12层", "today 09:00–11:00". */
import { language, named } from '../../text'
import { between } from '../../text/format'
import type { PhoneOrder } from '../../wire/types.gen'
import { w } from './shell/words'

export const community = ({ place }: Pick<PhoneOrder, 'place'>): string =>
  language.get() === 'zh' || place.community_en === '' ? place.community_zh : place.community_en

export const faultName = ({ fault }: Pick<PhoneOrder, 'fault'>): string => named(fault)

export function whereLine({ place }: Pick<PhoneOrder, 'place'>): string {
  const floor = place.floor_label !== '' && !place.label.includes(place.floor_label) ? place.floor_label : ''
  return [place.label, floor].filter(Boolean).join(' · ')
}

export function windowLine({ order, place }: Pick<PhoneOrder, 'order' | 'place'>, now: number): string {
  if (order.window_start === null) return w('noWindow')
  return w('windowAt', { at: between(order.window_start, order.window_end ?? order.window_start, now, place.time_zone) })
}

/** The device's own map, where there is one. */
export const mapLink = ({ place }: Pick<PhoneOrder, 'place'>): string =>
  `geo:${place.position.lat},${place.position.lng}?q=${place.position.lat},${place.position.lng}(${encodeURIComponent(place.label)})`
