/** The shots that the procedure names, what is missing of each, and which one the next picture is. */
import { wordFor } from '../../../text'
import { shotNames } from '../../../text/evidence'
import { p } from '../../../text/proof'
import { Icon } from '../../../ui/Icon'
import { check } from '../../../ui/icons'
import type { Wanted } from './plan'

export function ShotRow({ row, shot, onChoose }: { readonly row: readonly Wanted[]; readonly shot: string; readonly onChoose: (shot: string) => void }) {
  return (
    <div class="shotrow" role="radiogroup" aria-label={p('shotsLabel')}>
      {row.map((one) => {
        const name = wordFor(shotNames, one.shot)
        const done = one.have > 0 && one.have >= one.need
        return (
          <button key={one.shot} type="button" role="radio" aria-checked={one.shot === shot} class={done ? 'shotname done' : 'shotname'} onClick={() => onChoose(one.shot)}>
            {done && <Icon of={check} size={16} />}
            <span class="num">{one.need === 0 && one.have === 0 ? p('shotExtra', { name }) : p('shotOf', { name, n: one.have, need: Math.max(1, one.need) })}</span>
          </button>
        )
      })}
    </div>
  )
}
