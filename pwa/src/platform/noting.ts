/**
 * What came of each request, into the ring of sync events: for whoever has to find out later what went wrong. Codes,
 * counts and verdicts; never what somebody wrote. Silence is noted when it begins and when it ends.
 *
 * Effects  the store's log.
 */
import type { Heard, Store, Wire, World } from '../engine/ports'
import type { ExchangeAnswer } from '../wire/types.gen'

export function noted(wire: Wire, store: Pick<Store, 'log'>, world: World): Wire {
  let silent = false
  const note = (what: string): void => void store.log(what, world.now()).catch(() => undefined)
  const heard = <T>(name: string, word: Heard<T>, said: (body: T) => string): Heard<T> => {
    const before = silent
    silent = word.is === 'unreachable'
    if (word.is === 'refused') note(`${name}: ${word.status} ${word.code}`)
    else if (word.is === 'unreachable') {
      if (!before) note(`${name}: ${word.why}`)
    } else {
      const what = said(word.body)
      if (what || before) note(`${name}: ${what || 'reached again'}`)
    }
    return word
  }
  return {
    ...wire,
    enrol: async (forkOf) => heard('enrol', await wire.enrol(forkOf), ({ device_id }) => `as ${device_id}`),
    exchange: async (body, signal) => heard('exchange', await wire.exchange(body, signal), summary),
    dropbox: async (raw, deviceId) => heard('dropbox', await wire.dropbox(raw, deviceId), () => 'taken'),
  }
}

/** An exchange in a few words; nothing when nothing was sent and nothing is odd. */
function summary(answer: Partial<ExchangeAnswer>): string {
  const { results = [], dev, pull } = answer
  const odd = results.filter((one) => one.verdict === 'parked' || one.verdict === 'held').map((one) => `${one.cseq} ${one.verdict} ${one.reason}`)
  return [
    results.length > 0 ? `${results.length} answered up to ${dev?.last_cseq}` : '',
    ...odd,
    dev?.fork ? 'fork' : '',
    dev?.expected ? `misses ${dev.expected}` : '',
    pull?.reset ? 'picture anew' : '',
  ].filter(Boolean).join(', ')
}
