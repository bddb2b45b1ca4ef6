import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { speak } from '../../text'
import { linesOf, readAs, shownAs } from './amending'

const ZONE = 'Asia/Shanghai'
beforeEach(() => speak('en'))

describe('amending what a phone had told', () => {
  test('pieces and prices are typed as one says them, and a machine’s own figures are not shown', () => {
    const args = { id: 'p1', material: 'M-011', name: '密封胶', unit: '支', quantity_milli: 1500, unit_price_fen: 1550 }
    const lines = linesOf('part.add', args)
    expect(lines.map(({ name, shape }) => [name, shape, shownAs(shape, args[name as keyof typeof args], ZONE)])).toEqual([
      ['material', 'words', 'M-011'], ['name', 'words', '密封胶'], ['unit', 'words', '支'], ['quantity_milli', 'quantity', '1.5'], ['unit_price_fen', 'money', '15.50'],
    ])
    expect(linesOf('photo.add', { id: 'x', sha256: 'ab', size: 3, mime: 'image/jpeg', width: 1, height: 1, slot: 'after', taken_at: '2026-11-24T04:00:00Z' }).map(({ name }) => name)).toEqual(['slot', 'taken_at'])
  })

  test('what is shown of a value is read as that value', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_000_000 }), (milli) => {
      expect(readAs('quantity', shownAs('quantity', milli, ZONE), ZONE)).toBe(milli)
    }))
    fc.assert(fc.property(fc.integer({ min: 0, max: 99_999_999 }), (fen) => {
      expect(readAs('money', shownAs('money', fen, ZONE), ZONE)).toBe(fen)
    }))
    const at = '2026-11-24T04:30:00.000Z'
    expect(shownAs('moment', at, ZONE)).toBe('2026-11-24T12:30')
    expect(readAs('moment', '2026-11-24T12:30', ZONE)).toBe(at)
  })

  test('nothing of something, less than nothing and words are no quantity and no price', () => {
    for (const none of ['', '0', '-1', '1.2345', '一支', '1e3']) expect(readAs('quantity', none, ZONE)).toBeNull()
    for (const none of ['', '-1', '1.234', '十五']) expect(readAs('money', none, ZONE)).toBeNull()
    expect(readAs('money', '0', ZONE)).toBe(0)
    expect(readAs('moment', '', ZONE)).toBeNull()
  })

  test('a code is chosen by its word; one of a newer phone stays choosable; a reason is a code only of a pause', () => {
    const [cause] = linesOf('visit.finish', { cause: 'RUST', action: 'REPLACE' })
    expect(cause?.choices.at(0)).toEqual({ value: 'AGE', label: 'Wear and age' })
    expect(cause?.choices.at(-1)).toEqual({ value: 'RUST', label: 'RUST' })
    expect(linesOf('visit.hold', { reason: 'weather' })[0]?.shape).toBe('choice')
    expect(linesOf('visit.hand_back', { reason: '另有急单' })[0]?.shape).toBe('words')
  })
})
