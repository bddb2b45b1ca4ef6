/** Technicians as rows, the day as columns: ways and visits, shifts, breaks, quiet hours, and where an order would go. */
import type { RefObject } from 'preact'
import { memo } from './memo'
import { named, wordFor } from '../../../text'
import { certificates, statuses } from '../../../text/common'
import { y } from '../../../text/day'
import { d } from '../../../text/dispatcher'
import { clock, listed } from '../../../text/format'
import { Icon } from '../../../ui/Icon'
import { shieldAlert, circleCheck, navigation, pause, timer, triangleAlert, wrench } from '../../../ui/icons'
import type { Consequence, DayRow } from '../../../wire/types.gen'
import { fitOf, lanes, type Block, type Fit, type Scale } from './model'
import type { Carried } from './useDrag'
import { markWord } from './words'

export interface GanttProps {
  readonly rows: readonly DayRow[]
  readonly scale: Scale
  readonly now: number
  readonly zone: string
  readonly selected: string | null
  /** What giving the carried order to each would mean; empty while nothing is carried. */
  readonly fits: ReadonlyMap<string, Consequence>
  readonly target: string | null
  readonly box: RefObject<HTMLDivElement | null>
  readonly onSelect: (order: string) => void
  readonly onPress: (event: PointerEvent, what: Carried) => void
}

const LINE = 46

export function Gantt({ rows, scale, now, zone, selected, fits, target, box, onSelect, onPress }: GanttProps) {
  return (
    <div class="tl-scroll" ref={box} tabIndex={-1}>
      <div class="tl-inner" style={{ '--width': `${scale.width}px`, '--hour': `${scale.width / scale.hours.length}px` }} role="grid" aria-label={y('title')} aria-rowcount={rows.length}>
        <div class="tl-head" aria-hidden="true">
          <span class="tl-name">{y('rows', { n: rows.length })}</span>
          <div class="tl-hours">
            {scale.hours.map((hour) => <span key={hour} class="tiny num" style={{ left: `${scale.x(hour)}px` }}>{clock(hour, zone)}</span>)}
            <span class="tl-clock tiny num" style={{ left: `${scale.x(now)}px` }}>{clock(now, zone)}</span>
          </div>
        </div>
        {rows.map((row) => (
          <Row
            key={row.technician_id}
            row={row}
            scale={scale}
            zone={zone}
            selected={row.blocks.some((block) => block.work_order_id === selected) ? selected : null}
            fit={fits.get(row.technician_id) ?? null}
            over={target === row.technician_id}
            onSelect={onSelect}
            onPress={onPress}
          />
        ))}
        <div class="tl-now" style={{ '--at': `${scale.x(now)}px` }} aria-hidden="true" />
      </div>
    </div>
  )
}

interface RowProps {
  readonly row: DayRow
  readonly scale: Scale
  readonly zone: string
  readonly selected: string | null
  readonly fit: Consequence | null
  readonly over: boolean
  readonly onSelect: (order: string) => void
  readonly onPress: (event: PointerEvent, what: Carried) => void
}

const Row = memo(function Row({ row, scale, zone, selected, fit, over, onSelect, onPress }: RowProps) {
  const { lane, count } = lanes(row.blocks)
  const tint: Fit | undefined = fit === null ? undefined : fitOf(fit)
  return (
    <div class={over ? 'tl-row over' : 'tl-row'} role="row" data-technician={row.technician_id} data-fit={tint} style={{ '--lines': count }}>
      <div class="tl-name" role="rowheader">
        <span class="row">
          <strong class="num cut">{row.code}</strong>
          {row.lapsing.length > 0 && <span class="tone-late toned" title={lapseWords(row)}><Icon of={shieldAlert} size={16} label={lapseWords(row)} /></span>}
        </span>
        <span class="tiny quiet cut">{stateWord(row, zone)}</span>
      </div>
      <div class="tl-track" role="gridcell">
        <OffShift row={row} scale={scale} />
        {row.break_until && <span class="tl-break" style={spanOf(scale, scale.x(Date.now()), scale.x(row.break_until))} title={y('breakUntil', { time: clock(row.break_until, zone) })}><Icon of={pause} size={16} /></span>}
        {row.blocks.map((block, n) => (
          <Visit key={block.work_order_id} block={block} row={row} top={(lane[n] ?? 0) * LINE} scale={scale} zone={zone} selected={block.work_order_id === selected} onSelect={onSelect} onPress={onPress} />
        ))}
        {over && fit && <span class="tl-block ghost" data-fit={tint} style={{ ...spanOf(scale, scale.x(fit.block.start), scale.x(fit.block.finish)), top: '4px' }} />}
      </div>
    </div>
  )
})

