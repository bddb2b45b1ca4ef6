/** The authority left on this order, as it stands on this phone. Effects: reads what the phone keeps. */
import { useMemo } from 'preact/hooks'
import type { PhoneView } from '../../../engine/model'
import { keptAllowance } from '../../../platform/allowance'
import { useNow } from '../../../ui/useNow'
import { usePhone } from '../phone'
import { besides, spending, type Spending } from './limit'

export function useSpending(view: PhoneView): Spending {
  const views = usePhone((state) => state.orders)
  const me = usePhone((state) => state.me.id)
  const touched = usePhone((state) => state.sync.lastOk)
  const now = useNow(60_000)
  return useMemo(() => spending(view.shown, besides(views, view.shown.order.id), keptAllowance(me), now), [views, view, me, touched, now])
}
