/**
 * Approving many one after the other, each on the version that was just read: whatever may not be approved stays.
 *
 * Effects  the wire.
 */
import { api } from '../../wire/client'
import type { Dossier, ReviewItem } from '../../wire/edge'
import { awaits } from './model'

export interface Together {
  readonly done: number
  readonly left: number
}

export async function approveAll(items: readonly ReviewItem[]): Promise<Together> {
  let done = 0
  for (const item of items) if (await approved(item.id)) done += 1
  return { done, left: items.length - done }
}

async function approved(id: string): Promise<boolean> {
  try {
    const { detail, photos } = await api<Dossier>('GET', `/work-orders/${id}`)
    if (awaits(photos) || detail.order.status !== 'in_review') return false
    await api('POST', `/work-orders/${id}/intents`, { version: detail.order.version, intent: { intent: 'approve' } })
    return true
  } catch {
    return false // it stays in the queue, where its problem is told when it is opened
  }
}
