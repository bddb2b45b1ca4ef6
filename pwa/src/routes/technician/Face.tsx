/** The pages of the technician by path. Everything they do goes through the ground they are given. */
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { parts, query } from '../../router'
import type { Slot } from '../../wire/types.gen'
import { GroundContext, useView, type Ground } from './phone'
import { later } from './shell/Later'
import { Today } from './today/Today'

const JobPage = later(async () => (await import('./job/Job')).JobPage)
const Camera = later(async () => (await import('./camera/Camera')).Camera)
const SignOff = later(async () => (await import('./signoff/SignOff')).SignOff)
const SyncCentre = later(async () => (await import('./sync/SyncCentre')).SyncCentre)
const MePage = later(async () => (await import('./me/MePage')).MePage)

const SLOTS: readonly Slot[] = ['before', 'during', 'after', 'door']

export function Face({ ground }: { ground: Ground }) {
  useEffect(() => {
    // The first page is drawn: fetch the others, so that none is missing when the network goes.
    for (const page of [JobPage, Camera, SignOff, SyncCentre, MePage]) void page.load().catch(() => undefined)
  }, [])
  return <GroundContext.Provider value={ground}>{pageAt(ground.path)}</GroundContext.Provider>
}

function pageAt(path: string): ComponentChildren {
  const [, place, id, deed] = parts(path)
  if (place === 'sync') return <SyncCentre />
  if (place === 'me') return <MePage />
  if (place !== 'job' || id === undefined) return <Today />
  if (deed === 'camera') return <Camera key={path} id={id} slot={SLOTS.find((slot) => slot === query(path, 'slot')) ?? 'during'} shot={query(path, 'shot') ?? ''} />
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
