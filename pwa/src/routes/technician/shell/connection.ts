/** The strip under every title: what the connection and the queue are, as words. Pure but for the language. */
import type { PhoneState } from '../../../engine/model'
import { clock } from '../../../text/format'
import type { IconNode } from '../../../ui/Icon'
import { checkCheck, cloudOff, keyRound, refreshCw, wifiOff } from '../../../ui/icons'
import type { Tone } from '../../../ui/Surface'
import { w } from './words'

export interface Connection {
  readonly tone: Tone
  readonly icon: IconNode
  readonly text: string
  readonly part: number | null
}

export function connection(state: Pick<PhoneState, 'outbox' | 'photosWaiting' | 'sync'>): Connection {
  const { sync } = state
  const waiting = state.outbox.filter((one) => one.state === 'waiting' || one.state === 'sending').length
  const parked = state.outbox.filter((one) => one.state === 'parked' && one.resolution === null).length
  const owed = [
    waiting > 0 ? w('stripWaiting', { n: waiting }) : '',
    state.photosWaiting.count > 0 ? w('stripPhotos', { n: state.photosWaiting.count }) : '',
    parked > 0 ? w('stripParked', { n: parked }) : '',
  ].filter(Boolean)
  const said = (lead: string): string => [lead, ...owed].join(' · ')
  if (sync.error === 'device_revoked') return { tone: 'late', icon: keyRound, text: w('stripRevoked'), part: null }
  switch (sync.phase) {
    case 'offline':
      return { tone: 'offline', icon: wifiOff, text: owed.length > 0 || sync.lastOk === null ? said(w('stripOffline')) : `${w('stripOffline')} · ${w('stripAllSent', { at: clock(sync.lastOk) })}`, part: null }
    case 'trouble':
      return { tone: 'offline', icon: cloudOff, text: said(w('stripTrouble')), part: null }
    case 'needs_login':
      return { tone: 'soon', icon: keyRound, text: said(w('stripLogin')), part: null }
    case 'syncing':
      if (sync.total > 0) return { tone: 'info', icon: refreshCw, text: w('stripSyncing', { done: sync.done, total: sync.total }), part: sync.done / sync.total }
      break
    case 'idle':
      break
  }
  if (owed.length > 0) return { tone: waiting + state.photosWaiting.count > 0 ? 'offline' : 'soon', icon: refreshCw, text: owed.join(' · '), part: null }
  if (sync.lastOk === null) return { tone: 'plain', icon: cloudOff, text: w('stripNever'), part: null }
  return { tone: 'ok', icon: checkCheck, text: w('stripAllSent', { at: clock(sync.lastOk) }), part: null }
}
