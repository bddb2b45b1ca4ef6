/**
 * The technician's face: opens the phone of the person who signed in and gives it to the pages.
 *
 * Effects  the phone (IndexedDB, sync); the wire only for what is a question to the server and never for work.
 */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { openPhone, type Phone } from '../../platform/phone'
import type { FaceProps } from '../../router'
import { c } from '../../text/common'
import { Button } from '../../ui/Button'
import { Banner, Skeleton } from '../../ui/Surface'
import { api, changeMe, signOut } from '../../wire/client'
import { Face } from './Face'
import type { Ground } from './phone'
import { loadProfile } from './me/profile'
import { t } from './words'

export default function Technician({ me, path, go }: FaceProps) {
  const [phone, open] = useState<Phone | 'failed' | null>(null)
  const [round, again] = useState(0)
  useEffect(() => {
    let opened: Phone | null = null
    let here = true
    openPhone(me).then(
      (made) => {
        opened = made
        if (here) open(made)
        else void made.close()
      },
      () => here && open('failed'),
    )
    return () => {
      here = false
      void opened?.close()
    }
  }, [me.id, round])
  const ground = useMemo((): Ground | null => {
    if (phone === null || phone === 'failed') return null
    return {
      phone,
      path,
      go,
      ownerLink: async (id) => (await api<{ link: string }>('POST', `/work-orders/${id}/link`)).link,
      profile: () => loadProfile(me),
      changeDuty: changeMe,
      leave: async () => {
        await phone.close()
        await signOut()
      },
    }
  }, [phone, path, go, me])
  if (phone === 'failed') {
    return (
      <main style={{ padding: 'var(--s4)' }}>
        <Banner tone="late" title={t('openFailed')} action={<Button onClick={() => { open(null); again(round + 1) }}>{c('retry')}</Button>}>{t('openFailedWhy')}</Banner>
      </main>
    )
  }
  if (ground === null) return <main style={{ padding: 'var(--s6) var(--s4)' }}><Skeleton label={t('opening')} lines={6} /></main>
  return <Face ground={ground} />
}
