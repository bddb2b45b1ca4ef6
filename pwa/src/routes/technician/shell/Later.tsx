/** A page in its own chunk: the shape of a page until it is there, a way to try again where it cannot be had. */
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { c } from '../../../text/common'
import { Button } from '../../../ui/Button'
import { Banner, Skeleton } from '../../../ui/Surface'

export type Load<P> = () => Promise<ComponentType<P>>

export function later<P extends object>(load: Load<P>): ComponentType<P> & { readonly load: Load<P> } {
  let known: ComponentType<P> | null = null
  const once: Load<P> = async () => (known ??= await load())
  function Later(props: P) {
    const [page, show] = useState<{ Page: ComponentType<P> } | 'failed' | null>(known && { Page: known })
    const [round, again] = useState(0)
    useEffect(() => {
      let here = true
      if (page === null || page === 'failed') once().then((Page) => here && show({ Page }), () => here && show('failed'))
      return () => {
        here = false
      }
    }, [round])
    if (page === 'failed') return <main style={{ padding: 'var(--s4)' }}><Banner tone="offline" title={c('networkGone')} action={<Button onClick={() => again(round + 1)}>{c('retry')}</Button>} /></main>
    if (page === null) return <main style={{ padding: 'var(--s6) var(--s4)' }}><Skeleton label={c('loading')} lines={6} /></main>
    return <page.Page {...props} />
  }
  return Object.assign(Later, { load: once })
}
