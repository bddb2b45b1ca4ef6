/** Which choices answer to what was typed, best first. Every word typed must be found somewhere. Pure. */
export interface Choice {
  readonly value: string
  readonly label: string
  readonly hint?: string
  readonly aside?: string
  /** More to be found by: code, the other language, pinyin initials. */
  readonly also?: string
}

export function found(choices: readonly Choice[], typed: string): Choice[] {
  const words = typed.toLowerCase().trim().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...choices]
  return choices
    .map((choice) => ({ choice, rank: rankOf(choice, words) }))
    .filter((line) => line.rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map((line) => line.choice)
}

/** 0 the label starts so, 1 within the label, 2 elsewhere, -1 not at all; the worst word counts. */
function rankOf(choice: Choice, words: readonly string[]): number {
  const label = choice.label.toLowerCase()
  const rest = `${choice.value} ${choice.also ?? ''} ${choice.hint ?? ''}`.toLowerCase()
  let worst = 0
  for (const word of words) {
    const rank = label.startsWith(word) ? 0 : label.includes(word) ? 1 : rest.includes(word) ? 2 : -1
    if (rank === -1) return -1
    worst = Math.max(worst, rank)
  }
  return worst
}
