/** The pages of the technician by path. Everything they do goes through the ground they are given. */
import type { ComponentChildren } from 'preact'
import { parts, query } from '../../router'
import type { Slot } from '../../wire/types.gen'
import { Camera } from './camera/Camera'
import { JobPage } from './job/Job'
import { MePage } from './me/MePage'
import { GroundContext, useView, type Ground } from './phone'
import { SignOff } from './signoff/SignOff'
import { SyncCentre } from './sync/SyncCentre'
import { Today } from './today/Today'

const SLOTS: readonly Slot[] = ['before', 'during', 'after', 'door']

export function Face({ ground }: { ground: Ground }) {
  return <GroundContext.Provider value={ground}>{pageAt(ground.path)}</GroundContext.Provider>
}

function pageAt(path: string): ComponentChildren {
  const [, place, id, deed] = parts(path)
  if (place === 'sync') return <SyncCentre />
  if (place === 'me') return <MePage />
  if (place !== 'job' || id === undefined) return <Today />
  if (deed === 'camera') return <Camera key={path} id={id} slot={SLOTS.find((slot) => slot === query(path, 'slot')) ?? 'during'} />
  if (deed === 'sign') return <Sign id={id} />
  return <JobPage key={id} id={id} />
}

/** Only work that is done, or signed and changed since, can be signed; else the job itself is shown. */
function Sign({ id }: { id: string }) {
  const view = useView(id)
  const order = view?.shown.order
  if (view === undefined || order === undefined) return <JobPage id={id} />
  return order.status === 'work_done' || order.sign_off?.stale === true ? <SignOff view={view} /> : <JobPage id={id} />
}
