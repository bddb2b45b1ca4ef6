/** What offices need: table, filters, the frame of a chart. */
import '../../style/office.css'
import { useState } from 'preact/hooks'
import { ChartFrame } from '../../ui/ChartFrame'
import { FilterBar } from '../../ui/FilterBar'
import { StatusChip } from '../../ui/Marks'
import { Section } from '../../ui/Surface'
import { Table, type Column } from '../../ui/Table'
import type { Status } from '../../wire/types.gen'

interface Row {
  readonly number: string
  readonly fault: string
  readonly status: Status
  readonly left: number
}

const ROWS: readonly Row[] = [
  { number: 'YQL-26111907', fault: '户内渗漏 / 天花板滴水', status: 'en_route', left: 22 },
  { number: 'YQL-26111931', fault: '水管爆裂', status: 'offered', left: 4 },
  { number: 'WTY-26111912', fault: '水龙头更换', status: 'on_hold', left: 270 },
]

const COLUMNS: readonly Column<Row>[] = [
  { key: 'number', title: '工单 Order', cell: (row) => <span class="num">{row.number}</span>, by: (row) => row.number },
  { key: 'fault', title: '故障 Fault', cell: (row) => row.fault, by: (row) => row.fault },
  { key: 'status', title: '状态 Status', cell: (row) => <StatusChip status={row.status} /> },
  { key: 'left', title: '剩余 Left', cell: (row) => row.left, by: (row) => row.left, end: true },
]

export function Office() {
  const [on, filter] = useState<ReadonlySet<string>>(new Set(['late']))
  const [selected, select] = useState<string | null>('YQL-26111907')
  return (
    <div class="office">
      <Section title="Office">
        <FilterBar label="Filters" on={on} onChange={filter} filters={[{ value: 'late', label: '超时 Late', count: 2 }, { value: 'soon', label: '将到期 Soon', count: 5 }, { value: 'ok', label: '按时 On time', count: 31 }]} />
        <Table label="Orders" rows={ROWS} columns={COLUMNS} keyOf={(row) => row.number} selected={selected} onOpen={(row) => select(row.number)} />
        <ChartFrame title="本周按时率 96 %，比上周高 2 个百分点" keys={[{ label: '按时 On time', tone: 'ok' }, { label: '超时 Late', tone: 'late' }]} rows={[['周一', '95 %'], ['周二', '97 %']]}>
          <svg viewBox="0 0 300 100" width="100%" height="160" preserveAspectRatio="none">
            {[72, 80, 78, 88, 91, 86, 94].map((high, n) => <rect key={n} x={n * 43 + 6} y={100 - high} width="28" height={high} rx="3" fill="var(--ok)" />)}
          </svg>
        </ChartFrame>
      </Section>
    </div>
  )
}
