/** The phone that the pages of this face act through, handed down by context, and one slice of its state. */
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { PhoneState, PhoneView } from '../../engine/model'
import type { Phone } from '../../platform/phone'
import type { PushSwitch } from '../../platform/push'
import type { Go } from '../../router'
import type { Skill } from '../../wire/types.gen'
import { useLive } from '../../ui/useLive'

export interface Ground {
  readonly phone: Phone
  readonly path: string
  readonly go: Go
  /** One page back, or `home` when this page was the first. */
  readonly back: (home: string) => void
  /** The owner's link of a work order, from the server; rejects when it cannot be had now. */
  readonly ownerLink: (workOrderId: string) => Promise<string>
  /** Skills, certificates and duty of the person; rejects when they cannot be had now. */
  readonly profile: () => Promise<Profile>
  readonly changeDuty: (change: Duty) => Promise<void>
  readonly push: PushSwitch
  readonly leave: () => Promise<void>
}

export interface Duty {
  readonly on_break?: boolean
  readonly off_duty?: boolean
}

export interface Profile {
  readonly skills: readonly Skill[]
  readonly expiring: readonly string[]
  readonly onBreak: boolean
  readonly offDuty: boolean
}

export const GroundContext = createContext<Ground | null>(null)

export function useGround(): Ground {
  const ground = useContext(GroundContext)
  if (ground === null) throw new Error('a page of the technician stands outside of its face')
  return ground
}

export function usePhone<T>(pick: (state: PhoneState) => T): T {
  return useLive(useGround().phone.state, pick)
}

export const useView = (id: string): PhoneView | undefined => usePhone((state) => state.orders.find((view) => view.shown.order.id === id))
