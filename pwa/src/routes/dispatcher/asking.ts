/** The office's calls about one work order. Every change names the version it was based on. Effects: fetch. */
import { ApiProblem, api } from '../../wire/client'
import type { Dossier } from '../../wire/edge'
import type { AnyIntent, Decision, OrderDetail } from '../../wire/types.gen'

const at = (id: string) => `/work-orders/${encodeURIComponent(id)}`

export const readDossier = (id: string, signal?: AbortSignal) => api<Dossier>('GET', at(id), undefined, signal ? { signal } : {})

export const readCandidates = (id: string, signal?: AbortSignal) => api<Decision>('GET', `${at(id)}/candidates`, undefined, signal ? { signal } : {})

export const offerByHand = (id: string, technicianId: string, version: number, reason: string) =>
  api<OrderDetail>('POST', `${at(id)}/offer`, { technician_id: technicianId, version, ...(reason ? { reason } : {}) })

export const dispatchAgain = (id: string) => api<Decision>('POST', `${at(id)}/dispatch`)

export const carryOut = (id: string, version: number, intent: AnyIntent) => api<OrderDetail>('POST', `${at(id)}/intents`, { version, intent })

/** Whether the order had changed since the version that was named. */
export const isStale = (why: unknown): boolean => why instanceof ApiProblem && why.code === 'stale'

export const makeLink = async (id: string): Promise<string> => {
  const { link } = await api<{ link: string }>('POST', `${at(id)}/link`)
  return new URL(link, location.origin).href
}
