/**
 * The technician's face: opens the phone of the person who signed in and gives it to the pages.
 *
 * Effects  the phone (IndexedDB, sync); the wire only for what is a question to the server and never for work.
 */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { openPhone, type Phone } from '../../platform/phone'
import { pushSwitch } from '../../platform/push'
import { back, type FaceProps } from '../../router'
import { c } from '../../text/common'
import { Button } from '../../ui/Button'
import { Banner, Skeleton } from '../../ui/Surface'
import { api, changeMe, signOut } from '../../wire/client'
import { Face } from './Face'
import type { Ground } from './phone'
import { loadProfile } from './me/profile'
import { w } from './shell/words'

export default function Technician({ me, path, go }: FaceProps) {
  const [phone, open] = useState<Phone | 'failed' | null>(null)
  const [round, again] = useState(0)
  useEffect(() => {
    let opened: Phone | null = null
    let here = true
    openPhone(me).then(
      (made) => {
        opened = made
        if (!here) return void made.close()
        open(made)
        void returnToCamera(made, go)
      },
      () => here && open('failed'),
    )
    return () => {
      here = false
      void opened?.close()
    }
  }, [me.id, round])
  useEffect(() => (phone === null || phone === 'failed' ? undefined : positions(phone, me.id)), [phone, me.id])
  useEffect(() => (phone === null || phone === 'failed' ? undefined : allowance(phone)), [phone])
  const ground = useMemo((): Ground | null => {
    if (phone === null || phone === 'failed') return null
    const push = pushSwitch()
    return {
      phone,
      path,
      go,
      back,
      ownerLink: async (id) => (await api<{ link: string }>('POST', `/work-orders/${id}/link`)).link,
      profile: () => loadProfile(me),
      changeDuty: changeMe,
      push,
      leave: async () => {
        // Whoever signs in next is not shown this person's offers; a dead network does not hold the person here.
        await Promise.race([push.off(), new Promise((go) => setTimeout(go, 2000))]).catch(() => undefined)
        await phone.close()
        await signOut()
      },
    }
  }, [phone, path, go, me])
  if (phone === 'failed') {
    return (
      <main style={{ padding: 'var(--s4)' }}>
        <Banner tone="late" title={w('openFailed')} action={<Button onClick={() => { open(null); again(round + 1) }}>{c('retry')}</Button>}>{w('openFailedWhy')}</Banner>
      </main>
    )
  }
  if (ground === null) return <main style={{ padding: 'var(--s6) var(--s4)' }}><Skeleton label={w('opening')} lines={6} /></main>
  return <Face ground={ground} />
}

const RECENT_MS = 10 * 60_000

/** A page that died under the camera opens where it was, if that was just now. */
async function returnToCamera(phone: Phone, go: FaceProps['go']): Promise<void> {
  const left = (await phone.intents().catch(() => [])).slice().sort((a, b) => b.at - a.at)
  for (const intent of left) void phone.forgetIntent(intent.id)
  const [last] = left
  if (last !== undefined && Date.now() - last.at < RECENT_MS) go(`/t/job/${last.wo}/camera?slot=${last.slot}${last.shot ? `&shot=${last.shot}` : ''}`)
}

/** The office is told where the technician is only while a job is under way. Returns how to stop. */
function positions(phone: Phone, me: string): () => void {
  let stop: (() => void) | null = null
  let ended = false
  const begin = async (): Promise<void> => {
    const { tellPosition } = await import('../../platform/whereabouts')
    if (!ended && stop === null) stop = tellPosition()
  }
  const look = (): void => {
    const underway = phone.state.get().orders.some(({ shown: { order } }) => order.technician_id === me && UNDERWAY.has(order.status))
    if (underway) void begin().catch(() => undefined)
    else {
      stop?.()
      stop = null
    }
  }
  look()
  const forget = phone.state.subscribe(look)
  return () => {
    ended = true
    forget()
    stop?.()
  }
}

/** What may be spent without a network is asked for while there is one. Returns how to stop. */
function allowance(phone: Phone): () => void {
  let stop: (() => void) | null = null
  let ended = false
  void import('../../platform/allowance').then(({ keepAllowance }) => {
    if (!ended) stop = keepAllowance(phone.state, () => phone.deviceId())
  }, () => undefined)
  return () => {
    ended = true
    stop?.()
  }
}

const UNDERWAY = new Set(['accepted', 'en_route', 'arrived', 'in_progress', 'work_done'])
