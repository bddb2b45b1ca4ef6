import { describe, expect, test } from 'vitest'
import { faceOf, HOME, parts, query } from './router'

describe('a path', () => {
  test('is read as parts and questions', () => {
    expect(parts('/t/job/7/camera?slot=after')).toEqual(['t', 'job', '7', 'camera'])
    expect(parts('/')).toEqual([])
    expect(parts('/d/order/YQL%2D1')).toEqual(['d', 'order', 'YQL-1'])
    expect(query('/t/job/7/camera?slot=after', 'slot')).toBe('after')
    expect(query('/t', 'slot')).toBeNull()
  })
})

describe('a role', () => {
  test('sees its own face wherever the path points', () => {
    expect(faceOf('technician', '/d')).toBe('technician')
    expect(faceOf('dispatcher', '/t/job/1')).toBe('dispatcher')
    expect(faceOf('clerk', '/')).toBe('dispatcher')
    expect(faceOf('lead', '/d')).toBe('lead')
    expect(faceOf('manager', '/')).toBe('lead')
    expect(faceOf('manager', '/d')).toBe('dispatcher')
    expect(faceOf('admin', '/l')).toBe('lead')
    expect(faceOf('admin', '/d')).toBe('dispatcher')
  })
  test('may look at the design page', () => expect(faceOf('technician', '/design/stories/today')).toBe('design'))
  test('has a home whose path opens its face', () => {
    expect(faceOf('technician', HOME.technician)).toBe('technician')
    expect(faceOf('lead', HOME.lead)).toBe('lead')
  })
})
