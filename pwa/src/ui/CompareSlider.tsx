/** Before and after in one frame: drag, or arrow keys; a range input underneath carries both. */
import { useState } from 'preact/hooks'
import './controls.css'
import './evidence.css'
import { c } from '../text/common'
import { Icon } from './Icon'
import { moveHorizontal } from './icons'

export interface CompareProps {
  before: string
  after: string
  /** 0 shows only after, 100 only before. */
  start?: number
}

export function CompareSlider({ before, after, start = 50 }: CompareProps) {
  const [at, move] = useState(start)
  return (
    <div class="compare" style={{ '--at': `${at}%` }}>
      <img src={before} alt={c('before')} />
      <img src={after} alt={c('after')} class="over" />
      <span class="bar"><Icon of={moveHorizontal} /></span>
      <span class="tag" style={{ left: '8px' }}>{c('before')}</span>
      <span class="tag" style={{ right: '8px' }}>{c('after')}</span>
      <input type="range" min={0} max={100} value={at} aria-label={c('compare')} aria-valuetext={c('compareAt', { n: 100 - at })} onInput={(event) => move(Number(event.currentTarget.value))} />
    </div>
  )
}
