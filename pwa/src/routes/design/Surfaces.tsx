/** Cards, lists, chips, SLA, sync marks, banners, timeline, empty and loading. */
import { useState } from 'preact/hooks'
import type { Status } from '../../wire/types.gen'
import { hardHat, refreshCw, wifiOff } from '../../ui/icons'
import { Line, List } from '../../ui/List'
import { Avatar, ChecklistRow, Chip, Meter, PriorityChip, StatusChip, SyncBadge, type SyncMark } from '../../ui/Marks'
import { MoneyLines } from '../../ui/Money'
import { SlaRing } from '../../ui/SlaRing'
import { Banner, Card, EmptyState, Section, Skeleton, type Tone } from '../../ui/Surface'
import { Strip } from '../../ui/Strip'
import { Timeline } from '../../ui/Timeline'

const STATUSES: readonly Status[] = ['reported', 'triaged', 'offered', 'accepted', 'en_route', 'arrived', 'in_progress', 'on_hold', 'work_done', 'signed', 'pending_evidence', 'in_review', 'rework', 'completed', 'closed', 'cancelled', 'declined', 'merged']
const MARKS: readonly SyncMark[] = ['waiting', 'sending', 'sent', 'confirmed', 'held', 'parked']
const TONES: readonly Tone[] = ['ok', 'info', 'soon', 'late', 'offline']
const MIN = 60_000

export function Surfaces() {
  const [done, tick] = useState(true)
  const now = Date.now()
  return (
    <Section title="Surfaces and marks">
      <div class="row wrap">{STATUSES.map((status) => <StatusChip key={status} status={status} />)}</div>
      <div class="row wrap">{(['P0', 'P1', 'P2', 'P3'] as const).map((one) => <PriorityChip key={one} priority={one} />)}<Chip tone="plain">plain</Chip></div>
      <div class="specimens">
        <Card>
          <div class="stack">
            <SlaRing clock={{ due: now + 45 * MIN, start: now - 15 * MIN }} name="到场 Arrive" />
            <SlaRing clock={{ due: now + 9 * MIN, start: now - 51 * MIN }} name="到场 Arrive" />
            <SlaRing clock={{ due: now - 12 * MIN, start: now - 72 * MIN }} name="到场 Arrive" />
            <SlaRing clock={{ due: now + 12 * MIN, start: now - 72 * MIN, met: now - 3 * MIN }} name="到场 Arrive" />
            <SlaRing clock={{ due: now + 600 * MIN, start: now - 72 * MIN, pausedSince: now - MIN }} name="修复 Fix" />
            <SlaRing size="small" clock={{ due: now + 9 * MIN, start: now - 51 * MIN }} />
          </div>
        </Card>
        <Card>
          <div class="stack">
            {MARKS.map((mark) => <SyncBadge key={mark} state={mark} words />)}
            <Meter part={0.8} tone="soon" label="¥160 / ¥200" />
            <div class="row"><Avatar name="T-PLB-03" /><Avatar name="张阿姨" /><Avatar name="Anna Wu" large /></div>
          </div>
        </Card>
        <div class="stack">
          <Strip tone="ok" icon={refreshCw} text="全部送达 09:41" onClick={() => undefined} />
          <Strip tone="offline" icon={wifiOff} text="离线 · 3 条更新待发送" onClick={() => undefined} />
          <Strip tone="info" icon={refreshCw} text="正在同步 2 / 7" part={2 / 7} />
          {TONES.map((tone) => <Banner key={tone} tone={tone} title={tone}>发生了什么，保留了什么，可以做什么。</Banner>)}
        </div>
        <div class="stack">
          <ul class="list">
            <li><ChecklistRow label="穿鞋套，铺垫布" done={done} waiting onToggle={tick} /></li>
            <li><ChecklistRow label="关闭入户水阀" done={!done} note="选填" onToggle={(next) => tick(!next)} /></li>
          </ul>
          <List items={['5栋1单元0803', '3栋2单元1201']} keyOf={(one) => one} line={(one) => <Line onClick={() => undefined} after={<SyncBadge state="confirmed" />}>{one}</Line>} />
        </div>
        <Card>
          <Timeline items={[{ id: '1', title: '已报修 Reported', at: '今天 09:02', state: 'done' }, { id: '2', title: '前往中 On the way', at: '09:41', detail: '约 14:20 到', state: 'now' }, { id: '3', title: '完工 Done', state: 'todo' }]} />
        </Card>
        <Card><MoneyLines currency="CNY" total={15_750} lines={[{ id: 'a', name: '1/2寸角阀', detail: '2 个 × ¥18.00', fen: 3600 }, { id: 'b', name: '生料带', detail: '1 卷 × ¥1.50', fen: 150 }, { id: 'c', name: '人工 Labour', fen: 12_000 }]} /></Card>
        <Card><EmptyState icon={hardHat} title="现在没有工单">有新派单时会出现在这里，并会响铃。</EmptyState></Card>
        <Card><Skeleton label="Loading" lines={5} /></Card>
      </div>
    </Section>
  )
}
