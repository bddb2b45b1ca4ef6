/** Beside the rows: the chosen visit with its promise and what speaks against it, and what giving it away would do. */
import { named } from '../../../text'
import { y } from '../../../text/day'
import { d } from '../../../text/dispatcher'
import { clock } from '../../../text/format'
import { Button, IconButton } from '../../../ui/Button'
import { mapPin, moveHorizontal, refreshCw, x } from '../../../ui/icons'
import { Chip, PriorityChip, StatusChip } from '../../../ui/Marks'
import { Banner, EmptyState, Skeleton } from '../../../ui/Surface'
import type { BoardRow, Consequence, DayRow, WhatIf } from '../../../wire/types.gen'
import type { Loaded } from '../../office/load'
import { Oops } from '../../office/Oops'
import type { Go } from '../../../router'
import { type Block } from './model'
import { Options } from './Options'
import { markWord } from './words'

export interface ChosenProps {
  readonly row: DayRow | null
  readonly block: Block | null
  readonly order: BoardRow | null
  readonly whatIf: Loaded<WhatIf>
  readonly zone: string
  readonly target: string | null
  readonly busy: string | null
  readonly carried: boolean
  readonly go: Go
  readonly onTake: () => void
  readonly onTarget: (technician: string | null) => void
  readonly onGive: (one: Consequence) => void
  readonly onClose: () => void
}

export function Chosen(props: ChosenProps) {
  const { row, block, order, zone } = props
  const what = block ?? order
  if (what === null) return <EmptyState icon={mapPin} title={y('pick')}>{y('pickHint')}</EmptyState>
  const number = what.number
  const name = block ? named(block) : order ? named({ zh: order.fault_zh, en: order.fault_en }) : ''
  return (
    <div class="details">
      <header>
        <div class="row">
          <span class="grow num small quiet cut">{number} · {what.community} · {what.label}</span>
          <IconButton icon={x} label={y('close')} onClick={props.onClose} />
        </div>
        <h2>{name}</h2>
        <div class="row wrap">
          <StatusChip status={what.status} />
          <PriorityChip priority={what.priority} />
          {row && <Chip tone="plain">{row.code}</Chip>}
        </div>
        {block && <Facts block={block} zone={zone} />}
        <div class="row wrap">
          {(block === null || block.movable) && <Button small icon={moveHorizontal} onClick={props.onTake}>{y('take')}</Button>}
          <Button small onClick={() => props.go(`/d?order=${block ? block.work_order_id : order?.id}`)}>{y('open')}</Button>
        </div>
        {block && !block.movable && !block.done && <p class="small hint">{block.leads ? y('locked') : y('goesAlong')}</p>}
        {props.carried && <Banner tone="info" live title={y('moving', { number })}>{y('movingHint')}</Banner>}
      </header>
      <div class="scroll">{(block === null || block.movable) && <Choices {...props} />}</div>
    </div>
  )
}

function Facts({ block, zone }: { readonly block: Block; readonly zone: string }) {
  return (
    <ul class="effects">
      <li class="small">{y('visit', { start: clock(block.start, zone), finish: clock(block.finish, zone) })}</li>
      {block.due_at && <li class="small">{y('due', { time: clock(block.due_at, zone) })}</li>}
      {block.window_start && block.window_end && <li class="small">{y('window', { from: clock(block.window_start, zone), until: clock(block.window_end, zone) })}</li>}
      {block.quiet && <li class="small">{y('quietHours', { from: clock(block.quiet[0], zone), until: clock(block.quiet[1], zone) })}</li>}
      {block.marks.map((mark) => <li key={mark} class="small strong tone-late">{markWord(mark, block)}</li>)}
    </ul>
  )
}

function Choices({ whatIf, zone, target, busy, onTarget, onGive }: ChosenProps) {
  const { data, problem, reload } = whatIf
  if (data === null) return problem === null ? <Skeleton lines={8} label={y('asking')} /> : <Oops problem={problem} onRetry={reload} />
  return (
    <section class="stack">
      <h3 class="row"><span class="grow">{y('giveTo')}</span><IconButton icon={refreshCw} label={y('reload')} onClick={reload} /></h3>
      {data.items.length === 0 && <p class="small quiet">{d('nobody')}</p>}
      <Options whatIf={data} zone={zone} target={target} busy={busy} onTarget={onTarget} onGive={onGive} />
      <p class="tiny hint">{y('sequence')}</p>
    </section>
  )
}
