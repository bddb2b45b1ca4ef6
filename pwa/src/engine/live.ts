/**
 * A value that others watch: the only store there is.
 *
 * `set` tells subscribers only when the value is another one, after it is in place; somebody who subscribes or
 * leaves while being told does not disturb the round.
 * Pure    no DOM, no timers.
 */
export interface Live<S> {
  get(): S
  set(next: S): void
  subscribe(told: () => void): () => void
}

export function live<S>(first: S): Live<S> {
  let now = first
  const watching = new Set<() => void>()
  return {
    get: () => now,
    set(next) {
      if (Object.is(next, now)) return
      now = next
      for (const told of [...watching]) told()
    },
    subscribe(told) {
      watching.add(told)
      return () => {
        watching.delete(told)
      }
    },
  }
}
