/**
 * What is still missing before a step, in the same codes as `dispatch.lifecycle.missing_evidence`:
 * `before_photo:<n>`, `after_photo:<n>`, `step:<code>`, `cause`, `action`, `digest`, `signature`, `reason`, `proof`,
 * `position`, `accuracy:<m>`, `distance:<m>`.
 *
 * Pure     yes.
 */
import type { LatLng, PhoneOrder, Presence, SignMethod, WorkOrder } from '../wire/types.gen'
import { FENCE_ACCURACY_M, FENCE_M, haversineMetres } from './distance'

const SILENT_UNDO_MS = 10_000

export interface Proof {
  readonly before: number
  readonly after: number
}

/** How many photos of each kind are held, whether or not their bytes have been sent. */
export function proofOf(photos: readonly { readonly slot: string }[]): Proof {
  const count = (slot: string) => photos.filter((photo) => photo.slot === slot).length
  return { before: count('before'), after: count('after') }
}

/** The owner's code, the asset's QR or a photo of the door speaks for itself; a position must be near and sharp. */
export function missingForArrive(presence: Presence, place: LatLng): string[] {
  if (presence.method !== 'fence') return presence.proof ? [] : ['proof']
  if (presence.position === null || presence.accuracy_m === null) return ['position']
  const vague = presence.accuracy_m > FENCE_ACCURACY_M ? [`accuracy:${FENCE_ACCURACY_M}`] : []
  return haversineMetres(presence.position, place) > FENCE_M ? [...vague, `distance:${FENCE_M}`] : vague
}

/** Taking "done" back needs no reason for ten seconds. */
export function missingForUndo(order: WorkOrder, reason: string, now: number): string[] {
  const fixed = order.clocks.fixed_at
  return fixed !== null && now - Date.parse(fixed) > SILENT_UNDO_MS && !reason.trim() ? ['reason'] : []
}

export function missingForStart({ order, fault }: PhoneOrder, proof: Proof): string[] {
  const steps = fault.checklist.filter((step) => step.required && step.before_start)
  return [...photos('before', fault.before_photos - proof.before), ...undone(order.checklist, steps)]
}

export function missingForFinish({ order, fault }: PhoneOrder, proof: Proof, cause: string, action: string): string[] {
  const steps = fault.checklist.filter((step) => step.required)
  const codes = [...(cause ? [] : ['cause']), ...(action ? [] : ['action'])]
  return [...photos('after', fault.after_photos - proof.after), ...undone(order.checklist, steps), ...codes]
}

export function missingForSign(sign: {
  readonly method: SignMethod
  readonly digest: string
  readonly signature_id: string | null
  readonly reason: string
}): string[] {
  const missing = sign.digest.length === 64 ? [] : ['digest']
  if (sign.method === 'in_person' && !sign.signature_id) missing.push('signature')
  if ((sign.method === 'refused' || sign.method === 'absent') && !sign.reason.trim()) missing.push('reason')
  return missing
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
