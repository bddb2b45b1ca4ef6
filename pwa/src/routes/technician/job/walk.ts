/** What the steps of a job do to the phone: each one act, said in a toast, taken back within ten seconds where it may be. */
import type { PhoneView } from '../../../engine/model'
import type { Phone } from '../../../platform/phone'
import { toast } from '../../../ui/Toast'
import type { HoldReason, Presence } from '../../../wire/types.gen'
import { t } from '../words'

export interface Walk {
  accept(): void
  depart(): void
  arrive(presence: Presence): void
  start(): void
  hold(hold: { reason: HoldReason; until: string; note: string; material?: string }): void
  resume(): void
  finish(codes: { cause: string; action: string }): void
  undo(reason: string): void
  handBack(reason: string): void
}

export function walk(phone: Phone, view: PhoneView): Walk {
  const { id } = view.shown.order
  return {
    accept: () => {
      void phone.act('offer.accept', id, {})
      toast(t('accepted'))
    },
    depart: () => {
      void phone.act('visit.depart', id, {})
      toast(t('saidDepart'))
    },
    arrive: (presence) => {
      void phone.act('visit.arrive', id, { presence })
      toast(t('saidArrive'))
    },
    start: () => {
      void phone.act('visit.start', id, {})
      toast(t('saidStart'))
    },
    hold: (hold) => {
      void phone.act('visit.hold', id, hold)
      toast(t('saidHold'), () => void phone.act('visit.resume', id, {}))
    },
    resume: () => {
      void phone.act('visit.resume', id, {})
      toast(t('saidResume'))
    },
    finish: (codes) => {
      void phone.act('visit.finish', id, codes)
      toast(t('saidFinish'), () => void phone.act('visit.undo', id, { reason: '' }))
    },
    undo: (reason) => {
      void phone.act('visit.undo', id, { reason })
      toast(t('saidResume'))
    },
    handBack: (reason) => {
      void phone.act('visit.hand_back', id, { reason })
      toast(t('handedBack'))
    },
  }
}
