/** Chance of a schedule: a function of its seed and of nothing else. Pure but for its own state. */
import { createHash } from 'node:crypto'

export class Dice {
  private a: number
  private b: number
  private c: number
  private d = 1

  constructor(seed: number | string) {
    const hash = createHash('sha256').update(String(seed)).digest()
    this.a = hash.readInt32LE(0)
    this.b = hash.readInt32LE(4)
    this.c = hash.readInt32LE(8)
  }

  /** In [0, 1). sfc32, which passes the usual batteries and costs four additions. */
  luck(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0
    this.d = (this.d + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = ((this.c << 21) | (this.c >>> 11)) + t
    this.c |= 0
    return (t >>> 0) / 4294967296
  }

  below(limit: number): number {
    return Math.floor(this.luck() * limit)
  }

  chance(rate: number): boolean {
    return rate > 0 && this.luck() < rate
  }

  one<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T
  }

  /** One of some names, each as likely as its weight. */
  weighed<K extends string>(weights: Readonly<Record<K, number>>): K {
    const names = Object.keys(weights) as K[]
    let left = this.luck() * names.reduce((sum, name) => sum + weights[name], 0)
    for (const name of names) {
      left -= weights[name]
      if (left < 0) return name
    }
    return names[names.length - 1] as K
  }

  uuid(at: number): string {
    const ms = Math.max(0, Math.floor(at)).toString(16).padStart(12, '0').slice(-12)
    const hex = () => Math.floor(this.luck() * 0x100000000).toString(16).padStart(8, '0')
    const tail = hex() + hex()
    return `${ms.slice(0, 8)}-${ms.slice(8)}-7${tail.slice(0, 3)}-8${tail.slice(3, 6)}-${hex()}${tail.slice(6, 10)}`
  }
}
