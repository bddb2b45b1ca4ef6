/**
 * The world of one schedule: virtual time, chance, and what is under way. Whatever anybody waits for is a task here,
 * and only the schedule decides which one comes to pass next.
 *
 * Units    milliseconds since 1970 of the server's clock.
 * Pure     but for its own state.
 */
import { createHash } from 'node:crypto'
import { Dice } from './dice'
import type { Options } from './options'

export class Violation extends Error {}

export interface Task {
  readonly what: string
  readonly at: number // not before
  readonly n: number
  readonly alive: () => boolean
  readonly run: () => void | Promise<void>
}

export const NOON = Date.UTC(2026, 10, 2, 2)

export class World {
  now = NOON
  tasks: Task[] = []
  readonly dice: Dice
  readonly counts = new Map<string, number>()
  readonly lines: string[] = []
  decisions = 0
  changed = 0 // when the server last took something in
  calm = false
  private n = 0
  private readonly hash = createHash('sha256')

  constructor(
    seed: number,
    readonly options: Options,
    private readonly telling: boolean,
  ) {
    this.dice = new Dice(`schedule ${seed}`)
  }

  /** One line of the trace; its hash is kept even where the lines are not. */
  tell(line: string): void {
    const dated = `${((this.now - NOON) / 1000).toFixed(3)} ${line}`
    this.hash.update(dated).update('\n')
    if (this.telling) this.lines.push(dated)
  }

  digest(): string {
    return this.hash.copy().digest('hex').slice(0, 16)
  }

  count(what: string, by = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + by)
  }

  /** A fault strikes at its rate, never once all is to come to rest. */
  strikes(name: keyof Options & string): boolean {
    const rate = this.options[name]
    const hit = !this.calm && typeof rate === 'number' && this.dice.chance(rate)
    if (hit) this.count(`fault ${name}`)
    return hit
  }

  add(what: string, run: Task['run'], { in: ms = 0, alive = () => true }: { in?: number; alive?: () => boolean } = {}): Task {
    const task: Task = { what, at: this.now + ms, n: ++this.n, alive, run }
    this.tasks.push(task)
    return task
  }

  /** Found in the middle of the product's own doing: told as the next thing that comes to pass. */
  wrong(what: string): void {
    this.add('something is wrong', () => {
      throw new Violation(what)
    })
  }

  /** What the network still holds comes within a minute. */
  hurry(): void {
    this.tasks = this.tasks.map((task) => (task.what.endsWith('arrives') ? { ...task, at: Math.min(task.at, this.now + this.dice.below(60_000)) } : task))
  }

  drop(task: Task): void {
    this.tasks = this.tasks.filter((one) => one !== task)
  }

  /** Everything that can go on by itself has gone on. */
  settle(): Promise<void> {
    return new Promise((done) => setImmediate(done))
  }

  private async perform(task: Task): Promise<void> {
    this.drop(task)
    this.decisions += 1
    this.tell(task.what)
    await task.run()
    await this.settle()
  }

  /** Something that is due comes to pass; false when nothing is. */
  async next(): Promise<boolean> {
    this.tasks = this.tasks.filter((task) => task.alive())
    const due = this.tasks.filter((task) => task.at <= this.now)
    if (due.length === 0) return false
    await this.perform(this.dice.one(due))
    return true
  }

  /** Time passes to the next thing that is due, at most until `until`. */
  async leap(until: number): Promise<boolean> {
    this.tasks = this.tasks.filter((task) => task.alive())
    const first = this.tasks.reduce<Task | null>((a, b) => (a && (a.at < b.at || (a.at === b.at && a.n < b.n)) ? a : b), null)
    if (!first || first.at > until) return false
    this.now = Math.max(this.now, first.at)
    await this.perform(first)
    return true
  }
}
