/** Photos on Wi-Fi only: one switch, which says so where the browser cannot tell. */
import { travelOf } from '../../../platform/travel'
import { Switch } from '../../../ui/Choice'
import { useAll } from '../../../ui/useLive'
import { usePhone } from '../phone'
import { t } from '../words'

export function WifiOnly() {
  const travel = travelOf(usePhone((state) => state.me.id))
  const { wifiOnly } = useAll(travel.now)
  return <Switch label={t('wifiOnly')} help={t(travel.tells ? 'wifiOnlyHelp' : 'wifiUntold')} on={wifiOnly && travel.tells} disabled={!travel.tells} onChange={travel.choose} />
}
