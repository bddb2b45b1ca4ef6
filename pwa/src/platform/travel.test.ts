import { expect, test } from 'vitest'
import { mayTravel, travelling } from './travel'

class Line extends EventTarget {
  constructor(public type: string) {
    super()
  }

  becomes(type: string): void {
    this.type = type
    this.dispatchEvent(new Event('change'))
  }
}

function kept() {
  const values = new Map<string, string>()
  return () => ({ getItem: (key: string) => values.get(key) ?? null, setItem: (key: string, value: string) => void values.set(key, value) })
}

test('photos go on any connection until somebody chooses Wi-Fi, and then not on mobile data', () => {
  const line = new Line('cellular')
  const travel = travelling('t1', line, kept())
  expect(mayTravel(travel.now.get())).toBe(true)
  travel.choose(true)
  expect(mayTravel(travel.now.get())).toBe(false)
  line.becomes('wifi')
  expect(mayTravel(travel.now.get())).toBe(true)
  line.becomes('ethernet')
  expect(mayTravel(travel.now.get())).toBe(true)
})

test('"send now" holds for this connection and no longer', () => {
  const line = new Line('cellular')
  const travel = travelling('t1', line, kept())
  travel.choose(true)
  travel.sendAnyway()
  expect(mayTravel(travel.now.get())).toBe(true)
  line.becomes('wifi')
  line.becomes('cellular')
  expect(mayTravel(travel.now.get())).toBe(false)
})

test('the choice is the person’s, and is there again after a start', () => {
  const storage = kept()
  travelling('t1', new Line('cellular'), storage).choose(true)
  expect(travelling('t1', new Line('cellular'), storage).now.get().wifiOnly).toBe(true)
  expect(travelling('t2', new Line('cellular'), storage).now.get().wifiOnly).toBe(false)
})

test('where the browser does not say what the connection is, nothing is held back', () => {
  for (const line of [undefined, new EventTarget(), new Line('unknown'), new Line('none')]) {
    const travel = travelling('t1', line, kept())
    travel.choose(true)
    expect(mayTravel(travel.now.get())).toBe(true)
  }
  expect(travelling('t1', new EventTarget(), kept()).tells).toBe(false)
  expect(travelling('t1', new Line('none'), kept()).tells).toBe(true)
})

test('no storage is no reason to fail', () => {
  const broken = () => {
    throw new DOMException('denied')
  }
  const travel = travelling('t1', new Line('cellular'), broken)
  travel.choose(true)
  expect(mayTravel(travel.now.get())).toBe(false)
})
