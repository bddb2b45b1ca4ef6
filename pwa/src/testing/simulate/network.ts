/**
 * The way between a phone and the server, and everything that may happen on it: requests and answers are lost,
 * doubled, kept for hours, cut, answered by somebody else, or reach a server that is dying.
 *
 * Effects  asks the server's process.
 */
import type { Heard, Wire } from '../../engine/ports'
import type { Reply } from '../../engine/uploads'
import type { EnrolAnswer, ExchangeAnswer } from '../../wire/types.gen'
import { type Answer, ask } from './link'
import type { Office } from './office'
import type { Page } from './phone'
import { type World, Violation } from './world'

const FAILS = ['crash', 'busy', 'refuse'] as const
const LONG = 6 * 3_600_000

interface Request {
  readonly what: 'enrol' | 'exchange' | 'dropbox' | 'part'
  readonly head: object
  readonly body: string
  readonly ops: number
}

/** An answer, read once; `at`: the decision at which the server gave it. */
type Came = (Answer & { readonly at: number; readonly read: unknown }) | 'portal'

export class Network {
  constructor(
    private readonly world: World,
    private readonly office: Office,
  ) {}

  /** The wire of one page. */
  wire(page: Page): Wire {
    const who = page.phone.person
    return {
      enrol: async (forkOf) => heard<EnrolAnswer>(await this.sent(page, { what: 'enrol', head: { do: 'enrol', who, forkOf }, body: '', ops: 0 })),
      exchange: async (body) => {
        const ops = body.split(',"op":{').length - 1
        const text = body.replace('"limit":1000', `"limit":${this.world.options.page}`)
        const came = await this.sent(page, { what: 'exchange', head: { do: 'exchange', who }, body: text, ops })
        const word = heard<ExchangeAnswer>(came)
        if (word.is === 'answer' && word.body.results) for (const one of word.body.results) if (one.dup) page.phone.again.add(one.op_id)
        if (word.is === 'answer' && came && came !== 'portal' && came.head.scope !== undefined) {
          page.phone.promised(word.body.pull?.cursor ?? '', came.head.scope, came.at)
        }
        return word
      },
      dropbox: async (raw, device) => heard(await this.sent(page, { what: 'dropbox', head: { do: 'dropbox', who, device }, body: raw, ops: 1 })),
      part: async (part, upload, bytes) => {
        const head = { do: 'part', who, sha: part.sha256, method: part.method, from: part.from, size: upload.size }
        const came = await this.sent(page, { what: 'part', head, body: bytes ? Buffer.from(bytes).toString('latin1') : '', ops: 0 })
        if (!came || came === 'portal') return silence
        const { status, offset = null, retryAfterMs = null } = came.head
        return { status, offset: status === 200 ? offset : null, retryAfterMs, tookMs: 100 + this.world.dice.below(8000) }
      },
    }
  }

  private async sent(page: Page, request: Request): Promise<Came | null> {
    this.obeys(page, request)
    const came = await this.carried(page, request)
    if (came && came !== 'portal' && request.what !== 'part') this.asked(page, came)
    return came
  }

  /** B1: whoever was asked to come later does; a clock that was set anew in between forgives him. It shows whole milliseconds. */
  private obeys(page: Page, request: Request): void {
    const { until, skew } = page.later
    if (request.what !== 'part' && this.world.now <= until - 1 && skew === page.phone.skew) this.world.wrong(`B1: ${page.name} was asked to wait ${until - this.world.now} ms more before its ${request.what}`)
  }

  private asked(page: Page, { head, body, read }: Answer & { readonly read: unknown }): void {
    const told = head.status === 429 || head.status === 503 ? head.retryAfterMs : head.status === 200 && body.includes('"limits"') ? (read as ExchangeAnswer).limits?.retry_after_ms : 0
    if (!told) return
    this.world.count(`told to come later ${head.status}`)
    page.later = { until: this.world.now + told, skew: page.phone.skew }
  }

  private carried(page: Page, request: Request): Promise<Came | null> {
    const { world } = this
    const name = `${page.name} ${request.what}`
    return new Promise((hear) => {
      const back = (came: Came | null, ms = 0) =>
        world.add(`${name} ${came === null ? 'unreachable' : came === 'portal' ? 'portal' : came.head.status || 'cut'} heard`, () => hear(came), {
          in: ms,
          alive: () => page.alive,
        })
      // Nobody watches over an upload but the browser's own patience.
      if (request.what === 'part') world.add(`${name} has lasted too long`, () => hear(null), { in: 90_000, alive: () => page.alive })
      if (world.strikes('portal')) return void back('portal')
      if (world.strikes('lost')) return void (world.dice.chance(0.5) ? back(null) : world.tell(`${name} lost in silence`))
      const copies = world.strikes('twice') ? 2 : 1
      for (let copy = 0; copy < copies; copy++) {
        const way = world.strikes('slow') ? world.dice.below(LONG) : world.dice.below(300)
        world.add(`${name} arrives`, () => this.arrived(page, request, copy === 0 ? back : () => undefined), { in: way })
      }
    })
  }

