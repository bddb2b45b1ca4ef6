/** The work of the timeline: what it shows, what a move would do, and the drop, which never overwrites somebody else's. */
import { useEffect, useState } from 'preact/hooks'
import { api } from '../../../wire/client'
import { wordFor } from '../../../text'
import { statuses } from '../../../text/common'
import { y } from '../../../text/day'
import { toast } from '../../../ui/Toast'
import { useAll } from '../../../ui/useLive'
import type { Agenda, Consequence, WhatIf } from '../../../wire/types.gen'
import { isStale, offerByHand } from '../asking'
import { useLoaded } from '../../office/load'
import type { OpenBoard } from '../store'

const REST_MS = 1200
const AGAIN_MS = 60_000

/** The agenda, read anew when the board says that something moved, and once a minute. */
export function useAgenda(board: OpenBoard) {
  const agenda = useLoaded('agenda', (signal) => api<Agenda>('GET', '/agenda', undefined, { signal }))
  const { orders, connected } = useAll(board.state)
  const [first, met] = useState(true)
  useEffect(() => {
    if (first) return met(false)
    const soon = setTimeout(agenda.reload, REST_MS)
    return () => clearTimeout(soon)
  }, [orders, connected])
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && agenda.reload(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [])
  return agenda
}

export const useWhatIf = (order: string | null, version: number) =>
  useLoaded(order === null ? null : `what ${order} ${version}`, (signal) => api<WhatIf>('GET', `/work-orders/${encodeURIComponent(order ?? '')}/what-if`, undefined, { signal }))

export interface Dropping {
  readonly busy: string | null
  readonly problem: unknown
  /** Somebody else was quicker: what the order is now, in words. */
  readonly overtaken: string | null
  readonly asked: Consequence | null
  readonly give: (one: Consequence, reason?: string) => void
  /** No reason is given after all. */
  readonly leave: () => void
  readonly forget: () => void
}

/** The drop. It names the version that the consequences were worked out for; a later one is shown and not overwritten. */
export function useDropping(board: OpenBoard, whatIf: WhatIf | null, done: () => void): Dropping {
  const [busy, work] = useState<string | null>(null)
  const [problem, fail] = useState<unknown>(null)
  const [overtaken, overtake] = useState<string | null>(null)
  const [held, hold] = useState<{ readonly one: Consequence; readonly from: WhatIf } | null>(null)
  const send = async (one: Consequence, from: WhatIf, reason: string): Promise<void> => {
    work(one.technician_id)
    fail(null)
    overtake(null)
    try {
      await offerByHand(from.work_order_id, one.technician_id, from.version, reason)
      toast(y('dropped', { number: from.number, who: one.code }))
    } catch (why) {
      if (isStale(why)) {
        await board.refresh()
        const row = board.state.get().orders.get(from.work_order_id)
        overtake(y('changed', { number: from.number, now: row ? `${wordFor(statuses, row.status)} · ${row.technician ?? y('nobodyYet')}` : '—' }))
      } else fail(why)
    } finally {
      work(null)
      done()
    }
  }
  return {
    busy, problem, overtaken,
    asked: held?.one ?? null,
    give: (one, reason = '') => {
      const from = held?.one === one ? held.from : whatIf // a reason is given for what was seen, not for what came while it was written
      if (one.legal || busy !== null || from === null) return
      if (one.against.length > 0 && reason === '') return hold({ one, from })
      hold(null)
      void send(one, from, reason)
    },
    leave: () => hold(null),
    forget: () => {
      fail(null)
      overtake(null)
    },
  }
}
