/**
 * What is still missing before a step, in the same codes as `dispatch.lifecycle.missing_evidence`:
 * `before_photo:<n>`, `after_photo:<n>`, `step:<code>`, `cause`, `action`, `digest`, `signature`, `reason`.
 *
 * Pure     yes.
 */
import type { PhoneOrder, SignMethod } from '../wire/types.gen'

export interface Proof {
  readonly before: number
  readonly after: number
}

/** How many photos of each kind are held, whether or not their bytes have been sent. */
export function proofOf(photos: readonly { readonly slot: string }[]): Proof {
  const count = (slot: string) => photos.filter((photo) => photo.slot === slot).length
  return { before: count('before'), after: count('after') }
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

const photos = (slot: string, short: number): string[] => (short > 0 ? [`${slot}_photo:${short}`] : [])

function undone(
  answers: readonly { readonly step: string; readonly done: boolean }[],
  steps: readonly { readonly code: string }[],
): string[] {
  const done = new Set(answers.filter((one) => one.done).map((one) => one.step))
  return steps.filter((step) => !done.has(step.code)).map((step) => `step:${step.code}`)
}
