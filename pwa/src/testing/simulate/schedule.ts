/**
 * One schedule: phones, people, an office, a network and a server, and chance that decides what comes to pass next.
 * In the end the faults cease, everybody comes back, and within bounded time all must be at rest.
 *
 * Errors   `Violation`.
 */
import type { Me } from '../../wire/edge'
import { format, diskOf, install } from './idb-memory'
import { ask } from './link'
import { Network } from './network'
import { Office } from './office'
import type { Options } from './options'
import { Person } from './person'
import { Phone } from './phone'
import type { Meta } from '../../platform/idb'
import { Violation, World } from './world'

const HOUR = 3_600_000
const YEARS = 2 * 365 * 24 * HOUR
const CALM = 6 * HOUR // by then everybody is at rest
const DECISIONS = 6000

export interface Result {
  readonly violation: string | null
  readonly digest: string
  readonly decisions: number
  readonly counts: Record<string, number>
  readonly verdicts: Record<string, number>
  readonly kinds: Record<string, number>
  readonly lines: readonly string[]
}

export class Schedule {
  readonly world: World
  private readonly office: Office
  private readonly network: Network
  private readonly person: Person
  private phones: Phone[] = []
  private backups = 0
  private calmAt = 0

  constructor(
    seed: number,
    private readonly options: Options,
    private readonly people: readonly Me[],
    telling: boolean,
  ) {
    format()
    this.world = new World(seed, options, telling)
    this.office = new Office(this.world, people.map((one) => one.id))
    this.network = new Network(this.world, this.office)
    this.person = new Person(this.world)
  }

  async play(): Promise<Result> {
    let violation: string | null = null
    let told: Pick<Result, 'verdicts' | 'kinds'> = { verdicts: {}, kinds: {} }
    try {
      await this.day()
      told = await this.rest()
    } catch (error) {
      if (!(error instanceof Violation)) throw error
      violation = error.message
      this.world.tell(violation)
    }
    for (const phone of this.phones) for (const page of phone.pages) page.alive = false
    const counts = Object.fromEntries(this.world.counts)
    return { violation, digest: this.world.digest(), decisions: this.world.decisions, counts, ...told, lines: this.world.lines }
  }

  private phone(person: number, name: string): Phone {
    const me = this.people[person] as Me
    const phone = new Phone({ world: this.world, network: this.network, me, person, name })
    this.phones.push(phone)
    return phone
  }

  private async day(): Promise<void> {
    const { world, options } = this
    this.office.open(options.orders)
    for (let n = 0; n < options.phones; n++) {
      const phone = this.phone(options.shared && n > 0 ? n - 1 : n, `p${n + 1}`)
      diskOf(phone.base).lying = options.lying
      phone.skew = n === 0 ? options.skew : 0
      await phone.open()
    }
    for (let step = 0; step < options.steps; step++) {
      world.now += world.dice.below(options.hurry)
      await this.step()
    }
  }

  private async step(): Promise<void> {
    const { world } = this
    await this.befallPhones()
    this.befallServer()
    const dice = world.dice.luck()
    if (dice < this.options.office) this.office.act()
    else if (dice < this.options.office + 0.22) await this.tapped()
    else if (!(await world.next())) await world.leap(world.now + 90_000)
    for (const phone of this.phones) phone.watch.look()
  }

  private any(): Phone {
    return this.world.dice.one(this.phones)
  }

  private async tapped(): Promise<void> {
    const { world } = this
    const phone = this.any()
    const pages = phone.pages.filter((page) => page.work)
    const page = pages.length ? world.dice.one(pages) : await phone.open()
    const dice = world.dice.luck()
    if (dice < 0.8) this.person.tap(page)
    else if (dice < 0.9) page.work?.triggered(world.dice.one(['online', 'visible', 'manual', 'hint', 'push', 'timer'] as const))
    else if (phone.pages.length < this.options.pages) await phone.open()
    else if (!phone.signedIn) phone.signIn()
    else if (page.work?.running.sync().error === 'device_revoked') phone.signIn()
    await world.settle()
  }

