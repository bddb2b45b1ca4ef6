/**
 * The live board: one picture of all open orders and technicians, kept true by the stream.
 *
 * The stream sends whole rows; a row replaces its predecessor unless it is older. After every gap in the stream the
 * board is read again, so that nothing said in between is missed. While neither works the last picture stays and says
 * how old it is.
 *
 * Effects  only those of the `Doors` it is given.
 */
import { live, type Live } from '../../engine/live'
import type { Alert } from '../../wire/edge'
import type { Board, BoardRow, CommunityView, TechnicianRow } from '../../wire/types.gen'

export interface BoardAlert extends Alert {
  readonly id: string
  readonly at: number
}

export interface BoardState {
  readonly orders: ReadonlyMap<string, BoardRow>
  readonly technicians: ReadonlyMap<string, TechnicianRow>
  readonly communities: readonly CommunityView[]
  readonly alerts: readonly BoardAlert[]
  /** Epoch ms of the last word from the server; null before the first. */
  readonly heardAt: number | null
  readonly connected: boolean
  readonly failure: unknown
  /** Rows that just changed, to be marked for a moment. */
  readonly fresh: ReadonlySet<string>
}

export const NOTHING: BoardState = {
  orders: new Map(), technicians: new Map(), communities: [], alerts: [],
  heardAt: null, connected: false, failure: null, fresh: new Set(),
}

const ALERTS_KEPT = 30

/**
 * The board as read, under what the stream said while it was being read: a row heard since `before` is newer than the
 * snapshot unless its version says otherwise.
 */
export function filled(state: BoardState, board: Board, before: BoardState, now: number): BoardState {
  const orders = new Map(board.orders.map((row) => [row.id, row]))
  for (const [id, row] of state.orders) {
    const read = orders.get(id)
    if (row !== before.orders.get(id) && (read === undefined || read.version < row.version)) orders.set(id, row)
  }
  const technicians = new Map(board.technicians.map((row) => [row.id, row]))
  for (const [id, row] of state.technicians) if (row !== before.technicians.get(id)) technicians.set(id, row)
  return {
    ...state,
    orders,
    technicians,
    communities: board.communities,
    alerts: state.alerts.filter((alert) => alert.work_order_id === null || orders.has(alert.work_order_id)),
    heardAt: now,
    failure: null,
  }
}

/** The board after one event of the stream; unknown events change nothing but the time. */
export function told(state: BoardState, name: string, data: unknown, now: number): BoardState {
  if (typeof data !== 'object' || data === null) return { ...state, heardAt: now }
  switch (name) {
    case 'order':
      return withOrder(state, data as BoardRow, now)
    case 'technician': {
      const row = data as TechnicianRow
      return { ...state, technicians: new Map(state.technicians).set(row.id, row), heardAt: now }
    }
    case 'alert':
      return withAlert(state, data as Alert, now)
    default:
      return { ...state, heardAt: now }
  }
}

function withOrder(state: BoardState, row: BoardRow, now: number): BoardState {
  const known = state.orders.get(row.id)
  if (known && known.version > row.version) return { ...state, heardAt: now }
  const settled = row.technician_id !== null && row.technician_id !== known?.technician_id
  return {
    ...state,
    orders: new Map(state.orders).set(row.id, row),
    alerts: settled ? state.alerts.filter((alert) => alert.work_order_id !== row.id) : state.alerts,
    fresh: new Set([row.id]),
    heardAt: now,
  }
}

function withAlert(state: BoardState, alert: Alert, now: number): BoardState {
  const id = `${alert.code}:${alert.work_order_id ?? ''}`
  const others = state.alerts.filter((known) => known.id !== id)
  return { ...state, alerts: [{ ...alert, id, at: now }, ...others].slice(0, ALERTS_KEPT), heardAt: now }
}

/** What the board needs from outside. */
export interface Doors {
  readonly read: (signal: AbortSignal) => Promise<Board>
  readonly listen: (
    told: (name: string, data: unknown) => void,
    state: (open: boolean) => void,
    signal: AbortSignal,
  ) => Promise<void>
  readonly now: () => number
}

export interface OpenBoard {
  readonly state: Live<BoardState>
  readonly refresh: () => Promise<void>
  readonly dismiss: (alertId: string) => void
  readonly close: () => void
}

export function openBoard(doors: Doors): OpenBoard {
  const state = live<BoardState>(NOTHING)
  const cut = new AbortController()
  const refresh = async (): Promise<void> => {
    const before = state.get()
    try {
      const board = await doors.read(cut.signal)
      state.set(filled(state.get(), board, before, doors.now()))
    } catch (failure) {
      if (!cut.signal.aborted) state.set({ ...state.get(), failure })
    }
  }
  void refresh()
  void doors.listen(
    (name, data) => {
      state.set(told(state.get(), name, data, doors.now()))
      if (name === 'reset') void refresh() // the server lost count of what this stream should have been told
    },
    (open) => {
      state.set({ ...state.get(), connected: open })
      if (open) void refresh()
    },
    cut.signal,
  )
  return {
    state,
    refresh,
    dismiss: (alertId) => state.set({ ...state.get(), alerts: state.get().alerts.filter((alert) => alert.id !== alertId) }),
    close: () => cut.abort(),
  }
}