const spanOf = (_: Scale, from: number, to: number): { left: string; width: string } => ({ left: `${from}px`, width: `${Math.max(2, to - from)}px` })

function OffShift({ row, scale }: { readonly row: DayRow; readonly scale: Scale }) {
  const [from, to] = row.shift === null ? [scale.width, scale.width] : [scale.x(row.shift[0]), scale.x(row.shift[1])]
  return (
    <>
      {from > 0 && <span class="tl-off" style={spanOf(scale, 0, from)} />}
      {to < scale.width && row.shift !== null && <span class="tl-off" style={spanOf(scale, to, scale.width)} />}
    </>
  )
}

interface VisitProps {
  readonly block: Block
  readonly row: DayRow
  readonly top: number
  readonly scale: Scale
  readonly zone: string
  readonly selected: boolean
  readonly onSelect: (order: string) => void
  readonly onPress: (event: PointerEvent, what: Carried) => void
}

function Visit({ block, row, top, scale, zone, selected, onSelect, onPress }: VisitProps) {
  const trouble = block.marks.length > 0
  const x = scale.x(block.start)
  const icon = block.done ? circleCheck : trouble ? triangleAlert : block.status === 'en_route' ? navigation : block.status === 'offered' ? timer : block.movable ? null : wrench
  const what = { order: block.work_order_id, number: block.number, from: row.technician_id }
  const classes = ['tl-block', `prio-${block.priority}`, block.done && 'done', trouble && !block.done && 'trouble', block.status === 'offered' && 'asked', block.movable && 'movable', !block.leads && 'mate', selected && 'selected']
  return (
    <>
      {block.travel_s > 0 && !block.done && <span class="tl-way" style={{ ...spanOf(scale, scale.x(block.leave), x), top: `${top + 4}px` }} />}
      {block.quiet && <span class="tl-quiet" style={spanOf(scale, scale.x(block.quiet[0]), scale.x(block.quiet[1]))} title={y('quietHours', { from: clock(block.quiet[0], zone), until: clock(block.quiet[1], zone) })} />}
      {selected && block.due_at && <span class="tl-due" style={{ left: `${scale.x(block.due_at)}px` }} title={y('due', { time: clock(block.due_at, zone) })} />}
      <button
        type="button"
        class={classes.filter(Boolean).join(' ')}
        style={{ ...spanOf(scale, x, scale.x(block.finish)), top: `${top + 4}px` }}
        data-order={block.work_order_id}
        tabIndex={selected ? 0 : -1}
        aria-pressed={selected}
        aria-label={said(block, row, zone)}
        title={said(block, row, zone)}
        onPointerDown={(event) => block.movable && onPress(event, what)}
        onClick={() => onSelect(block.work_order_id)}
      >
        {icon && <Icon of={icon} size={16} />}
        <span class="cut">{(block.priority === 'P0' || block.priority === 'P1') && <b class="num">{block.priority} </b>}{named(block)}</span>
        <span class="tiny cut">{block.label}</span>
      </button>
    </>
  )
}

/** One visit as a sentence, for whoever hears the screen, and for the tooltip. */
export function said(block: Block, row: Pick<DayRow, 'code'>, zone: string): string {
  const times = `${clock(block.start, zone)}–${clock(block.finish, zone)}`
  const marks = block.marks.map((mark) => markWord(mark, block))
  const how = block.done ? y('done') : block.leads ? (block.movable ? y('movable') : y('locked')) : y('goesAlong')
  return listed([`${block.number} ${named(block)}`, block.label, row.code, times, wordFor(statuses, block.status), how, ...marks])
}

export function stateWord(row: DayRow, zone: string): string {
  const state = d(`state_${row.state}` as Parameters<typeof d>[0])
  const shift = row.shift === null ? y('noShift') : row.state === 'off' ? y('shift', { from: clock(row.shift[0], zone), until: clock(row.shift[1], zone) }) : y('until', { time: clock(row.shift[1], zone) })
  return [state, shift, row.on_hold > 0 ? y('onHold', { n: row.on_hold }) : ''].filter(Boolean).join(' · ')
}

export function lapseWords(row: DayRow): string {
  return listed(row.lapsing.map((one) => y(Date.parse(one.at) <= Date.now() ? 'lapsed' : 'lapsing', { code: wordFor(certificates, one.code), day: one.at.slice(0, 10) })))
}
