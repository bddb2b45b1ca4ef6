import { expect, test } from 'vitest'
import { ghostAt, nextShot, wanted } from './plan'

const LEAK = { before_photos: 2, after_photos: 2, slots: ['before_source', 'before_damage', 'after_joint', 'after_dry'] }
const taken = (slot: string, shot = '') => ({ slot, shot })

test('each named shot has its least number; together they are what the fault asks for', () => {
  expect(wanted(LEAK, 'before', []).map((one) => [one.shot, one.need])).toEqual([['before_source', 1], ['before_damage', 1]])
  expect(wanted({ ...LEAK, after_photos: 3 }, 'after', []).map((one) => one.need)).toEqual([2, 1])
  expect(wanted({ ...LEAK, after_photos: 1 }, 'after', []).map((one) => one.need)).toEqual([1, 0])
})

test('a name that does not say when is of the time before; faults without names have no row', () => {
  const lift = { before_photos: 1, after_photos: 2, slots: ['mode_panel', 'after_run_test'] }
  expect(wanted(lift, 'before', []).map((one) => one.shot)).toEqual(['mode_panel'])
  expect(wanted(lift, 'after', []).map((one) => [one.shot, one.need])).toEqual([['after_run_test', 2]])
  expect(wanted({ before_photos: 1, after_photos: 1, slots: ['before', 'after'] }, 'before', [])).toEqual([])
  expect(wanted(LEAK, 'during', [taken('during')])).toEqual([])
})

test('the next shot is the first that is missing, then the first nobody took, then none in particular', () => {
  expect(nextShot(wanted(LEAK, 'before', []))).toBe('before_source')
  expect(nextShot(wanted(LEAK, 'before', [taken('before', 'before_source')]))).toBe('before_damage')
  expect(nextShot(wanted({ ...LEAK, before_photos: 1 }, 'before', [taken('before', 'before_source')]))).toBe('before_damage')
  expect(nextShot(wanted(LEAK, 'before', [taken('before', 'before_source'), taken('before', 'before_damage')]))).toBe('')
})

test('photos without a name fill the gaps in their order, and never more than that', () => {
  expect(wanted(LEAK, 'before', [taken('before'), taken('after')]).map((one) => one.have)).toEqual([1, 0])
  expect(wanted(LEAK, 'before', [taken('before'), taken('before'), taken('before')]).map((one) => one.have)).toEqual([1, 1])
})

test('behind an after lies the before at its place in the row, the last where there are fewer', () => {
  expect([0, 1, 2].map((at) => ghostAt(at, 2))).toEqual([0, 1, 1])
  expect(ghostAt(3, 0)).toBe(0)
})
