/**
 * What kind of schedule a seed stands for: how many phones, how long, which faults how often. Most faults are absent
 * from most schedules, so that the few that are there meet each other in every mixture.
 *
 * Pure     yes.
 */
import { Dice } from './dice'

/** Rates are per step for what happens by itself, per request for what happens to a request. */
export interface Options {
  readonly phones: number
  readonly shared: boolean // the second phone belongs to the first one's person
  readonly pages: number // pages of one phone that may be open at once
  readonly leaders: boolean // locks do not work: every page leads
  readonly steps: number
  readonly orders: number
  readonly page: number // rows of one pull at most
  readonly batch: number // operations of one exchange at most
  readonly hurry: number // milliseconds that pass in a step, at most
  readonly lying: boolean // the phones' disks say "written" too early
  readonly skew: number // how far phones' clocks are off at first, in milliseconds
  readonly lost: number // request
  readonly silent: number // answer
  readonly twice: number
  readonly slow: number // stays in the network for long
  readonly kill: number
  readonly power: number
  readonly big: number // photos that take more than one part, of all
  readonly rot: number // a row of the server's picture is lost or spoilt on a phone's disk
  readonly clone: number
  readonly jump: number
  readonly wait: number // hours or days pass
  readonly lead: number // leadership moves
  readonly storage: number // a transaction of the phone fails
  readonly crash: number // the server dies before its commit
  readonly die: number // and after it
  readonly busy: number
  readonly refuse: number // a statement is refused once
  readonly backup: number
  readonly restore: number
  readonly blobsBack: boolean // a backup has the bytes of photos too
  readonly between: number // the office acts between push and pull
  readonly office: number
  readonly portal: number
  readonly limited: number // 413, 429, 503
  readonly rate: number // exchanges of one phone in ten seconds
  readonly session: number
  readonly lose: number // a phone is reported lost
  readonly poison: number
  readonly deploy: number
  readonly cut: number // an upload's body is cut
  readonly relay: number
  readonly sweep: number // tombstones are swept
  readonly shut: number // a page is closed the moment it has written, before it could say so
}

export function optionsOf(seed: number): Options {
  const dice = new Dice(`options ${seed}`)
  const some = (often: number, ...rates: number[]): number => (dice.chance(often) ? dice.one(rates) : 0)
  const size = dice.luck()
  const steps = size < 0.72 ? 16 + dice.below(40) : size < 0.96 ? 50 + dice.below(100) : 150 + dice.below(200)
  return {
    phones: dice.one([1, 1, 2, 2, 3]),
    shared: dice.chance(0.15),
    pages: dice.chance(0.3) ? 2 : 1,
    leaders: dice.chance(0.2),
    steps,
    orders: dice.one([1, 1, 2, 2, 3]),
    page: dice.one([1, 3, 8, 1000]),
    batch: dice.one([1, 2, 5, 200]),
    hurry: dice.one([500, 3000, 20_000]),
    lying: dice.chance(0.15),
    skew: dice.one([0, 0, 0, 1, -1]) * dice.below(2 * 365 * 24 * 3_600_000),
    lost: some(0.5, 0.05, 0.2, 0.4),
    silent: some(0.5, 0.05, 0.2, 0.4),
    twice: some(0.4, 0.1, 0.3),
    slow: some(0.4, 0.05, 0.2),
    kill: some(0.5, 0.02, 0.06),
    power: some(0.3, 0.02, 0.05),
    clone: some(0.2, 0.01, 0.03),
    jump: some(0.25, 0.01, 0.03),
    wait: some(0.4, 0.01, 0.04),
    lead: some(0.3, 0.02, 0.05),
    storage: some(0.2, 0.02, 0.08),
    crash: some(0.4, 0.05, 0.15),
    die: some(0.4, 0.05, 0.15),
    busy: some(0.2, 0.05, 0.1),
    refuse: some(0.2, 0.05, 0.15),
    backup: some(0.35, 0.02, 0.04),
    restore: some(0.35, 0.015, 0.03),
    blobsBack: dice.chance(0.5),
    between: some(0.25, 0.1, 0.3),
    office: dice.one([0.03, 0.06, 0.12]),
    portal: some(0.2, 0.05, 0.15),
    limited: some(0.25, 0.05, 0.15),
    rate: dice.one([10, 10, 10, 2, 1]),
    session: some(0.25, 0.01, 0.03),
    lose: some(0.1, 0.01),
    poison: some(0.2, 0.05),
    deploy: some(0.2, 0.02, 0.05),
    cut: some(0.4, 0.2, 0.5),
    relay: some(0.5, 0.05, 0.1),
    sweep: some(0.3, 0.05, 0.15),
    rot: some(0.15, 0.02, 0.05),
    big: 0.03,
    shut: some(0.25, 0.1, 0.4),
  }
}
