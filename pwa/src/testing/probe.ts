/**
 * The phone without screens, for tests that need hundreds of hands in a real browser: the product's own modules
 * (session, wire, store, engine, lanes), opened on a bare page and handed to the test as `probe`.
 *
 * Effects  those of the phone.
 */
import { storage } from '../platform/browser'
import type { Phone } from '../platform/facade'
import { askBackgroundSync } from '../platform/install'
import { opened } from '../platform/opened'
import type { Args, Kind } from '../engine/protocol'
import { needsLogin, restore, session, signIn, signOut } from '../wire/session'
import type { Me } from '../wire/edge'
import type { Slot } from '../wire/types.gen'

let phone: Phone | null = null

function mine(): Phone {
  if (!phone) throw new Error('no phone is open')
  return phone
}

/** A picture nobody else has: `seed` decides every pixel, so that the same seed is the same photo on every phone. */
async function picture(seed: number, side: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(side, side)
  const ground = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
  const pixels = ground.createImageData(side, side)
  let state = seed * 2654435761 + 1
  for (let n = 0; n < pixels.data.length; n++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    pixels.data[n] = n % 4 === 3 ? 255 : state >>> 24
  }
  ground.putImageData(pixels, 0, 0)
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 })
}

const probe = {
  signIn: async (login: string, password: string) => void (await signIn(login, password)),
  signOut,
  /** The session as a page finds it when it starts. */
  restore: async () => (await restore()) !== null,
  needsLogin: () => needsLogin.get(),
  async open(): Promise<void> {
    phone = await opened(session.get()?.me as Me)
  },
  close: async () => mine().close(),
  state: () => mine().state.get(),
  newId: () => mine().newId(),
  act: (kind: Kind, order: string, args: Args[Kind], opId: string) => mine().act(kind, order, args, { opId }),
  async photo(order: string, slot: Slot, seed: number, side: number, id: string): Promise<string> {
    return (await mine().photo(order, slot, await picture(seed, side), { id })).sha256
  },
  syncNow: () => mine().syncNow(),
  retry: (opId: string) => mine().retry(opId),
  receipt: () => mine().receipt(),
  log: () => mine().log(),
  storage,
  askBackgroundSync,
  async exported(): Promise<number[]> {
    return [...new Uint8Array(await (await mine().exportQueue()).arrayBuffer())]
  },
}

;(globalThis as { probe?: typeof probe }).probe = probe
