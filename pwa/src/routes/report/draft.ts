/**
 * A report while it is written: kept in this tab, with the id under which it will be one work order however often it
 * is sent.
 *
 * Effects  sessionStorage.
 */
import type { ReportAnswer } from '../../wire/types.gen'
import { uuid7 } from './ids'

export interface HeldPhoto {
  readonly sha: string
  readonly thumb: string
}

export interface Draft {
  readonly id: string
  readonly step: 1 | 2 | 3
  readonly fault: string | null
  readonly words: string
  readonly start: string | null
  readonly end: string | null
  readonly name: string
  readonly phone: string
  readonly consent: boolean
  /** Photos the server already holds, for `ticket` only: a reload goes on with the same ticket while it is good. */
  readonly photos: readonly HeldPhoto[]
  readonly ticket: string
  /** How many photos the person let go: so many are missing from what was sent. */
  readonly without: number
  readonly answer: ReportAnswer | null
}

const key = (code: string) => `doorstep.report.${code}`

export const blank = (id: string): Draft => ({
  id, step: 1, fault: null, words: '', start: null, end: null, name: '', phone: '', consent: false, photos: [], ticket: '', without: 0, answer: null,
})

export function kept(code: string): Draft {
  try {
    const text = sessionStorage.getItem(key(code))
    if (text) return { ...blank(''), ...(JSON.parse(text) as Draft) }
  } catch {
    // Unreadable or refused: begin anew.
  }
  return blank(uuid7())
}

export function keep(code: string, draft: Draft): void {
  try {
    sessionStorage.setItem(key(code), JSON.stringify(draft))
  } catch {
    // Private windows may refuse; the draft then lives as long as the page.
  }
}

export const hasWhat = (draft: Draft): boolean => draft.fault !== null || draft.words.trim().length >= 2

/** A phone number with its separators removed has 5 to 15 digits; none at all is allowed. */
export const phoneFine = (phone: string): boolean => phone.trim() === '' || /^\+?\d{5,15}$/.test(phone.replace(/[\s()-]/g, ''))
