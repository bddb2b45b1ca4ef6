/**
 * Typed search of the fault catalogue: code, Chinese, English, keywords and pinyin initials.
 *
 * A clerk on the phone types "mtds" and means 马桶堵塞. What starts with the typed text ranks before what
 * contains it; within a rank the catalogue's order stays.
 *
 * Pure    yes.
 */
import type { FaultHit } from '../../wire/edge'

const plain = (text: string) => text.toLowerCase().replace(/[\s/·、,，（）()-]+/g, '')

function rank(fault: FaultHit, q: string): number {
  const initials = plain(fault.initials)
  const names = [fault.code, fault.zh, fault.en, ...fault.keywords].map(plain)
  if (plain(fault.code) === q) return 0
  if (initials.startsWith(q) || names.some((name) => name.startsWith(q))) return 1
  if (initials.includes(q) || names.some((name) => name.includes(q))) return 2
  return inOrder(initials, q) ? 3 : -1
}

/** Whether the letters of `q` appear in `text` in this order: "mtdl" for 马桶/地漏. */
function inOrder(text: string, q: string): boolean {
  if (q.length < 2 || !/^[a-z]+$/.test(q)) return false
  let from = 0
  for (const letter of q) {
    const found = text.indexOf(letter, from)
    if (found < 0) return false
    from = found + 1
  }
  return true
}

/** Faults for what was typed, best first; everything when nothing was. */
export function findFaults(faults: readonly FaultHit[], typed: string): FaultHit[] {
  const q = plain(typed)
  if (q === '') return [...faults]
  return faults
    .map((fault, n) => ({ fault, n, rank: rank(fault, q) }))
    .filter((hit) => hit.rank >= 0)
    .sort((a, b) => a.rank - b.rank || a.n - b.n)
    .map((hit) => hit.fault)
}
