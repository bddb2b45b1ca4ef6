/** The switch for alerts: what a browser and its push service can do to it. */
import { expect, test, vi } from 'vitest'
import { pushSwitch, type Browser, type Told } from './push'

const named = (name: string): Error => Object.assign(new Error(name), { name })

/** A browser in memory, and what our server was told. */
function lab(more: Partial<Browser> = {}, told: Partial<Told> = {}) {
  const seen: string[] = []
  let held: string | null = null
  const subscription = (name: string) => ({
    toJSON: () => ({ endpoint: name, keys: {} }),
    unsubscribe: async () => {
      seen.push(`gave up ${name}`)
      held = null
      return true
    },
  })
  const browser: Browser = {
    permission: () => 'granted',
    ask: async () => 'granted',
    current: async () => (held === null ? null : subscription(held)),
    subscribe: async (key) => subscription((held = `sub-${key}`)),
    ...more,
  }
  const server: Told = {
    key: async () => 'k1',
    put: async (one) => void seen.push(`put ${one.toJSON().endpoint}`),
    remove: async (one) => void seen.push(`delete ${one.toJSON().endpoint}`),
    ...told,
  }
  return { seen, holds: (name: string) => void (held = name), subscription, toggle: pushSwitch(browser, server, 20) }
}

test('it is off until it is turned on, and off again afterwards', async () => {
  const { toggle, seen } = lab()
  expect(await toggle.state()).toBe('off')
  expect(await toggle.on()).toBe('on')
  expect(await toggle.state()).toBe('on')
  expect(await toggle.off()).toBe('off')
  expect(await toggle.state()).toBe('off')
  expect(seen).toEqual(['put sub-k1', 'put sub-k1', 'gave up sub-k1', 'delete sub-k1'])
})

test('a browser without push says so and asks nobody', async () => {
  const ask = vi.fn()
  const { toggle, seen } = lab({ permission: () => 'unsupported', ask })
  expect([await toggle.state(), await toggle.on(), await toggle.off()]).toEqual(['unsupported', 'unsupported', 'unsupported'])
  expect(ask).not.toHaveBeenCalled()
  expect(seen).toEqual([])
})

test('a person who blocked notifications is told that, one who closed the question is not', async () => {
  expect(await lab({ permission: () => 'denied' }).toggle.state()).toBe('blocked')
  expect(await lab({ ask: async () => 'denied' }).toggle.on()).toBe('blocked')
  expect(await lab({ ask: async () => 'default' }).toggle.on()).toBe('off')
})

test('a push service that fails or keeps silent is unreachable', async () => {
  expect(await lab({ subscribe: async () => Promise.reject(named('AbortError')) }).toggle.on()).toBe('unreachable')
  expect(await lab({ subscribe: () => new Promise(() => undefined) }).toggle.on()).toBe('unreachable')
})

test('what comes after the patience is given up, so that the switch does not look on', async () => {
  let arrive = (): void => undefined
  const late = lab({ subscribe: () => new Promise((resolve) => { arrive = () => resolve(late.subscription('late')) }) })
  expect(await late.toggle.on()).toBe('unreachable')
  arrive()
  await vi.waitFor(() => expect(late.seen).toEqual(['gave up late']))
})

test('a subscription that the server did not take is given up', async () => {
  const { toggle, seen } = lab({}, { put: async () => Promise.reject(named('Unreachable')) })
  await expect(toggle.on()).rejects.toThrow('Unreachable')
  expect(seen).toEqual(['gave up sub-k1'])
  expect(await toggle.state()).toBe('off')
})

test('a subscription under an older key of the server is replaced', async () => {
  let first = true
  const old = lab({
    subscribe: async (key) => {
      if (!first) return old.subscription(`sub-${key}`)
      first = false
      throw named('InvalidStateError')
    },
  })
  old.holds('ancient')
  expect(await old.toggle.on()).toBe('on')
  expect(old.seen).toEqual(['gave up ancient', 'put sub-k1'])
})
