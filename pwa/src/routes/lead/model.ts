/**
 * What a review is made of: the queue in its three groups, pairs of photos, what the machine noticed, how long it took.
 *
 * Units   minutes, milliseconds; pins in ten-thousandths of the photo.
 * Pure    yes.
 */
import type { OrderDetail, Photo, Pin, ReviewItem, TimelineLine } from '../../wire/types.gen'

export interface Pair {
  readonly before: Photo | null
  readonly after: Photo | null
}

/** Before and after in the order they were taken; the longer row decides how many pairs there are. */
export function pairs(photos: readonly Photo[]): Pair[] {
  const of = (slot: string) => photos.filter((photo) => photo.slot === slot && photo.retracted_at === null).sort((a, b) => a.taken_at.localeCompare(b.taken_at))
  const before = of('before')
  const after = of('after')
  return Array.from({ length: Math.max(before.length, after.length) }, (_, n) => ({ before: before[n] ?? null, after: after[n] ?? null }))
}

/** Everything automatic that speaks against the work: flags of the order, of its photos, and what is missing. */
export function findings({ order, fault }: OrderDetail, photos: readonly Photo[]): string[] {
  const shown = photos.filter((photo) => photo.retracted_at === null)
  const count = (slot: string) => shown.filter((photo) => photo.slot === slot).length
  const found = new Set<string>(order.flags)
  for (const photo of shown) for (const flag of [...photo.flags, ...(photo.quality?.warnings ?? [])]) found.add(flag)
  if (count('before') < fault.before_photos || count('after') < fault.after_photos) found.add('missing_photo')
  if (order.presence === null) found.add('off_fence')
  if (order.sign_off?.stale) found.add('stale_signature')
  return [...found].sort()
}

const at = (lines: readonly TimelineLine[], name: string) => {
  const line = lines.find((one) => one.name === name)
  return line ? Date.parse(line.at) : null
}

/** Milliseconds from arriving to the end of the work, holds included; null while either is unknown. */
export function onSite(detail: OrderDetail): number | null {
  const { clocks, presence } = detail.order
  const from = presence ? Date.parse(presence.at) : clocks.arrived_at ? Date.parse(clocks.arrived_at) : at(detail.timeline, 'work_order.arrived')
  const to = clocks.fixed_at ? Date.parse(clocks.fixed_at) : at(detail.timeline, 'work_order.finished')
  return from === null || to === null || to < from ? null : to - from
}

/** Whether bytes of some photo are still on a phone. */
export const awaits = (photos: readonly Photo[]): boolean => photos.some((photo) => photo.retracted_at === null && !photo.present)

/** A spot on a photo, from a point given in parts of it (0..1); null outside of it. */
export function pinAt(photo: string, x: number, y: number): Pin | null {
  if (x < 0 || y < 0 || x > 1 || y > 1) return null
  return { photo, x: Math.round(x * 10_000), y: Math.round(y * 10_000), words: '' }
}

/** From so many points of risk on, a person looks at it: `dispatch.risk.LOOK`. */
const LOOK = 40

export type GroupName = 'look' | 'sample' | 'rest'

export interface Group {
  readonly name: GroupName
  readonly items: readonly ReviewItem[]
}

export const groupOf = (item: Pick<ReviewItem, 'risk' | 'look'>): GroupName => (item.risk >= LOOK ? 'look' : item.look ? 'sample' : 'rest')

/** What speaks for looking, what was drawn, and the rest; each as it came, and no group without work. */
export function grouped(items: readonly ReviewItem[]): Group[] {
  const names: readonly GroupName[] = ['look', 'sample', 'rest']
  return names.map((name) => ({ name, items: items.filter((item) => groupOf(item) === name) })).filter((group) => group.items.length > 0)
}

export interface View {
  readonly scale: number
  readonly x: number
  readonly y: number
}

export const WHOLE: View = { scale: 1, x: 0, y: 0 }
const MOST = 8

/** Nearer or farther around a point given in parts of the frame (0..1); never beyond the picture's edge. */
export function zoomed(view: View, factor: number, px: number, py: number): View {
  const scale = Math.max(1, Math.min(MOST, view.scale * factor))
  const real = scale / view.scale
  return held({ scale, x: px - (px - view.x) * real, y: py - (py - view.y) * real })
}

export const moved = (view: View, dx: number, dy: number): View => held({ ...view, x: view.x + dx, y: view.y + dy })

function held({ scale, x, y }: View): View {
  const least = 1 - scale
  return { scale, x: Math.min(0, Math.max(least, x)), y: Math.min(0, Math.max(least, y)) }
}

/** Where in the picture (0..1) a point of the frame (0..1) lies. */
export const under = (view: View, px: number, py: number): { x: number; y: number } => ({ x: (px - view.x) / view.scale, y: (py - view.y) / view.scale })
