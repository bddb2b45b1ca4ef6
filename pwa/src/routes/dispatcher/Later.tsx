/** A screen that is fetched when somebody opens it: the board does not wait for what is not on it. */
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { c } from '../../text/common'
import { o } from '../../text/office'
import { Button } from '../../ui/Button'
import { Banner, Skeleton } from '../../ui/Surface'
import type { BoardProps } from './Board'

type Screen = ComponentType<BoardProps>

export function Later({ load, ...props }: BoardProps & { readonly load: () => Promise<{ default: Screen }> }) {
  const [got, get] = useState<{ Screen: Screen } | 'failed' | null>(null)
  const fetch = (): void => {
    get(null)
    load().then((module) => get({ Screen: module.default }), () => get('failed'))
  }
  useEffect(fetch, [])
  if (got === 'failed') return <div class="pad16"><Banner tone="offline" title={c('networkGone')} action={<Button onClick={fetch}>{c('retry')}</Button>} /></div>
  if (got === null) return <div class="pad16"><Skeleton label={o('loading')} lines={10} /></div>
  return <got.Screen {...props} />
}
