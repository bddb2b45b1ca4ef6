/**
 * Keyboard maps of the office: one table per screen, from which both the handler and the `?` page are made.
 *
 * A single letter never fires while somebody types, and never with Ctrl, Alt or Meta: those belong to the browser.
 *
 * Pure    `pressed` only reads the event it is given.
 */
export interface Key<A extends string> {
  readonly keys: readonly string[]
  readonly action: A
}

export type KeyMap<A extends string> = readonly Key<A>[]

export interface Press {
  readonly key: string
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
  readonly isComposing: boolean
  readonly target: unknown
}

const TYPING = new Set(['INPUT', 'TEXTAREA', 'SELECT'])

/** Whether the event comes from a place where letters are text. */
export function isTyping(target: unknown): boolean {
  const place = target as { tagName?: string; isContentEditable?: boolean; type?: string } | null
  if (!place?.tagName) return false
  if (place.isContentEditable === true) return true
  return TYPING.has(place.tagName) && !['checkbox', 'radio', 'range', 'button'].includes(place.type ?? '')
}

/** The action a key press means on this screen, or null. `Escape` also works while typing. */
export function pressed<A extends string>(map: KeyMap<A>, press: Press): A | null {
  if (press.ctrlKey || press.altKey || press.metaKey || press.isComposing) return null
  if (press.key !== 'Escape' && isTyping(press.target)) return null
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  return map.find((entry) => entry.keys.some((known) => (known.length === 1 ? known.toLowerCase() : known) === key))?.action ?? null
}

/** Keys that two actions claim: must be none, a test asks. */
export function clashes<A extends string>(map: KeyMap<A>): string[] {
  const owner = new Map<string, A>()
  const twice: string[] = []
  for (const { keys, action } of map)
    for (const key of keys.map((name) => name.toLowerCase())) {
      if (owner.has(key)) twice.push(key)
      owner.set(key, action)
    }
  return twice
}

export const BOARD_KEYS = [
  { keys: ['j', 'ArrowDown'], action: 'next' },
  { keys: ['k', 'ArrowUp'], action: 'previous' },
  { keys: ['/'], action: 'search' },
  { keys: ['n'], action: 'intake' },
  { keys: ['p'], action: 'parked' },
  { keys: ['b'], action: 'board' },
  { keys: ['a'], action: 'assign' },
  { keys: ['1'], action: 'stageAll' },
  { keys: ['2'], action: 'stageWaiting' },
  { keys: ['3'], action: 'stageUnderway' },
  { keys: ['4'], action: 'stageClosing' },
  { keys: ['l'], action: 'late' },
  { keys: ['m'], action: 'fit' },
  { keys: ['Escape'], action: 'close' },
  { keys: ['?'], action: 'help' },
] as const satisfies KeyMap<string>

export const REVIEW_KEYS = [
  { keys: ['j', 'ArrowDown'], action: 'next' },
  { keys: ['k', 'ArrowUp'], action: 'previous' },
  { keys: ['a'], action: 'approve' },
  { keys: ['r'], action: 'sendBack' },
  { keys: ['ArrowRight'], action: 'nextPhoto' },
  { keys: ['ArrowLeft'], action: 'previousPhoto' },
  { keys: ['z'], action: 'zoom' },
  { keys: ['m'], action: 'mark' },
  { keys: ['t'], action: 'team' },
  { keys: ['q'], action: 'queue' },
  { keys: ['Escape'], action: 'close' },
  { keys: ['?'], action: 'help' },
] as const satisfies KeyMap<string>

export const PARKED_KEYS = [
  { keys: ['j', 'ArrowDown'], action: 'next' },
  { keys: ['k', 'ArrowUp'], action: 'previous' },
  { keys: ['a'], action: 'accept' },
  { keys: ['r'], action: 'reject' },
  { keys: ['e'], action: 'amend' },
  { keys: ['b'], action: 'board' },
  { keys: ['n'], action: 'intake' },
  { keys: ['h'], action: 'phones' },
  { keys: ['?'], action: 'help' },
] as const satisfies KeyMap<string>

export const PHONES_KEYS = [
  { keys: ['b'], action: 'board' },
  { keys: ['p'], action: 'parked' },
  { keys: ['i'], action: 'import' },
  { keys: ['?'], action: 'help' },
] as const satisfies KeyMap<string>

export const DAY_KEYS = [
  { keys: ['ArrowLeft'], action: 'left' },
  { keys: ['ArrowRight'], action: 'right' },
  { keys: ['k', 'ArrowUp'], action: 'up' },
  { keys: ['j', 'ArrowDown'], action: 'down' },
  { keys: ['m', 'Enter'], action: 'take' },
  { keys: ['Escape'], action: 'close' },
  { keys: ['b'], action: 'board' },
  { keys: ['?'], action: 'help' },
] as const satisfies KeyMap<string>

export const PLAN_KEYS = [
  { keys: ['j', 'ArrowDown'], action: 'next' },
  { keys: ['k', 'ArrowUp'], action: 'previous' },
  { keys: ['x'], action: 'toggle' },
  { keys: ['a'], action: 'apply' },
  { keys: ['d'], action: 'drop' },
  { keys: ['g'], action: 'ask' },
  { keys: ['b'], action: 'board' },
  { keys: ['?'], action: 'help' },
] as const satisfies KeyMap<string>

export type PlanAction = (typeof PLAN_KEYS)[number]['action']
export type DayAction = (typeof DAY_KEYS)[number]['action']
export type BoardAction = (typeof BOARD_KEYS)[number]['action']
export type ReviewAction = (typeof REVIEW_KEYS)[number]['action']
export type ParkedAction = (typeof PARKED_KEYS)[number]['action']
export type PhonesAction = (typeof PHONES_KEYS)[number]['action']
