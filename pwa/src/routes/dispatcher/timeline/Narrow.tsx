/** The day on a phone: a list for each technician; a visit opens as a sheet with what giving it away would do. */
import type { ComponentChildren } from 'preact'
import { named } from '../../../text'
import { y } from '../../../text/day'
import { clock, listed } from '../../../text/format'
import { o } from '../../../text/office'
import { users } from '../../../ui/icons'
import { StatusChip } from '../../../ui/Marks'
import { Sheet } from '../../../ui/Overlay'
import { EmptyState } from '../../../ui/Surface'
import type { BoardRow, DayRow } from '../../../wire/types.gen'
import { lapseWords, stateWord } from './Gantt'
import { markWord } from './words'
import { Waiting } from './Waiting'

export interface NarrowProps {
  readonly rows: readonly DayRow[]
  readonly waiting: readonly BoardRow[]
  readonly zone: string
  readonly now: number
  readonly selected: string | null
  readonly chosen: ComponentChildren
  readonly onSelect: (order: string) => void
  readonly onClose: () => void
}

export function Narrow({ rows, waiting, zone, now, selected, chosen, onSelect, onClose }: NarrowProps) {
  return (
    <div class="scroll tl-narrow">
      {waiting.length > 0 && <section><Waiting rows={waiting} now={now} selected={selected} onSelect={onSelect} /></section>}
      {rows.length === 0 && <EmptyState icon={users} title={y('noRows')}>{y('noRowsHint')}</EmptyState>}
      {[...rows].sort((a, b) => Number(b.blocks.length > 0) - Number(a.blocks.length > 0)).map((row) => (
        <section key={row.technician_id} aria-label={row.code}>
          <h2 class="row"><span class="grow num">{row.code}</span>{row.blocks.length > 0 && <span class="small hint num">{y('ahead', { n: row.blocks.filter((block) => !block.done).length })}</span>}</h2>
          <p class="small quiet">{stateWord(row, zone)}</p>
          {row.lapsing.length > 0 && <p class="small tone-late toned">{lapseWords(row)}</p>}
          <ol class="tl-visits">
            {row.blocks.map((block) => (
              <li key={block.work_order_id} class={block.done ? 'done' : undefined}>
                <button type="button" class={block.marks.length > 0 && !block.done ? 'tl-visit trouble' : 'tl-visit'} onClick={() => onSelect(block.work_order_id)}>
                  <span class="num small when">{clock(block.start, zone)}<br />{clock(block.finish, zone)}</span>
                  <span class="what">
                    <span class="strong">{named(block)}</span>
                    <span class="row wrap"><span class="small quiet">{block.community} · {block.label}</span><StatusChip status={block.status} /></span>
                    {block.marks.length > 0 && <span class="small tone-late toned">{listed(block.marks.map((mark) => markWord(mark, block)))}</span>}
                  </span>
                </button>
              </li>
            ))}
          </ol>
        </section>
      ))}
      {selected !== null && <Sheet title={o('dossier')} onClose={onClose}>{chosen}</Sheet>}
    </div>
  )
}
