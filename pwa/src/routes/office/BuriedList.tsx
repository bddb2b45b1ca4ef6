/** Consequences that failed again and again: which, why, and once more. */
import { useState } from 'preact/hooks'
import { when } from '../../text/format'
import { h } from '../../text/house'
import { o } from '../../text/office'
import { Button } from '../../ui/Button'
import { circleCheck, rotateCcw } from '../../ui/icons'
import { Card, EmptyState, Section, Skeleton } from '../../ui/Surface'
import { Table, type Column } from '../../ui/Table'
import { toast } from '../../ui/Toast'
import { useNow } from '../../ui/useNow'
import type { Buried } from '../../wire/types.gen'
import { readBuried, retryBuried } from './house'
import { useLoaded } from './load'
import { Oops } from './Oops'
import { useZone } from './zone'

export function BuriedList() {
  const now = useNow(60_000)
  const zone = useZone()
  const loaded = useLoaded('buried', readBuried)
  const [problem, fail] = useState<unknown>(null)
  const again = (n: readonly number[]): void => void retryBuried(n).then((rows) => (toast(h('buriedAgain')), loaded.put(rows)), fail)
  if (loaded.data === null) return loaded.problem === null ? <Skeleton lines={4} label={o('loading')} /> : <Oops problem={loaded.problem} onRetry={loaded.reload} />
  const columns: Column<Buried>[] = [
    { key: 'what', title: h('buriedWhat'), by: (row) => row.name, cell: (row) => <span class="strong">{row.name}</span> },
    { key: 'scope', title: h('buriedScope'), cell: (row) => <span class="small num">{row.scope}</span> },
    { key: 'why', title: h('buriedWhy'), cell: (row) => <span class="small">{row.error}</span> },
    { key: 'at', title: h('buriedAt'), by: (row) => row.buried_at, cell: (row) => <span class="small quiet nowrap num">{when(row.buried_at, now, zone)}</span> },
    { key: 'again', title: '', end: true, cell: (row) => <Button small icon={rotateCcw} onClick={() => again([row.n])}>{h('buriedRetry')}</Button> },
  ]
  return (
    <Section title={h('buried')} aside={loaded.data.length > 0 ? loaded.data.length : undefined}>
      <Oops problem={problem} />
      {loaded.data.length > 1 && <div><Button icon={rotateCcw} onClick={() => again([])}>{h('buriedAll')}</Button></div>}
      <Table label={h('buried')} rows={loaded.data} columns={columns} keyOf={(row) => String(row.n)} empty={<Card><EmptyState icon={circleCheck} title={h('buriedNone')}>{h('buriedNoneHint')}</EmptyState></Card>} />
    </Section>
  )
}
