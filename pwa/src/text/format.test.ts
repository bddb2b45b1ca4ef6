import { beforeEach, describe, expect, test } from 'vitest'
import { ago, between, bytes, countdown, distance, money, quantity, span, when } from './format'
import { speak } from './index'

const NOW = Date.parse('2026-11-24T06:00:00Z') // 14:00 in Shanghai
const ZONE = 'Asia/Shanghai'

describe('in Chinese', () => {
  beforeEach(() => speak('zh'))

  test('moments are said from here', () => {
    expect(when('2026-11-24T06:20:00Z', NOW, ZONE)).toBe('今天 14:20')
    expect(when('2026-11-25T01:00:00Z', NOW, ZONE)).toBe('明天 09:00')
    expect(when('2026-11-23T15:59:00Z', NOW, ZONE)).toBe('昨天 23:59')
    expect(between('2026-11-24T06:20:00Z', '2026-11-24T08:00:00Z', NOW, ZONE)).toBe('今天 14:20–16:00')
  })

  test('the day is the day of the community, not of the phone', () => {
    const late = Date.parse('2026-11-24T23:30:00Z') // 07:30 on the 25th in Shanghai
    expect(when('2026-11-24T23:30:00Z', late, ZONE)).toBe('今天 07:30')
    expect(when('2026-11-24T23:30:00Z', late, 'Europe/London')).toBe('今天 23:30')
  })

  test('spans have at most two units', () => {
    expect(span(45_000)).toBe('45 秒')
    expect(span(25 * 60_000)).toBe('25 分钟')
    expect(span(125 * 60_000)).toBe('2 小时 5 分')
    expect(span(3 * 86_400_000 + 5)).toBe('3 天')
    expect(ago(NOW - 300_000, NOW)).toBe('5 分钟前')
    expect(ago(NOW - 10_000, NOW)).toBe('刚刚')
  })

  test('money is whole fen, told in yuan', () => {
    expect(money(15_750)).toBe('¥157.50')
    expect(money(1_500, 'JPY')).toBe('¥1,500')
    expect(money(-1)).toBe('-¥0.01')
  })

  test('distances and sizes are round', () => {
    expect(distance(23)).toBe('23 米')
    expect(distance(184)).toBe('180 米')
    expect(distance(3120)).toBe('3.1 公里')
    expect(bytes(640_000)).toBe('640 KB')
    expect(bytes(7_100_000)).toBe('7.1 MB')
    expect(quantity(1500)).toBe('1.5')
  })
})

describe('in English', () => {
  beforeEach(() => speak('en'))

  test('the same, as English says it', () => {
    expect(when('2026-11-24T06:20:00Z', NOW, ZONE)).toBe('today 14:20')
    expect(span(125 * 60_000)).toBe('2 h 5 min')
    expect(span(86_400_000)).toBe('1 day')
    expect(ago(NOW + 25 * 60_000, NOW)).toBe('in 25 min')
  })
})

test('a countdown counts seconds and never below zero', () => {
  expect(countdown(249_000)).toBe('04:09')
  expect(countdown(3_849_000)).toBe('1:04:09')
  expect(countdown(1)).toBe('00:01')
  expect(countdown(-5)).toBe('00:00')
})
