/**
 * What the office wishes, and what befalls the server: drawn here, done by the server's process.
 *
 * Effects  asks the server's process.
 */
import { ask } from './link'
import { judged } from './network'
import type { World } from './world'

const WISHES = {
  give: 10,
  choose: 1,
  report: 3,
  cancel: 2,
  revoke: 3,
  merge: 2,
  note: 4,
  pause: 2,
  resume: 2,
  waive: 1,
  approve: 2,
  send_back: 3,
  close: 1,
  rule: 10,
  release: 4,
  lapse: 2,
  look: 1,
} as const

export class Office {
  readonly orders: string[] = []

  constructor(
    private readonly world: World,
    private readonly people: readonly string[],
  ) {}

  wish(): Record<string, unknown> {
    const { dice, options } = this.world
    const what = dice.weighed(WISHES)
    if (what === 'report' && this.orders.length >= options.orders + 2) return { ...this.base('note'), what: 'note' }
    return { ...this.base(what), what }
  }

  private base(what: string): Record<string, unknown> {
    const { dice } = this.world
    const order = dice.one(this.orders)
    const used = this.people.slice(0, this.world.options.phones)
    const asked: Record<string, unknown> = { do: 'office', order, to: dice.one(used) }
    if (what === 'merge') asked['into'] = dice.one(this.orders)
    if (what === 'rule') return { ...asked, pick: dice.below(1000), decision: dice.weighed({ accept: 5, reject: 2, amend: 2 }) }
    if (what === 'lose') return { ...asked, pick: dice.below(1000) }
    return asked
  }

  act(what?: string): void {
    const asked = what ? { ...this.base(what), what } : this.wish()
    this.asked(asked)
  }

  private asked(asked: Record<string, unknown>): void {
    const { world } = this
    const came = ask({ ...asked, now: Math.floor(world.now) })
    world.changed = world.decisions
    const said = came.head.status === 200 ? (came.head.said ?? '') : (came.head.code ?? '')
    world.tell(`office ${String(asked['what'])} ${said}`)
    world.count(`office ${String(asked['what'])} ${came.head.status === 200 ? 'done' : 'refused'}`)
    judged(world, came)
    if (asked['what'] === 'report' && came.head.status === 200) this.orders.push(came.head.said ?? '')
  }

  /** The morning's orders, before any phone is switched on. */
  open(count: number): void {
    const used = this.people.slice(0, this.world.options.phones)
    const to = Array.from({ length: count }, () => this.world.dice.one(used))
    const came = ask({ do: 'open', to, rate: this.world.options.rate, now: Math.floor(this.world.now) })
    this.orders.push(...(came.head.said ?? '').split(' '))
    this.world.tell(`office opens ${this.orders.join(' ')}`)
  }

  befall(what: 'backup' | 'restore' | 'deploy', more: Record<string, unknown>): void {
    this.world.changed = this.world.decisions
    const came = ask({ do: what, ...more, now: Math.floor(this.world.now) })
    this.world.tell(`server ${what} ${JSON.stringify(more)} ${came.head.said ?? ''}`)
    judged(this.world, came)
  }
}
