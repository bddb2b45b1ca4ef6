/**
 * A phone without a store or a network, for stories: what is done is replayed by the engine's own rules and waits for
 * ever. Nothing of it reaches a server.
 */
import { live } from '../../../engine/live'
import type { LocalPhoto, OutboxItem, PhoneState, PhoneView } from '../../../engine/model'
import type { Args, Kind, Op } from '../../../engine/protocol'
import { replay } from '../../../engine/reducer'
import type { Phone } from '../../../platform/phone'
import type { Slot } from '../../../wire/types.gen'
import { PICTURES } from './pictures'

export function fakePhone(first: PhoneState): Phone {
  const state = live(first)
  const made = new Map<string, string>()
  let count = 0
  const newId = (): string => `${String((count += 1)).padStart(8, '0')}-0000-7000-8000-000000000000`
  const put = (id: string, change: (view: PhoneView) => PhoneView, item: OutboxItem): void => {
    const now = state.get()
    state.set({ ...now, outbox: [...now.outbox, item], orders: now.orders.map((view) => (view.shown.order.id === id ? change(view) : view)) })
  }
  const itemOf = (kind: Kind, workOrder: string): OutboxItem => {
    const cseq = state.get().outbox.length + 1
    return { opId: newId(), kind, workOrder, cseq, state: 'waiting', verdict: null, reason: '', at: Date.now(), resolution: null, note: '', moved: false, bytesLeft: 0 }
  }
  return {
    state,
    async act<K extends Kind>(kind: K, id: string, args: Args[K]) {
      const op = { op_id: newId(), kind, v: 1, actor: first.me.id, at: { wall: Date.now(), boot: '', mono: 0, tz: '', off_ms: 0, unc_ms: 0 }, work_order: id, seen: '', base: {}, args, deps: { ops: [], blobs: [] }, grp: '' } as Op
      put(id, (view) => acted(view, op, first), itemOf(kind, id))
    },
    async photo(id, slot, blob, meta) {
      const sha256 = newId()
      made.set(sha256, URL.createObjectURL(blob))
      const photo: LocalPhoto = { id: newId(), workOrderId: id, slot: slot as Slot, sha256, takenAt: new Date().toISOString(), state: 'on_phone', sent: 0, size: blob.size, warnings: meta?.warnings ?? [], shot: meta?.shot ?? '', server: null }
      put(id, (view) => ({ ...view, photos: [...view.photos, photo], pending: view.pending + 1 }), itemOf('photo.add', id))
      return photo
    },
    photoUrl: async (sha) => made.get(sha) ?? PICTURES[sha] ?? null,
    newId,
    deviceId: () => null,
    hash: async (text) => text.length.toString(16).padStart(64, '0'),
    syncNow: () => undefined,
    retry: async () => undefined,
    exportQueue: async () => new Blob([]),
    log: async () => [],
    intend: async () => newId(),
    intents: async () => [],
    forgetIntent: async () => undefined,
    receipt: async () => {
      const waiting = state.get().outbox.filter((one) => one.state === 'waiting').length
      return { number: '412-9F03AC', safe: waiting === 0, waiting, missing: state.get().photosWaiting.count, parked: 0 }
    },
    close: async () => undefined,
  }
}

function acted(view: PhoneView, op: Op, { me }: PhoneState): PhoneView {
  const scene = replay({ shown: view.shown, taken: [], retracted: new Set(), signature: view.signature }, op, me)
  return { ...view, shown: scene.shown, signature: scene.signature, photos: view.photos.filter((photo) => !scene.retracted.has(photo.id)), pending: view.pending + 1 }
}