  private async befallPhones(): Promise<void> {
    const { world } = this
    if (world.strikes('kill')) this.killed(this.any())
    if (world.strikes('power')) this.powerless(this.any())
    if (world.strikes('rot')) this.spoilt(this.any())
    if (world.strikes('clone')) this.cloned(this.any())
    if (world.strikes('session')) {
      const phone = this.any()
      phone.signedIn = false
      world.tell(`${phone.name} is signed out`)
    }
    if (world.strikes('jump')) {
      const phone = this.any()
      phone.skew = world.dice.below(2 * YEARS) - YEARS
      world.tell(`${phone.name} has its clock set by ${phone.skew}`)
    }
    if (world.strikes('wait')) {
      world.now += world.dice.chance(0.2) ? world.dice.below(30 * HOUR) : world.dice.below(2 * HOUR)
      world.tell('time passes')
    }
    if (world.strikes('lead')) this.led(this.any())
    await world.settle()
  }

  private killed(phone: Phone): void {
    const page = phone.pages.length ? this.world.dice.one(phone.pages) : undefined
    this.world.tell(`${page?.name ?? phone.name} is killed`)
    if (page) phone.kill(page)
  }

  private powerless(phone: Phone): void {
    for (const page of [...phone.pages]) phone.kill(page)
    const back = diskOf(phone.base).lose(1 + this.world.dice.below(3))
    this.world.tell(`${phone.name} loses power${back ? ' and its last transactions' : ''}`)
    if (!back) return
    this.world.count('power lost a tail')
    phone.rotten = phone.spoilt // what was read anew in its last transactions is as it was
    phone.watch.forgetful()
    this.forgotten(phone)
  }

  /** One row of what the server has said is lost, or is not what it was. */
  private spoilt(phone: Phone): void {
    const { dice } = this.world
    const disk = diskOf(phone.base)
    const rows = new Map(disk.now.get('server') ?? [])
    const meta = disk.now.get('meta')?.values().next().value as { value: Meta } | undefined
    if (rows.size === 0 || !meta || meta.value.device.cursor === null) return
    for (const page of [...phone.pages]) phone.kill(page)
    const [key, row] = dice.one([...rows])
    if (dice.chance(0.5)) rows.delete(key)
    else rows.set(key, { ...row, value: { ...(row.value as object), ver: (row.value as { ver: number }).ver - 1 } })
    disk.commit(new Map(disk.now).set('server', rows), true)
    phone.rotten = phone.spoilt = meta.value.device.summed ?? 0
    phone.watch.forgetful()
    this.world.tell(`${phone.name} finds a row spoilt: ${JSON.stringify(key)}`)
  }

  /** What a lying disk has lost is nobody's fault, unless the server has told that it has it. */
  private forgotten(phone: Phone): void {
    const disk = diskOf(phone.base).now
    const kept = new Set<string>()
    for (const row of disk.get('outbox')?.values() ?? []) kept.add((row.value as { op_id: string }).op_id)
    for (const row of disk.get('journal')?.values() ?? []) kept.add((row.value as { op_id: string }).op_id)
    for (const [id, made] of phone.made) {
      if (!kept.has(id) && (!made.told || this.options.restore > 0)) phone.made.delete(id)
    }
  }

  /** A second phone wakes with the memory of the first, as a restored backup of it does. */
  private cloned(phone: Phone): void {
    if (this.phones.length >= 4) return
    const twin = this.phone(phone.person, `${phone.name}c${this.phones.length}`)
    install(twin.base, diskOf(phone.base).copy())
    for (const [id, made] of phone.made) twin.made.set(id, { ...made })
    twin.skew = phone.skew
    twin.rotten = phone.rotten
    twin.spoilt = phone.spoilt
    for (const id of phone.known) twin.known.add(id)
    this.forgotten(twin)
    this.world.tell(`${twin.name} wakes with the memory of ${phone.name}`)
    void twin.open()
  }

