/**
 * The phones' process: plays one schedule per line of input, over the real engine, store and lanes, against the server
 * at the other end of the pipe.
 *
 * Effects  standard input and output.
 */
import type { Me } from '../../wire/edge'
import { Range } from './idb-memory'
import { line, say } from './link'
import { optionsOf, type Options } from './options'
import { Schedule } from './schedule'

Object.assign(globalThis, { IDBKeyRange: Range })

interface Order {
  readonly seed: number
  readonly trace: boolean
  readonly change: Partial<Options>
  readonly people: readonly Me[]
}

async function main(): Promise<void> {
  for (let text = line(); text !== null; text = line()) {
    const { seed, trace, change, people } = JSON.parse(text) as Order
    const options = { ...optionsOf(seed), ...change }
    const result = await new Schedule(seed, options, people, trace).play()
    say(`${JSON.stringify({ do: 'over', options, ...result })}\n`)
  }
}

await main()
