import { describe, expect, test } from 'vitest'
import { speak } from '../../text'
import { aRow, at, NOON } from '../../testing/office'
import type { TimelineLine } from '../../wire/types.gen'
import { byUrgency, mood, rowMood } from './health'
import { lateBy, sentence } from './history'
import { deviceName } from './house'
import { BOARD_KEYS, clashes, isTyping, PARKED_KEYS, pressed, REVIEW_KEYS } from './keys'
import { NEEDS_REASON, steps } from './steps'
import { IN_BAR, inBar, type Stop } from './stops'

const key = (name: string, more: object = {}) => ({ key: name, ctrlKey: false, altKey: false, metaKey: false, isComposing: false, target: { tagName: 'BODY' }, ...more })

test('a phone is called by its own name, not by what it is built on', () => {
  expect(deviceName('Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36')).toBe('Android · Chrome')
  expect(deviceName('Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0')).toBe('Linux · Firefox')
})

describe('the health of an order', () => {
  test('turns late at the moment it is due, without a word from the server', () => {
    const row = aRow()
    expect(rowMood(row, NOON)).toBe('ok')
    expect(rowMood(row, NOON + 60 * 60_000 - 1)).toBe('soon')
    expect(rowMood(row, NOON + 60 * 60_000)).toBe('late')
  })

  test('is soon in the last quarter of its budget', () => {
    const row = aRow({ reported_at: at(-60), health: { clock: 'fix', due_at: at(20), state: 'ok' } })
    expect(rowMood(row, NOON)).toBe('soon')
  })

  test('stays done when it is done, and none when no clock runs', () => {
    expect(mood({ clock: 'fix', due_at: at(-5), state: 'done' }, null, NOON)).toBe('done')
    expect(mood({ clock: '', due_at: null, state: 'ok' }, null, NOON)).toBe('ok')
    expect(mood({ clock: '', due_at: null, state: 'odd' }, null, NOON)).toBe('none')
  })

  test('orders a list by health, then priority, then what is due first', () => {
    const late = aRow({ id: 'late', priority: 'P3', health: { clock: 'fix', due_at: at(-1), state: 'late' } })
    const urgent = aRow({ id: 'urgent', priority: 'P0' })
    const sooner = aRow({ id: 'sooner', health: { clock: 'fix', due_at: at(50), state: 'ok' } })
    expect([aRow({ id: 'plain' }), sooner, urgent, late].sort(byUrgency(NOON)).map((row) => row.id)).toEqual(['late', 'urgent', 'sooner', 'plain'])
  })
})

describe('the keyboard', () => {
  test.each([['board', BOARD_KEYS], ['review', REVIEW_KEYS], ['parked', PARKED_KEYS]])('no key of the %s map means two things', (_, map) => expect(clashes(map)).toEqual([]))

  test.each([['board', BOARD_KEYS], ['review', REVIEW_KEYS], ['parked', PARKED_KEYS]])('? lists the keys of the %s', (_, map) => expect(pressed(map as typeof BOARD_KEYS, key('?'))).toBe('help'))

  test('J, K, A and R are the review', () => {
    expect(['j', 'k', 'a', 'r'].map((name) => pressed(REVIEW_KEYS, key(name)))).toEqual(['next', 'previous', 'approve', 'sendBack'])
    expect(pressed(REVIEW_KEYS, key('A'))).toBe('approve')
  })

  test('letters are text while somebody types, and the browser keeps its own', () => {
    expect(pressed(REVIEW_KEYS, key('a', { target: { tagName: 'TEXTAREA' } }))).toBeNull()
    expect(pressed(BOARD_KEYS, key('Escape', { target: { tagName: 'INPUT', type: 'search' } }))).toBe('close')
    expect(pressed(REVIEW_KEYS, key('r', { ctrlKey: true }))).toBeNull()
    expect(pressed(REVIEW_KEYS, key('a', { isComposing: true }))).toBeNull()
    expect(isTyping({ tagName: 'INPUT', type: 'range' })).toBe(false)
  })
})

describe('what the office may do', () => {
  test('a reported order can be triaged, declined, merged or cancelled, not assigned', () => expect(steps('reported', 'dispatcher')).toEqual(['triage', 'decline_report', 'merge', 'cancel', 'link']))
  test('a clerk triages and takes nothing away', () => expect(steps('reported', 'clerk')).toEqual(['triage', 'link']))
  test('work that is over offers only the link', () => expect(steps('closed', 'dispatcher')).toEqual(['link']))
  test('what takes something away needs a reason', () => expect([...NEEDS_REASON].sort()).toEqual(['cancel', 'decline_report', 'override', 'revoke']))
})

describe('a line of the timeline', () => {
  const line = (name: string, facts: Record<string, unknown>): TimelineLine => ({ n: 1, at: at(-30), recorded_at: at(-8), name, actor_role: 'technician', actor: 'T-PLB-03', facts })
  const codeOf = (id: string) => ({ t9: 'T-ELE-09' })[id] ?? '—'

  test('says who and why in the reader’s language', () => {
    speak('zh')
    expect(sentence(line('assignment.ended', { technician_id: 't9', state: 'declined', reason: 'too_far' }), codeOf, String)).toBe('T-ELE-09 拒单：太远，赶不到')
    speak('en')
    expect(sentence(line('work_order.held', { reason: 'waiting_parts' }), codeOf, String)).toBe('On hold: Waiting for parts')
  })

  test('an event of a newer server is shown by its name', () => expect(sentence(line('robot.danced', {}), codeOf, String)).toBe('robot.danced'))
  test('knows how late it was written down', () => expect(lateBy(line('x', {}))).toBe(22 * 60_000))
})

describe('the bar on a phone', () => {
  const stop = (href: string, rare = false): Stop => ({ href, label: href, icon: [], here: false, rare })

  test('has what is asked for most, in the order of the rail; what is done at a desk makes room', () => {
    const stops = [stop('board'), stop('call'), stop('day'), stop('plan', true), stop('parked'), stop('phones', true)]
    expect(inBar(stops).map((one) => one.href)).toEqual(['board', 'call', 'day', 'parked'])
  })

  test('is never emptier than it must be, and never fuller than it can be', () => {
    expect(inBar([stop('a'), stop('b', true)]).map((one) => one.href)).toEqual(['a', 'b'])
    expect(inBar(Array.from({ length: 9 }, (_, n) => stop(String(n))))).toHaveLength(IN_BAR)
  })
})
