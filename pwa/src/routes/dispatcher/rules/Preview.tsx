/** Last week's decisions, made again under the draft: the figures side by side, and the decisions that differ most. */
import { span } from '../../../text/format'
import { s } from '../../../text/rules'
import { Banner } from '../../../ui/Surface'
import type { Comparison } from '../../../wire/types.gen'

export function Preview({ told }: { readonly told: Comparison }) {
  if (told.decisions === 0) return <Banner tone="soon" live title={s('none')} />
  const rows: [string, string, string, number][] = [
    [s('wait'), span(told.wait_before_s * 1000), span(told.wait_after_s * 1000), told.wait_after_s - told.wait_before_s],
    [s('travel'), s('minutes', { n: told.travel_before_min }), s('minutes', { n: told.travel_after_min }), told.travel_after_min - told.travel_before_min],
    [s('late'), String(told.late_before), String(told.late_after), told.late_after - told.late_before],
    [s('nobody'), String(told.nobody_before), String(told.nobody_after), told.nobody_after - told.nobody_before],
    [s('busiest'), String(told.busiest_before), String(told.busiest_after), told.busiest_after - told.busiest_before],
  ]
  return (
    <section class="stack" aria-live="polite">
      <h3>{s('tried', { n: told.decisions })}</h3>
      <p class="strong">{told.changed === 0 ? s('unchanged') : s('changed', { n: told.changed })}</p>
      <table class="figures">
        <thead><tr><th /><th scope="col">{s('before')}</th><th scope="col">{s('after')}</th></tr></thead>
        <tbody>
          {rows.map(([name, before, after, more]) => (
            <tr key={name}><th scope="row">{name}</th><td class="num">{before}</td><td class={`num strong ${more === 0 ? '' : more < 0 ? 'tone-ok toned' : 'tone-soon toned'}`}>{after}</td></tr>
          ))}
        </tbody>
      </table>
      {told.most_changed.length > 0 && (
        <>
          <h3>{s('most')}</h3>
          <ul class="plan-past">
            {told.most_changed.slice(0, 8).map((one) => (
              <li key={one.decision_id}>
                <a href={`/d?order=${one.work_order_id}`}>
                  <strong class="num">{one.number}</strong>
                  <span class="num">{one.before || s('nobody')} → {one.after || s('nobody')}</span>
                  <span class="small quiet grow">{one.eta_s === 0 ? '' : s(one.eta_s < 0 ? 'sooner' : 'laterBy', { span: span(Math.abs(one.eta_s) * 1000) })}</span>
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
