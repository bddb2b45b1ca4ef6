/** Who is calling: premises found by unit, name or phone while typing; arrows and Enter choose. */
import { useEffect, useId, useState } from 'preact/hooks'
import { named } from '../../text'
import { d } from '../../text/dispatcher'
import { o } from '../../text/office'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { mapPin, search } from '../../ui/icons'
import { Skeleton } from '../../ui/Surface'
import { useFirstFocus } from '../../ui/useFirstFocus'
import { api } from '../../wire/client'
import type { PremisesHit } from '../../wire/edge'
import { useLoaded } from '../office/load'
import { Oops } from '../office/Oops'

const PAUSE_MS = 160

/** What was typed, once the fingers rest. */
function useRested(text: string): string {
  const [rested, rest] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => rest(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return rested
}

const place = (hit: PremisesHit): string => `${named({ zh: hit.community_zh, en: hit.community_en })} · ${hit.label}`

export function Premises({ place: chosen, onPick }: { readonly place: PremisesHit | null; readonly onPick: (place: PremisesHit | null) => void }) {
  const id = useId()
  const first = useFirstFocus<HTMLInputElement>(chosen === null)
  const [typed, type] = useState('')
  const [active, move] = useState(0)
  const q = useRested(typed.trim())
  const found = useLoaded(q === '' || chosen ? null : `premises ${q}`, (signal) =>
    api<{ items: readonly PremisesHit[] }>('GET', `/estate/premises?q=${encodeURIComponent(q)}`, undefined, { signal }).then((page) => page.items),
  )
  const hits = found.data ?? []
  if (chosen)
    return (
      <div class="picked">
        <Icon of={mapPin} />
        <span class="grow"><span class="tiny hint">{d('premisesPicked')}</span><br /><strong>{place(chosen)}</strong> <span class="small quiet num">{chosen.contact_masked}</span></span>
        <Button small kind="plain" onClick={() => onPick(null)}>{d('change')}</Button>
      </div>
    )
  const onKey = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by !== 0) move(Math.max(0, Math.min(hits.length - 1, active + by)))
    else if (event.key === 'Enter' && !event.ctrlKey) {
      const hit = typed.trim() === q ? hits[active] : undefined
      if (hit) onPick(hit)
    } else return
    event.preventDefault()
  }
  return (
    <div class="field picker">
      <label class="label" for={id}>{d('who')}</label>
      <div class="box">
        <span class="unit"><Icon of={search} size={20} /></span>
        <input id={id} ref={first} type="search" role="combobox" list={undefined} autocomplete="off" placeholder={d('premisesSearch')} aria-expanded={hits.length > 0} aria-controls={`${id}-list`} aria-activedescendant={hits.length > 0 ? `${id}-${active}` : undefined} value={typed} onInput={(event) => { type(event.currentTarget.value); move(0) }} onKeyDown={onKey} />
      </div>
      {found.busy && found.data === null && <Skeleton lines={2} label={o('loading')} />}
      <Oops problem={found.problem} onRetry={found.reload} />
      {found.data !== null && hits.length === 0 && <p class="nothing">{d('premisesNone', { q })}<br /><span class="small">{d('premisesNoneHint')}</span></p>}
      {hits.length > 0 && (
        <div class="options" role="listbox" id={`${id}-list`} aria-label={d('who')}>
          {hits.map((hit, n) => (
            <div key={hit.code} id={`${id}-${n}`} role="option" tabIndex={-1} aria-selected={n === active} data-active={n === active} onClick={() => onPick(hit)}>
              <span class="grow"><span class="strong">{place(hit)}</span><span class="small quiet num"> {hit.code}</span></span>
              <span class="small quiet num">{hit.contact_masked}</span>
              {hit.open.length > 0 && <span class="small tone-soon toned num">{hit.open.length} {d('ordersNear')}</span>}
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
