/** What the marks on the map mean: shapes first, colours only repeat them. */
import { d } from '../../text/dispatcher'
import { SHAPE } from '../office/health'

export function Legend({ plain, noPlan }: { readonly plain: boolean; readonly noPlan: boolean }) {
  return (
    <div class="legend tiny" aria-label={d('legend')} role="note">
      <span class="tone-ok">{SHAPE.ok} <i>{d('legendOk')}</i></span>
      <span class="tone-soon">{SHAPE.soon} <i>{d('legendSoon')}</i></span>
      <span class="tone-late">{SHAPE.late} <i>{d('legendLate')}</i></span>
      <span><b class="mini" /> <i>{d('legendPeople')}</i></span>
      <span><b class="mini faded" /> <i>{d('legendStale')}</i></span>
      {plain && <span class="hint">{d('svgMap')}</span>}
      {noPlan && <span class="hint">{d('planMissing')}</span>}
    </div>
  )
}
