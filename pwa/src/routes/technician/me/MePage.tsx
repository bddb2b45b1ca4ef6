/** Me: on shift or not, on a break or not, what I can do, how this phone looks, and the way out. */
import { useEffect, useState } from 'preact/hooks'
import { language, named, wordFor } from '../../../text'
import { c, certificates, trades } from '../../../text/common'
import { Button } from '../../../ui/Button'
import { Segmented, Switch } from '../../../ui/Choice'
import { logOut } from '../../../ui/icons'
import { Avatar, Chip } from '../../../ui/Marks'
import { prefs } from '../../../ui/prefs'
import { Card, Section } from '../../../ui/Surface'
import { toast } from '../../../ui/Toast'
import { useAll } from '../../../ui/useLive'
import { choose, prefer } from '../../settings'
import { useGround, usePhone, type Duty, type Profile } from '../phone'
import { Page } from '../shell/Page'
import { Alerts } from './Alerts'
import { Leave } from './Leave'
import { WifiOnly } from './WifiOnly'
import { t } from '../words'
import { w } from '../shell/words'

declare const __BUILD__: string

export function MePage() {
  const me = usePhone((state) => state.me)
  const [leaving, leave] = useState(false)
  return (
    <Page title={w('me')}>
      <div class="row" style={{ gap: 'var(--s4)' }}>
        <Avatar name={me.code} large />
        <div>
          <p class="strong" style={{ fontSize: 'var(--t20)' }}>{me.code}</p>
          <p class="quiet">{named({ zh: me.org_zh, en: me.org_en })}</p>
        </div>
      </div>
      <Standing />
      <Looks />
      <Section title={t('device')}>
        <Card>
          <div class="stack">
            <WifiOnly />
            <p class="small quiet">{t('build', { build: __BUILD__ })}</p>
            <Button icon={logOut} wide onClick={() => leave(true)}>{t('signOut')}</Button>
          </div>
        </Card>
      </Section>
      {leaving && <Leave onClose={() => leave(false)} />}
    </Page>
  )
}

function Standing() {
  const { profile, changeDuty } = useGround()
  const [known, know] = useState<Profile | null>(null)
  useEffect(() => {
    let here = true
    profile().then((told) => here && know(told), () => undefined)
    return () => {
      here = false
    }
  }, [profile])
  const change = (duty: Duty, shown: Partial<Profile>): void => {
    const was = known
    if (was !== null) know({ ...was, ...shown })
    changeDuty(duty).then(
      () => toast(t('saved')),
      () => {
        know(was)
        toast(t('needsNetwork'))
      },
    )
  }
  return (
    <>
      <Card>
        <Switch label={t('duty')} help={t('dutyHelp')} on={!(known?.offDuty ?? false)} onChange={(on) => change({ off_duty: !on }, { offDuty: !on })} />
        <Switch label={t('rest15')} help={t('restHelp')} on={known?.onBreak ?? false} disabled={known?.offDuty ?? false} onChange={(on) => change({ on_break: on }, { onBreak: on })} />
        <Alerts />
      </Card>
      <Section title={t('skills')}>
        <Card>
          {known === null ? (
            <p class="quiet">{t('profileOffline')}</p>
          ) : (
            <div class="stack">
              <div class="row wrap">{known.skills.map((skill) => <Chip key={skill.trade} tone="primary">{wordFor(trades, skill.trade)} · {t('level', { n: skill.level })}</Chip>)}</div>
              {known.expiring.length === 0 && <p class="small quiet">{t('certFine')}</p>}
              {known.expiring.map((code) => <p key={code} class="small"><Chip tone="soon">{wordFor(certificates, code)}</Chip> {t('certExpiring')}</p>)}
            </div>
          )}
        </Card>
      </Section>
    </>
  )
}

function Looks() {
  const now = useAll(prefs)
  return (
    <Section title={t('lookTitle')}>
      <Card>
        <div class="stack" style={{ gap: 'var(--s4)' }}>
          <Segmented label={t('languageTitle')} value={language.get()} onChange={choose} options={[{ value: 'zh', label: c('languageZh') }, { value: 'en', label: c('languageEn') }]} />
          <Segmented label={t('theme')} value={now.theme} onChange={(theme) => prefer({ theme })} options={[{ value: 'auto', label: t('themeAuto') }, { value: 'light', label: t('themeLight') }, { value: 'dark', label: t('themeDark') }, { value: 'sun', label: t('themeSun') }]} />
          <Segmented label={t('size')} value={now.size} onChange={(size) => prefer({ size })} options={[{ value: 'normal', label: t('sizeNormal') }, { value: 'elder', label: t('sizeElder') }]} />
        </div>
      </Card>
    </Section>
  )
}
