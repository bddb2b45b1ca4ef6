/** The fault catalogue as choices: found by code, Chinese, English, keywords and pinyin initials. */
import { language, named, wordFor } from '../../text'
import { priorities, trades } from '../../text/common'
import type { Choice } from '../../ui/found'
import { api } from '../../wire/client'
import type { FaultHit } from '../../wire/edge'
import type { Fault } from '../../wire/types.gen'

interface Entry {
  readonly fault: Fault
  readonly initials: string
}

let asked: Promise<FaultHit[]> | null = null

/** The catalogue, asked for once; both shapes of an entry are understood. */
export function readFaults(): Promise<FaultHit[]> {
  asked ??= api<{ items: readonly (FaultHit | Entry)[] }>('GET', '/estate/faults').then(({ items }) =>
    items.map((item) => ('fault' in item && typeof item.fault === 'object' ? { ...item.fault, initials: item.initials } : (item as FaultHit))),
  )
  asked.catch(() => {
    asked = null
  })
  return asked
}

export function faultChoices(faults: readonly FaultHit[]): Choice[] {
  return faults.map((fault) => ({
    value: fault.code,
    label: named(fault),
    hint: `${fault.code} · ${wordFor(trades, fault.trade)}`,
    aside: `${fault.priority} ${wordFor(priorities, fault.priority)}`,
    also: [fault.initials, fault.initials.replace(/[^a-z0-9]/g, ''), language.get() === 'zh' ? fault.en : fault.zh, ...fault.keywords].join(' '),
  }))
}
