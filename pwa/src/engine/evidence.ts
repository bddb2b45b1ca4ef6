/**
 * What is still missing before a step, in the same codes as `dispatch.lifecycle.missing_evidence`:
 * `before_photo:<n>`, `after_photo:<n>`, `step:<code>`, `cause`, `action`, `digest`, `signature`, `reason`, `proof`,
 * `presence`, `position`, `accuracy:<m>`, `distance:<m>`; before the start also what the rules ask (`fitness`).
 *
 * Pure     yes.
 */
import type { LatLng, PhoneOrder, Presence, WorkOrder } from '../wire/types.gen'
import { FENCE_ACCURACY_M, FENCE_M, haversineMetres } from './distance'
import { unfit } from './fitness'


export interface Proof {
  readonly before: number
  readonly after: number
}

/** How many photos of each kind are held, whether or not their bytes have been sent. */
export function proofOf(photos: readonly { readonly slot: string }[]): Proof {
  const count = (slot: string) => photos.filter((photo) => photo.slot === slot).length
  return { before: count('before'), after: count('after') }
}

/** What this door and this owner have: the code on the door, the owner's code, the photos of the door. */
export interface Door {
  readonly position: LatLng
  readonly report_code: string
  readonly owner_code: string
  readonly photos: readonly string[]
}

/** Four digits on the owner's page, for whoever is sent; the twin of `dispatch.evidence.owner_code`. */
export async function ownerCode(order: WorkOrder, sha256: (text: string) => Promise<string>): Promise<string> {
  const hashed = await sha256(`${order.id}\n${order.assignment_id ?? ''}`)
  return String(Number.parseInt(hashed.slice(0, 8), 16) % 10_000).padStart(4, '0')
}

/** The owner's code, the code on the door or a photo of it must be the right one; a position near and sharp. */
export function missingForArrive(presence: Presence, door: Door): string[] {
  const { method, proof } = presence
  if (method !== 'fence') return proof ? (rightful(method, door).includes(proof) ? [] : ['presence']) : ['proof']
  if (presence.position === null || presence.accuracy_m === null) return ['position']
  const vague = presence.accuracy_m > FENCE_ACCURACY_M ? [`accuracy:${FENCE_ACCURACY_M}`] : []
  return haversineMetres(presence.position, door.position) > FENCE_M ? [...vague, `distance:${FENCE_M}`] : vague
}

function rightful(method: Presence['method'], door: Door): readonly string[] {
  if (method === 'owner_code') return [door.owner_code]
  return method === 'asset_qr' ? [door.report_code] : door.photos
}

export function missingForStart(shown: PhoneOrder, proof: Proof, now: number): string[] {
  const { order, fault } = shown
  const steps = fault.checklist.filter((step) => step.required && step.before_start)
  return [...photos('before', fault.before_photos - proof.before), ...undone(order.checklist, steps), ...unfit(shown, now)]
}

export function missingForFinish({ order, fault }: PhoneOrder, proof: Proof, cause: string, action: string): string[] {
  const steps = fault.checklist.filter((step) => step.required)
  const codes = [...(cause ? [] : ['cause']), ...(action ? [] : ['action'])]
  return [...photos('after', fault.after_photos - proof.after), ...undone(order.checklist, steps), ...codes]
}

/** A reading is a number; a unit may follow. */
export const isReading = (value: string): boolean => /^\s*[<>≤≥±+-]*\s*[0-9]/.test(value)

const photos = (slot: string, short: number): string[] => (short > 0 ? [`${slot}_photo:${short}`] : [])

function undone(
  answers: readonly { readonly step: string; readonly done: boolean; readonly value: string }[],
  steps: readonly { readonly code: string; readonly kind: string }[],
): string[] {
  const given = new Map(answers.filter((one) => one.done).map((one) => [one.step, one.value]))
  const answered = ({ code, kind }: { readonly code: string; readonly kind: string }): boolean => {
    const value = given.get(code)
    return value !== undefined && (kind !== 'reading' || isReading(value))
  }
  return steps.filter((step) => !answered(step)).map((step) => `step:${step.code}`)
}
