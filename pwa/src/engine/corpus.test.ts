/** The newest recorded build writes its operations exactly as this one does: a text that changes needs a version of its own. */
import { expect, test } from 'vitest'
import { read, written } from './protocol'

const FILES = import.meta.glob<string>('../../../tests/corpus/*.jsonl', { eager: true, import: 'default', query: '?raw' })
const newest = Object.keys(FILES).sort().at(-1) ?? ''
const texts = (FILES[newest] ?? '').trim().split('\n').map((line) => (JSON.parse(line) as { raw: string }).raw)

test('there is a recorded build', () => expect(texts.length).toBeGreaterThan(19))

test.each(texts.map((raw) => [read(raw).kind, raw] as const))('%s', (_, raw) => {
  const { op_id: opId, work_order: workOrder, kind, actor, at, seen, base, args, deps, grp } = read(raw)
  expect(written({ opId, workOrder, kind, actor, at, seen, base, args, deps, grp })).toBe(raw)
})
