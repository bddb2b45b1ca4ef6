/**
 * IndexedDB as far as the phone's store uses it, on a disk in memory that can lose power: what `idb` exports, under
 * the same name, for many seeds. Transactions are whole; a strict one is on the platter when it ends, a relaxed one
 * may be lost with what came after it. Keys, unique indexes and aborts behave as the browser's.
 *
 * Effects  its own memory.
 */
type Key = number | string | readonly (number | string)[]
type Value = Record<string, unknown>
interface Shape {
  readonly keyPath?: string | readonly string[] | undefined
  readonly autoIncrement?: boolean | undefined
  readonly indexes: Map<string, { readonly path: string; readonly unique: boolean }>
}
type Rows = Map<string, { readonly key: Key; readonly value: unknown }>
export type Platter = ReadonlyMap<string, Rows>

/** What one phone has in its case. */
export class Disk {
  shapes = new Map<string, Shape>()
  now: Platter = new Map()
  /** States that power loss may bring back, oldest first; empty when all is on the platter. */
  tail: Platter[] = []
  lying = false
  counts = new Map<string, number>()

  commit(next: Platter, strict: boolean): void {
    if (strict && !this.lying) this.tail = []
    else this.tail = [...this.tail, this.now].slice(-3)
    this.now = next
  }

  /** The power goes: up to `commits` of what was not yet on the platter is gone. */
  lose(commits: number): boolean {
    const back = this.tail[Math.max(0, this.tail.length - commits)]
    if (!back) return false
    this.now = back
    this.tail = []
    return true
  }

  copy(): Disk {
    const twin = new Disk()
    twin.shapes = this.shapes
    twin.now = this.now
    twin.counts = new Map(this.counts)
    return twin
  }
}

const disks = new Map<string, Disk>()

export function diskOf(name: string): Disk {
  const known = disks.get(name) ?? new Disk()
  disks.set(name, known)
  return known
}

export function install(name: string, disk: Disk): void {
  disks.set(name, disk)
}

export function format(): void {
  disks.clear()
}

function order(a: Key, b: Key): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let n = 0; n < Math.min(a.length, b.length); n++) {
      const one = order(a[n] as Key, b[n] as Key)
      if (one) return one
    }
    return a.length - b.length
  }
  const rank = (key: Key) => (typeof key === 'number' ? 0 : typeof key === 'string' ? 1 : 2)
  return rank(a) - rank(b)
}

export class Range {
  constructor(
    readonly low: Key | undefined,
    readonly high: Key | undefined,
    readonly lowOpen = false,
  ) {}
  static bound(low: Key, high: Key): Range {
    return new Range(low, high)
  }
  static lowerBound(low: Key, open = false): Range {
    return new Range(low, undefined, open)
  }
  static upperBound(high: Key): Range {
    return new Range(undefined, high)
  }
  holds(key: Key): boolean {
    if (this.low !== undefined && (this.lowOpen ? order(key, this.low) <= 0 : order(key, this.low) < 0)) return false
    return this.high === undefined || order(key, this.high) <= 0
  }
}

const nameOf = (key: Key): string => (typeof key === 'string' ? key : JSON.stringify(key))
const broken = (name: string): DOMException => new DOMException(name, name)

class Store {
  readonly store = this
  constructor(
    private readonly tx: Tx,
    private readonly name: string,
    private readonly shape: Shape,
  ) {}

  private keyOf(value: unknown, key?: Key): Key {
    const path = this.shape.keyPath
    if (path === undefined) {
      if (key !== undefined) return key
      const next = (this.tx.disk.counts.get(this.name) ?? 0) + 1
      this.tx.disk.counts.set(this.name, next)
      return next
    }
    return (typeof path === 'string' ? (value as Value)[path] : path.map((one) => (value as Value)[one])) as Key
  }

  private sorted(): { readonly key: Key; readonly value: unknown }[] {
    return [...this.tx.rows(this.name).values()].sort((a, b) => order(a.key, b.key))
  }

  get(key: Key) {
    return Promise.resolve(this.tx.rows(this.name).get(nameOf(key))?.value)
  }

  getKey(key: Key) {
    return Promise.resolve(this.tx.rows(this.name).get(nameOf(key))?.key)
  }

  getAll(range?: Range) {
    return Promise.resolve(this.sorted().filter((row) => !range || range.holds(row.key)).map((row) => row.value))
  }

  count(range?: Range) {
    return Promise.resolve(this.sorted().filter((row) => !range || range.holds(row.key)).length)
  }

  put(value: unknown, key?: Key) {
    return this.written(value, this.keyOf(value, key))
  }

  add(value: unknown, key?: Key) {
    const at = this.keyOf(value, key)
    if (this.tx.rows(this.name).has(nameOf(at))) return this.tx.fail(broken('ConstraintError'))
    return this.written(value, at)
  }

