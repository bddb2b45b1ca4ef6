/** Skills, expiring certificates and duty of a person: asked of the server, remembered for when there is none. */
import { api } from '../../../wire/client'
import type { Me } from '../../../wire/edge'
import type { TechnicianRow } from '../../../wire/types.gen'
import type { Profile } from '../phone'

const KEPT = 'doorstep.profile'

export async function loadProfile(me: Me): Promise<Profile> {
  const key = `${KEPT}.${me.id}`
  try {
    const { items } = await api<{ items: readonly TechnicianRow[] }>('GET', '/estate/technicians')
    const row = items.find((one) => one.id === me.id)
    if (row === undefined) throw new Error('not among the technicians')
    const profile: Profile = { skills: row.skills, expiring: row.expiring, onBreak: row.state === 'break', offDuty: row.state === 'off' }
    localStorage.setItem(key, JSON.stringify(profile))
    return profile
  } catch (reason) {
    const kept = localStorage.getItem(key)
    if (kept === null) throw reason
    return JSON.parse(kept) as Profile
  }
}