  private led(phone: Phone): void {
    const page = phone.pages.length ? this.world.dice.one(phone.pages) : undefined
    if (!page) return
    page.lead(!page.leading)
    this.world.tell(`${page.name} ${page.leading ? 'leads' : 'follows'}`)
  }

  private befallServer(): void {
    const { world } = this
    if (world.strikes('backup')) {
      this.backups += 1
      this.office.befall('backup', { blobs: this.options.blobsBack })
    }
    if (this.backups && world.strikes('restore')) this.office.befall('restore', { pick: world.dice.below(this.backups) })
    if (world.strikes('deploy')) this.office.befall('deploy', { new: world.dice.chance(0.5) })
    if (world.strikes('lose')) this.office.act('lose')
    if (world.strikes('relay')) this.office.act('relay')
    if (world.strikes('sweep')) this.office.act('sweep')
  }

  // at rest ---------------------------------------------------------------------------------------------------------

  private async rest(): Promise<Pick<Result, 'verdicts' | 'kinds'>> {
    const { world, options } = this
    world.calm = true
    world.tell('calm')
    world.hurry()
    this.calmAt = world.now + 60_000
    this.office.befall('deploy', { new: true })
    for (const phone of this.phones) {
      // Some are opened anew; where one has stayed open all the time, nobody touches it.
      const page = world.dice.chance(0.5) ? phone.page : undefined
      for (const other of [...phone.pages]) if (other !== page) phone.kill(other)
      if (options.jump > 0) phone.skew = world.dice.one([0, phone.skew, phone.skew - YEARS])
      if (!page) await phone.open()
      phone.lead()
      if (!phone.signedIn || phone.page?.work?.running.sync().needsLogin) phone.signIn() // a refusal may have come after it
    }
    await this.quiet('after the faults')
    this.office.act('release')
    this.office.act('relay')
    world.now += 73 * HOUR
    this.office.act('release')
    await this.quiet('after the deadlines')
    const dumps = []
    for (const phone of this.phones) dumps.push(await phone.dump())
    const came = ask({ do: 'rest', now: Math.floor(world.now) }, JSON.stringify(dumps))
    if (came.head.violations?.length) throw new Violation(came.head.violations[0])
    return came.head.told ?? { verdicts: {}, kinds: {} }
  }

  /** Everything that is under way ends, and nobody owes anybody anything. */
  private async quiet(when: string): Promise<void> {
    const { world } = this
    const until = world.now + CALM
    const decided = world.decisions
    while (world.now < until && world.decisions - decided < DECISIONS) {
      const went = (await world.next()) || (await world.leap(until))
      if (!went) world.now = until
      for (const phone of this.phones) {
        phone.watch.look()
        const sync = phone.page?.work?.running.sync()
        if (sync?.error === 'device_revoked' || sync?.needsLogin) phone.signIn() // the screen asks for it
      }
      if (!went || (this.owed() === null && this.phones.every((phone) => phone.freshAt > world.changed))) break
    }
    const owed = this.owed() ?? (this.phones.every((phone) => phone.freshAt > world.changed) ? null : 'a phone has not caught up')
    if (owed) throw new Violation(`I10: ${owed} ${when}`)
  }

  private owed(): string | null {
    if (this.world.now < this.calmAt) return 'requests may still be under way'
    for (const phone of this.phones) {
      const work = phone.page?.work
      if (!work) return `${phone.name} has no page`
      const sync = work.running.sync()
      const op = sync.queue.find((one) => one.verdict === null)
      if (op) return `${phone.name} waits with ${op.op.kind} ${op.op.op_id} (${sync.error ?? ''})`
      for (const upload of work.lane.uploads().values()) {
        if (upload.state !== 'present' && upload.state !== 'ghost') return `${phone.name} waits with bytes ${upload.sha256.slice(0, 8)} ${upload.state}`
      }
    }
    return null
  }
}
