/** Sums as people type them, in minor units of hundredths. Pure. */
const SUM = /^\s*(\d{1,6})(?:[.．](\d{1,2}))?\s*$/

/** Null when it is no sum above nothing. */
export function fenOf(text: string): number | null {
  const found = SUM.exec(text)
  if (found === null) return null
  const fen = Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
  return fen > 0 ? fen : null
}

/** As somebody would type it: 15 or 15.50. */
export const typed = (fen: number): string => (fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2))
