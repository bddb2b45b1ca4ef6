/** Figures as people type them: sums in minor units of hundredths, quantities in thousandths. Pure. */
const FIGURE = /^\s*(\d{1,6})(?:[.．](\d+))?\s*$/

/** A figure with at most so many decimals, in units of its last one; null when it is none. */
export function figureOf(text: string, decimals: number): number | null {
  const [found, whole = '', part = ''] = FIGURE.exec(text) ?? []
  return found === undefined || part.length > decimals ? null : Number(whole + part.padEnd(decimals, '0'))
}

/** A sum in fen; null when it is no sum above nothing. */
export function fenOf(text: string): number | null {
  const fen = figureOf(text, 2)
  return fen !== null && fen > 0 ? fen : null
}

/** As somebody would type it: 15 or 15.50. */
export const typed = (fen: number): string => (fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2))
