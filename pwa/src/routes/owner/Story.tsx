/** The story from the report to the end, one line per step; what is still to come is faint. */
import type { OwnerPage } from '../../wire/types.gen'
import { clock, when } from '../../text/moments'
import { t, tOf } from '../../text/owner'
import { story, type Line } from './model'

export function Story({ page, now }: { readonly page: OwnerPage; readonly now: number }) {
  return (
    <section>
      <h2>{t('story')}</h2>
      <ol class="timeline">
        {story(page.steps).map((line, n) => (
          <StoryLine key={`${line.step.code}${n}`} line={line} now={now} zone={page.time_zone} />
        ))}
      </ol>
    </section>
  )
}

const CLASS: Record<Line['state'], string> = { past: '', now: 'now', ahead: 'todo' }

function StoryLine({ line, now, zone }: { readonly line: Line; readonly now: number; readonly zone: string }) {
  const { code, at, facts } = line.step
  const why = facts['reason']
  const until = facts['until']
  const who = facts['technician']
  return (
    <li class={CLASS[line.state]} aria-current={line.state === 'now' ? 'step' : undefined}>
      <span class="dot" aria-hidden="true">{line.state === 'ahead' ? '' : '✓'}</span>
      <div>
        <span class={line.state === 'now' ? 'strong' : ''}>{tOf('step', code)}</span>
        {at && <time class="small quiet num" dateTime={at}>{when(at, now, zone)}</time>}
        {who && <p class="small quiet">{t('tech', { code: who })}</p>}
        {(why ?? until) && (
          <p class="small">
            {code === 'on_hold' && why ? tOf('hold', why) : why}
            {until && <span class="quiet"> · {t('sub.on_hold', { time: isMoment(until) ? when(until, now, zone) : until })}</span>}
          </p>
        )}
      </div>
    </li>
  )
}

const isMoment = (text: string) => /^\d{4}-\d\d-\d\dT/.test(text)

/** "about 14:20": the hour alone today, with the day otherwise. */
export function around(moment: string, now: number, zone: string): string {
  const long = when(moment, now, zone)
  return long === when(now, now, zone).replace(clock(now, zone), clock(moment, zone)) ? clock(moment, zone) : long
}
