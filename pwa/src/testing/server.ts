/**
 * A server small enough to be obviously right: a ledger by id and number, one state feed, backups. It keeps the
 * promises of the protocol and nothing else.
 */
import type { Heard } from '../engine/ports'
import { type Op, OPS_PER_BATCH } from '../engine/protocol'
import { summed } from '../engine/receipt'
import type { EnrolAnswer, ExchangeAnswer, Note, Verdict } from '../wire/types.gen'
import { shownOnPhone } from './build'

interface State {
  readonly devices: Map<string, number>
  readonly ledger: Map<string, { raw: string; verdict: Verdict; device: string; cseq: number }>
  readonly notes: Note[]
  tx: number
  headTx: number
}

interface Request {
  readonly device_id: string
  readonly ops: readonly { readonly cseq: number; readonly op: Op }[]
  readonly pull?: { readonly cursor: string | null }
}

export class Server {
  epoch = 'e1'
  state: State = { devices: new Map(), ledger: new Map(), notes: [], tx: 1, headTx: 1 }
  backup: State = structuredClone(this.state)
  boxed: string[] = []
  /** Operations on which this build of the server fails, by id. */
  readonly poison = new Set<string>()
  readonly parks = new Set<string>()
  private named = 0

  save(): void {
    this.backup = structuredClone(this.state)
  }

  restore(): void {
    this.state = structuredClone(this.backup)
    this.epoch = `e${++this.named}x`
  }

  enrol(): EnrolAnswer {
    const id = `device-${++this.named}`
    this.state.devices.set(id, 0)
    return { device_id: id, epoch: this.epoch, limits: { ops: 200, bytes: 1_048_576, retry_after_ms: 0 } }
  }

  exchange(body: string, now: number): Heard<ExchangeAnswer> {
    const request = JSON.parse(body) as Request
    const raws = rawOps(body, request.ops.length)
    if (request.ops.length > OPS_PER_BATCH) return refusal(413, 'batch_too_large')
    const known = this.state.devices.get(request.device_id)
    if (known === undefined) return refusal(404, 'device_unknown')
    if (request.ops.some(({ op }) => this.poison.has(op.op_id))) return refusal(500, 'internal')
    let last = known
    let expected: number | null = null
    let fork = false
    const results: ExchangeAnswer['results'][number][] = []
    for (const [n, { cseq, op }] of request.ops.entries()) {
      const before = this.state.ledger.get(op.op_id)
      if (before) {
        if (before.raw !== raws[n]) throw new Error(`bytes of ${op.op_id} changed`)
        if (cseq === last + 1) last = cseq
        results.push({ cseq, op_id: op.op_id, verdict: before.verdict, reason: '', dup: true, facts: {} })
        continue
      }
      if (cseq <= last) fork = true
      else if (cseq > last + 1) expected = last + 1
      if (fork || expected !== null) break
      last = cseq
      const verdict = this.decide(op)
      this.state.ledger.set(op.op_id, { raw: raws[n] ?? '', verdict, device: request.device_id, cseq })
      results.push({ cseq, op_id: op.op_id, verdict, reason: '', dup: false, facts: {} })
    }
    this.state.devices.set(request.device_id, last)
    const limits = { ops: 200, bytes: 1_048_576, retry_after_ms: 0 }
    const told = [...this.state.ledger].flatMap(([id, one]) => (one.device === request.device_id && one.cseq <= last ? [id] : []))
    const dev = { last_cseq: last, settled_cseq: request.pull ? last : 0, expected, fork, receipt: summed(told) }
    return { is: 'answer', body: { epoch: this.epoch, now, dev, results, pull: this.pull(request), limits, upgrade: '' } }
  }

  order() {
    return shownOnPhone({ notes: this.state.notes })
  }

  private decide(op: Op): Verdict {
    this.state.tx += 1
    if (this.parks.has(op.op_id)) return 'parked'
    if (op.kind === 'note.add') this.state.notes.push({ ...op.args, by: op.actor, by_name: '' })
    this.state.headTx = this.state.tx
    return 'applied'
  }

  private pull(request: Request): ExchangeAnswer['pull'] {
    if (!request.pull) return null
    const [epoch, tx] = (request.pull.cursor ?? '|0').split('|')
    const reset = request.pull.cursor !== null && (epoch !== this.epoch || Number(tx) > this.state.tx)
    const since = reset ? 0 : Number(tx)
    const order = { t: 'work_order', id: 'wo-1', wo: 'wo-1', ver: this.state.headTx, op: 'put', d: structuredClone(this.order()) }
    const changes = this.state.headTx > since ? [order] : []
    return { cursor: `${this.epoch}|${this.state.tx}`, more: false, reset, changes, digest: null }
  }
}

const refusal = (status: number, code: string): Heard<never> => ({ is: 'refused', status, code, retryAfterMs: null })

/** The operations of a body as the bytes that were sent. */
function rawOps(body: string, count: number): string[] {
  const inside = body.slice(body.indexOf('"ops":[') + 7, -2)
  if (count === 0) return []
  return inside
    .split(/(?:^|,)\{"cseq":\d+,"op":/)
    .slice(1)
    .map((one) => one.slice(0, -1))
}