  private written(value: unknown, key: Key): Promise<unknown> {
    for (const { path, unique } of this.shape.indexes.values()) {
      if (!unique) continue
      const mine = (value as Value)[path]
      for (const row of this.tx.rows(this.name).values()) {
        if ((row.value as Value)[path] === mine && order(row.key, key) !== 0) return this.tx.fail(broken('ConstraintError'))
      }
    }
    this.tx.own(this.name).set(nameOf(key), { key, value })
    return Promise.resolve(key)
  }

  delete(what: Key | Range): Promise<void> {
    const rows = this.tx.own(this.name)
    if (!(what instanceof Range)) rows.delete(nameOf(what))
    else for (const [name, row] of rows) if (what.holds(row.key)) rows.delete(name)
    return Promise.resolve()
  }

  clear(): Promise<void> {
    this.tx.own(this.name).clear()
    return Promise.resolve()
  }

  index(name: string) {
    const path = this.shape.indexes.get(name)?.path
    if (path === undefined) throw broken('NotFoundError')
    const found = (what?: Key | Range) =>
      this.sorted()
        .map((row) => ({ ...row, at: (row.value as Value)[path] as Key }))
        .filter(({ at }) => what === undefined || (what instanceof Range ? what.holds(at) : order(at, what) === 0))
        .sort((a, b) => order(a.at, b.at))
    return {
      get: (what: Key | Range) => Promise.resolve(found(what)[0]?.value),
      getKey: (what: Key | Range) => Promise.resolve(found(what)[0]?.key),
      getAll: (what?: Key | Range) => Promise.resolve(found(what).map((row) => row.value)),
      getAllKeys: (what?: Key | Range) => Promise.resolve(found(what).map((row) => row.key)),
    }
  }

  createIndex(name: string, path: string, options: { unique?: boolean } = {}): void {
    this.shape.indexes.set(name, { path, unique: options.unique ?? false })
  }
}

class Tx {
  private copies = new Map<string, Rows>()
  private over: Promise<void> | null = null
  private error: DOMException | null = null

  constructor(
    readonly disk: Disk,
    private readonly names: readonly string[],
    private readonly strict: boolean,
  ) {}

  rows(name: string): Rows {
    return this.copies.get(name) ?? this.disk.now.get(name) ?? new Map()
  }

  own(name: string): Rows {
    const mine = this.copies.get(name) ?? new Map(this.disk.now.get(name) ?? [])
    this.copies.set(name, mine)
    return mine
  }

  objectStore(name: string): Store {
    const shape = this.disk.shapes.get(name)
    if (!shape || !this.names.includes(name)) throw broken('NotFoundError')
    return new Store(this, name, shape)
  }

  get store(): Store {
    return this.objectStore(this.names[0] ?? '')
  }

  fail(error: DOMException): Promise<never> {
    this.error = error
    return Promise.reject(error)
  }

  abort(): void {
    if (this.over && !this.error && this.copies.size === 0) throw broken('InvalidStateError')
    this.error ??= broken('AbortError')
  }

  /** Ends by itself once nobody asks for more; an abort that comes first undoes it. */
  get done(): Promise<void> {
    this.over ??= Promise.resolve().then(() => {
      if (this.error) throw this.error
      if (this.copies.size) this.disk.commit(new Map([...this.disk.now, ...this.copies]), this.strict)
      this.copies = new Map()
    })
    return this.over
  }
}

class Db {
  constructor(private readonly disk: Disk) {}

  transaction(names: string | readonly string[], _mode?: string, options: { durability?: string } = {}): Tx {
    return new Tx(this.disk, typeof names === 'string' ? [names] : names, options.durability === 'strict')
  }

  createObjectStore(name: string, options: { keyPath?: string | string[]; autoIncrement?: boolean } = {}): Store {
    const shape: Shape = { keyPath: options.keyPath, autoIncrement: options.autoIncrement, indexes: new Map() }
    this.disk.shapes.set(name, shape)
    return new Store(this.transaction([name]), name, shape)
  }

  private async once<T>(name: string, work: (store: Store) => Promise<T>): Promise<T> {
    const tx = this.transaction(name)
    const found = await work(tx.store)
    await tx.done
    return found
  }

  get = (name: string, key: Key) => this.once(name, (store) => store.get(key))
  getAll = (name: string, range?: Range) => this.once(name, (store) => store.getAll(range))
  put = (name: string, value: unknown, key?: Key) => this.once(name, (store) => store.put(value, key))
  delete = (name: string, what: Key | Range) => this.once(name, (store) => store.delete(what))
  close(): void {}
}

/** What `idb` exports. */
export function openDB(name: string, _version: number, how: { upgrade(db: Db, from: number): void }): Promise<Db> {
  const disk = diskOf(name)
  const db = new Db(disk)
  if (disk.shapes.size === 0) how.upgrade(db, 0)
  return Promise.resolve(db)
}
