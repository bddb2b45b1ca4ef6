import { describe, expect, test } from 'vitest'
import { at, NOON } from '../../testing/office'
import { en as deedsEn } from '../../text/deeds.en'
import { zh as deedsZh } from '../../text/deeds.zh'
import { en as ownerEn } from '../../text/owner.en'
import { zh as ownerZh } from '../../text/owner.zh'
import { en as reportEn } from '../../text/report.en'
import { zh as reportZh } from '../../text/report.zh'
import { en as sendingEn } from '../../text/sending.en'
import { zh as sendingZh } from '../../text/sending.zh'
import type { OwnerPage, OwnerPhoto } from '../../wire/types.gen'
import { blank, hasWhat, phoneFine } from '../report/draft'
import { uuid7 } from '../report/ids'
import { windowsFrom } from '../report/windows'
import { album, codeOf, etaPassed, firstLine, secondLine, story } from './model'

const STAGES = ['reported', 'assigned', 'en_route', 'arrived', 'in_progress', 'on_hold', 'finished', 'signed', 'reviewing', 'rework', 'completed', 'closed', 'cancelled', 'declined']
const page = (given: Partial<OwnerPage>): OwnerPage => ({ stage: 'reported', status: 'reported', technician: { code: 'T-PLB-03', certificates: [] }, eta: null, hold_reason: null, hold_until: null, may_sign: false, may_rate: false, rated: false, warranty_days: 30, ...given }) as OwnerPage

describe('the first line', () => {
  test.each(STAGES)('says something of its own for %s', (stage) => {
    const { key } = firstLine(page({ stage }))
    expect(ownerZh[key as keyof typeof ownerZh]).toBeTruthy()
    if (stage !== 'reported') expect(key).not.toBe('first.reported')
  })

  test('names a role code and the hour on the way', () => expect(firstLine(page({ stage: 'en_route', eta: at(14) }))).toMatchObject({ key: 'first.en_route.at', facts: { who: 'T-PLB-03', time: at(14) } }))
  test('asks for the signature when it is the owner’s turn', () => expect([firstLine(page({ stage: 'finished', may_sign: true })).tone, firstLine(page({ stage: 'finished' })).tone]).toEqual(['yours', 'moving']))
  test('a delay says until when, or that it is open', () => {
    expect(secondLine(page({ stage: 'on_hold', hold_until: at(60) }))).toEqual({ key: 'sub.on_hold', time: at(60) })
    expect(secondLine(page({ stage: 'on_hold' }))).toEqual({ key: 'sub.on_hold.open' })
  })
  test('a promise that passed is not left standing', () => {
    expect(etaPassed(page({ stage: 'en_route', eta: at(-6) }), NOON)).toBe(true)
    expect(etaPassed(page({ stage: 'arrived', eta: at(-6) }), NOON)).toBe(false)
  })
  test('photos still on the phone are not being checked yet', () => expect([firstLine(page({ stage: 'reviewing', status: 'pending_evidence' })).key, firstLine(page({ stage: 'reviewing', status: 'in_review' })).key]).toEqual(['first.uploading', 'first.reviewing']))
  test('a stage of a newer server is still a page', () => expect(firstLine(page({ stage: 'teleported' })).key).toBe('first.reported'))
})

test('the story marks the last thing that happened', () => {
  const steps = [{ code: 'reported', at: at(-9), facts: {} }, { code: 'assigned', at: at(-5), facts: {} }, { code: 'finished', at: null, facts: {} }]
  expect(story(steps).map((line) => line.state)).toEqual(['past', 'now', 'ahead'])
})

test('before and after become pairs, the rest a row', () => {
  const photo = (id: string, slot: string, minutes: number): OwnerPhoto => ({ id, slot, taken_at: at(minutes), width: 4, height: 3, lqip: '' })
  const { pairs, others } = album([photo('a', 'after', -1), photo('b2', 'before', -8), photo('b1', 'before', -9), photo('r', 'report', -60)])
  expect(pairs.map((pair) => [pair.before.id, pair.after.id])).toEqual([['b1', 'a']])
  expect(others.map((one) => one.id)).toEqual(['r', 'b2'])
})

test('the code comes from the fragment', () => expect([codeOf('#fa_ol_x'), codeOf('#'), codeOf('')]).toEqual(['fa_ol_x', null, null]))

describe('words of the owner', () => {
  const facts = (sentence: string) => [...new Set([...sentence.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort()
  test.each([['owner', ownerZh, ownerEn], ['deeds', deedsZh, deedsEn], ['report', reportZh, reportEn], ['sending', sendingZh, sendingEn]] as const)('%s says the same in both languages', (_, zh, en) => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
    for (const [key, sentence] of Object.entries(zh)) {
      const other = (en as Readonly<Record<string, string>>)[key] ?? ''
      expect(sentence, key).not.toBe('')
      expect(facts(other), key).toEqual(facts(sentence))
    }
  })
  test('no key stands in two parts', () => {
    const keys = [ownerZh, deedsZh, reportZh, sendingZh].flatMap((part) => Object.keys(part))
    expect(keys.length).toBe(new Set(keys).size)
  })
})

describe('the report', () => {
  test('windows lie ahead, at least an hour, in order', () => {
    const now = new Date(2026, 10, 24, 13, 30)
    const windows = windowsFrom(now, undefined)
    expect(windows).toHaveLength(7)
    expect(windows[0]?.start.getHours()).toBe(18)
    for (const { start, end } of windows) {
      expect(start.getTime() - now.getTime()).toBeGreaterThanOrEqual(3_600_000)
      expect(end.getTime()).toBeGreaterThan(start.getTime())
    }
  })

  test('windows are hours of the place, whatever the phone’s zone', () => {
    const [first] = windowsFrom(new Date('2026-11-24T17:30:00Z'), 'Asia/Shanghai')
    expect([first?.start.toISOString(), first?.end.toISOString()]).toEqual(['2026-11-25T01:00:00.000Z', '2026-11-25T04:00:00.000Z'])
  })

  test('needs a fault or a few words, and a phone that could be one', () => {
    expect([hasWhat(blank('x')), hasWhat({ ...blank('x'), words: '漏水' }), hasWhat({ ...blank('x'), fault: 'PLB-02' })]).toEqual([false, true, true])
    expect(['', '000 1234 5678', '+44 (0)20-7946', '12', 'abc'].map(phoneFine)).toEqual([true, true, true, false, false])
  })

  test('ids are version 7 and sort by time', () => {
    const early = uuid7(NOON, new Uint8Array(10).fill(255))
    const late = uuid7(NOON + 1, new Uint8Array(10))
    expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(early < late).toBe(true)
  })
})
