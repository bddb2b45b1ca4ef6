/** The board over a stream that is open and yet has lost something. */
import { expect, test } from 'vitest'
import type { Board } from '../../wire/types.gen'
import { openBoard, type Doors } from './store'

const BOARD: Board = { orders: [], technicians: [], communities: [] } as unknown as Board

test('after a reset the board is read again although the stream never broke', async () => {
  let reads = 0
  let tell: Parameters<Doors['listen']>[0] = () => undefined
  const board = openBoard({
    read: async () => (reads++, BOARD),
    listen: async (told) => void (tell = told),
    now: () => 1,
  })
  tell('order', { id: 'o', version: 1, technician_id: null })
  expect(reads).toBe(1)
  tell('reset', {})
  expect(reads).toBe(2)
  board.close()
})
