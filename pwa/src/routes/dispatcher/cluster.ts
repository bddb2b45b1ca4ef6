/**
 * Markers that would lie on each other become one with a count, the worst of them showing through.
 *
 * The grid is in pixels of the current view and anchored to the world, so that panning never regroups.
 *
 * Units   pixels; `z` orders by urgency, 0 first.
 * Pure    yes.
 */
export interface Dot {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly z: number
}

export interface Cluster {
  readonly key: string
  readonly x: number
  readonly y: number
  readonly ids: readonly string[]
}

/** Dots grouped by cells of `cell` pixels around their most urgent member. */
export function cluster(dots: readonly Dot[], cell: number): Cluster[] {
  const left = [...dots].sort((a, b) => a.z - b.z || (a.id < b.id ? -1 : 1))
  const grid = new Map<string, number[]>()
  const at = (v: number) => Math.floor(v / cell)
  left.forEach((dot, n) => {
    const key = `${at(dot.x)}:${at(dot.y)}`
    const there = grid.get(key)
    if (there) there.push(n)
    else grid.set(key, [n])
  })
  const taken = new Set<number>()
  const groups: Cluster[] = []
  left.forEach((dot, n) => {
    if (taken.has(n)) return
    const near = neighbours(grid, at(dot.x), at(dot.y)).filter((m) => {
      const other = left[m]
      return !taken.has(m) && other !== undefined && Math.hypot(other.x - dot.x, other.y - dot.y) < cell
    })
    for (const m of near) taken.add(m)
    const members = near.sort((a, b) => a - b).flatMap((m) => left[m] ?? [])
    groups.push({ key: dot.id, x: dot.x, y: dot.y, ids: members.map((member) => member.id) })
  })
  return groups
}

function neighbours(grid: ReadonlyMap<string, number[]>, col: number, row: number): number[] {
  const found: number[] = []
  for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) found.push(...(grid.get(`${col + dx}:${row + dy}`) ?? []))
  return found
}
