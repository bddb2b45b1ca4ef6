/** The administrator's page: the drop-box, consequences that failed, people and their devices. */
import { parts, type Go } from '../../router'
import { h } from '../../text/house'
import { Segmented } from '../../ui/Choice'
import { BuriedList } from './BuriedList'
import { DropBox } from './DropBox'
import { People } from './People'

const TABS = ['dropbox', 'buried', 'people'] as const

export function Keep({ path, go, rung }: { readonly path: string; readonly go: Go; readonly rung: number }) {
  const here = TABS.find((name) => name === parts(path)[2]) ?? 'dropbox'
  return (
    <div class="board">
      <div class="topbar"><h1 class="pagetitle">{h('keepTitle')}</h1></div>
      <div class="scroll">
        <div class="house">
          <Segmented label={h('keepTitle')} value={here} onChange={(name) => go(`/d/keep/${name}`)} options={TABS.map((name) => ({ value: name, label: h(`tab_${name}`) }))} />
          {here === 'dropbox' && <DropBox rung={rung} />}
          {here === 'buried' && <BuriedList />}
          {here === 'people' && <People path={path} go={go} />}
        </div>
      </div>
    </div>
  )
}
