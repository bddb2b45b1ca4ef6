import { describe, expect, test } from 'vitest'
import { found } from './found'
import { initials } from './Marks'
import { sorted, type Column } from './Table'

describe('a picker', () => {
  const choices = [
    { value: 'M-001', label: '1/2寸角阀', also: 'Angle valve jf' },
    { value: 'M-002', label: '陶瓷阀芯', also: 'Ceramic cartridge tcfx' },
    { value: 'M-010', label: '生料带', also: 'PTFE tape sld' },
  ]
  const names = (typed: string): string[] => found(choices, typed).map((one) => one.value)

  test('shows all when nothing was typed', () => expect(names('')).toEqual(['M-001', 'M-002', 'M-010']))
  test('finds by part of the label, by code, by the other language and by initials', () => {
    expect(names('阀')).toEqual(['M-001', 'M-002'])
    expect(names('m-010')).toEqual(['M-010'])
    expect(names('cartridge')).toEqual(['M-002'])
    expect(names('sld')).toEqual(['M-010'])
  })
  test('wants every word', () => expect(names('阀 ceramic')).toEqual(['M-002']))
  test('puts a label that starts so first', () => expect(names('陶')[0]).toBe('M-002'))
})

test('initials come from a code, a Chinese name or words', () => {
  expect(initials('T-PLB-03')).toBe('03')
  expect(initials('张阿姨')).toBe('张')
  expect(initials('Anna Maria Wu')).toBe('AM')
})

test('a table sorts by number and by word, down too, and keeps equals in place', () => {
  const columns: Column<{ n: number; w: string }>[] = [{ key: 'n', title: 'n', cell: () => null, by: (row) => row.n }]
  const rows = [{ n: 10, w: 'a' }, { n: 2, w: 'b' }, { n: 10, w: 'c' }]
  expect(sorted(rows, columns, { key: 'n', down: false }).map((row) => row.w)).toEqual(['b', 'a', 'c'])
  expect(sorted(rows, columns, { key: 'n', down: true }).map((row) => row.w)).toEqual(['a', 'c', 'b'])
  expect(sorted(rows, columns, null)).toBe(rows)
})
