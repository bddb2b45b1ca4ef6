/** New job alerts: one switch, and in words why it stands as it does. Offers always show while the app is open. */
import { useEffect, useState } from 'preact/hooks'
import type { PushState } from '../../../platform/push'
import { Switch } from '../../../ui/Choice'
import { toast } from '../../../ui/Toast'
import { useGround } from '../phone'
import { t } from '../words'

const WHY = { on: 'alertsOn', off: 'alertsOff', blocked: 'alertsBlocked', unsupported: 'alertsUnsupported', unreachable: 'alertsUnreachable' } as const

export function Alerts() {
  const { push } = useGround()
  const [state, know] = useState<PushState | null>(null)
  const [busy, work] = useState(false)
  useEffect(() => {
    let here = true
    push.state().then((now) => here && know(now), () => here && know('unsupported'))
    return () => {
      here = false
    }
  }, [push])
  const change = (on: boolean): void => {
    work(true)
    const changed = on ? push.on() : push.off()
    changed.then(know, () => toast(t('needsNetwork'))).finally(() => work(false))
  }
  const fixed = state === null || state === 'blocked' || state === 'unsupported'
  const help = busy ? t('alertsAsking') : state === null ? undefined : t(WHY[state])
  return <Switch label={t('alerts')} {...(help === undefined ? {} : { help })} on={state === 'on'} disabled={busy || fixed} onChange={change} />
}
