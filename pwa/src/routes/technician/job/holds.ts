/** Until when, for a hold: quick answers in the community's own day. Units: epoch ms. Pure. */
export type Quick = 'in1h' | 'in3h' | 'tomorrow9' | 'in3d'

const HOUR = 3_600_000

export function quickUntil(quick: Quick, now: number, zone: string): number {
  switch (quick) {
    case 'in1h':
      return now + HOUR
    case 'in3h':
      return now + 3 * HOUR
    case 'tomorrow9':
      return nineOn(now + 24 * HOUR, zone)
    case 'in3d':
      return nineOn(now + 72 * HOUR, zone)
  }
}

/** 09:00 on the local day that holds `at`. Looks for the moment, so that a change of clocks needs no table. */
function nineOn(at: number, zone: string): number {
  const local = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
  const [hour = 0, minute = 0] = local.split(':').map(Number)
  return Math.floor(at / 60_000) * 60_000 + ((9 - hour) * 60 - minute) * 60_000
}