  private arrived(page: Page, request: Request, back: (came: Came | null, ms?: number) => void): void {
    const { world } = this
    const refusal = this.turnedAway(page, request)
    if (!refusal && (request.what !== 'exchange' || request.ops > 0)) world.changed = world.decisions
    const answer = refusal ?? this.served(request)
    const came = { ...answer, at: world.decisions, read: answer.body ? (JSON.parse(answer.body) as unknown) : null }
    world.tell(`  ${request.what} ${request.ops} -> ${came.head.status} ${came.head.code ?? (request.what === 'exchange' ? said(came.read as ExchangeAnswer) : '')}`)
    world.count(`request ${request.what} ${came.head.status || 'cut'}`)
    if (came.head.status === 400) world.tell(`  ${came.head.said ?? ''} ${request.body.slice(0, 300)}`)
    const silent = world.strikes('silent')
    if (silent && world.dice.chance(0.5)) return
    back(silent || came.head.status === 0 ? null : came, world.dice.below(300))
  }

  /** What stands in front of the exchange: the session, a proxy's limits. */
  private turnedAway(page: Page, request: Request): Answer | null {
    const { world } = this
    const told = (status: number, code: string, retryAfterMs?: number): Answer => ({
      head: { status, code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
      body: '{}',
    })
    if (!page.phone.signedIn) return told(401, 'unauthenticated')
    if (request.ops > world.options.batch) return told(413, 'batch_too_large')
    if (world.strikes('limited')) return world.dice.one([told(429, 'too_many_requests', 5000), told(503, 'busy', 2000), told(502, 'http_502')])
    return null
  }

  private served(request: Request): Answer {
    const { world } = this
    const writes = request.what !== 'exchange' || request.ops > 0
    const failing = writes ? FAILS.find((name) => world.strikes(name)) : undefined
    const extra = {
      now: Math.floor(world.now),
      ...(failing ? { fault: { kind: failing, after: world.dice.below(request.what === 'exchange' ? 30 : 6) } } : {}),
      ...(request.what === 'exchange' && world.strikes('die') ? { die: true } : {}),
      ...(request.what === 'exchange' && world.strikes('between') ? { between: [this.office.wish()] } : {}),
      ...(request.what === 'part' && request.body && world.strikes('cut') ? { cut: world.dice.below(request.body.length + 1) } : {}),
    }
    for (const wish of extra.between ?? []) world.tell(`  between push and pull the office wants ${JSON.stringify(wish)}`)
    const came = ask({ ...request.head, ...extra }, request.body)
    judged(world, came)
    return came
  }
}

/** The checker of the tables speaks with every answer. */
export function judged(world: World, came: Answer): void {
  if (came.head.struck) world.count(`struck ${came.head.struck}`)
  if (came.head.wrong) throw new Violation(came.head.wrong[0])
}

/** An answer in a few words, for the trace. */
function said({ dev, results, pull }: ExchangeAnswer): string {
  const state = `last ${dev.last_cseq} settled ${dev.settled_cseq}${dev.expected ? ` expected ${dev.expected}` : ''}${dev.fork ? ' fork' : ''}`
  const words = results.map((one) => `${one.cseq} ${one.verdict} ${one.reason}${one.dup ? ' again' : ''}`).join(', ')
  const rows = pull?.changes.map((one) => `${one.op} ${one.t}@${one.ver}`).join(', ') ?? 'no page'
  return `${state}; ${words}; ${pull?.reset ? 'reset, ' : ''}${rows}${pull?.more ? ', more' : ''}`
}

const silence: Reply = { status: 0, offset: null, retryAfterMs: null, tookMs: 0 }

function heard<T>(came: Came | null): Heard<T> {
  if (came === null) return { is: 'unreachable', why: 'cut' }
  if (came === 'portal') return { is: 'answer', body: { login: 'hotel' } as T }
  const { status, code = '', retryAfterMs = null } = came.head
  const fine = (status >= 200 && status < 300) || status === 426
  return fine ? { is: 'answer', body: came.read as T } : { is: 'refused', status, code, retryAfterMs }
}
