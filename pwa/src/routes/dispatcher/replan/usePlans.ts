/** Asking for a plan, which may take a while and may be left; and settling one. A plan asked for elsewhere is noticed. */
import { useEffect, useState } from 'preact/hooks'
import { api } from '../../../wire/client'
import { live } from '../../../engine/live'
import { p } from '../../../text/planning'
import { toast } from '../../../ui/Toast'
import { useAll } from '../../../ui/useLive'
import type { Applied, PlanView, Plans } from '../../../wire/types.gen'
import { useLoaded } from '../../office/load'

interface Asking {
  readonly since: number
}

/** Beyond one screen: whoever leaves and comes back still sees that a plan is being made. */
const asking = live<Asking | null>(null)
const failure = live<unknown>(null)

export function usePlans() {
  const plans = useLoaded('plans', (signal) => api<Plans>('GET', '/plans', undefined, { signal }))
  const under = useAll(asking)
  const failed = useAll(failure)
  const [busy, work] = useState<'apply' | 'drop' | null>(null)
  const [problem, fail] = useState<unknown>(null)
  const [applied, tell] = useState<Applied | null>(null)
  useEffect(() => {
    if (under === null) plans.reload()
  }, [under === null])
  const settle = async (what: 'apply' | 'drop', id: string, only: readonly string[] | null): Promise<void> => {
    work(what)
    fail(null)
    try {
      if (what === 'apply') {
        const answer = await api<Applied>('POST', `/plans/${id}/apply`, { only })
        tell(answer)
        toast(p('applied', { n: answer.made.length }))
      } else {
        await api<PlanView>('POST', `/plans/${id}/drop`)
        toast(p('droppedToast'))
      }
    } catch (why) {
      fail(why)
    } finally {
      work(null)
      plans.reload()
    }
  }
  return {
    plans, busy, applied,
    problem: problem ?? failed,
    asking: under,
    ask: (): void => {
      if (asking.get() !== null) return
      tell(null)
      fail(null)
      failure.set(null)
      asking.set({ since: Date.now() })
      api<PlanView>('POST', '/plans').then(
        () => asking.set(null),
        (why: unknown) => {
          failure.set(why)
          asking.set(null)
        },
      )
    },
    apply: (id: string, only: readonly string[] | null): void => void settle('apply', id, only),
    drop: (id: string): void => void settle('drop', id, null),
  }
}
