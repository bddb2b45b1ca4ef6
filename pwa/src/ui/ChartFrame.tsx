/** The frame of a chart: its title as a sentence, the plot, a legend in words, and the numbers as a table for readers. */
import type { ComponentChildren } from 'preact'
import './office.css'
import type { Tone } from './Surface'

export interface ChartFrameProps {
  title: string
  children: ComponentChildren
  keys?: readonly { readonly label: string; readonly tone: Tone }[]
  rows?: readonly (readonly [string, string])[]
}

export function ChartFrame({ title, children, keys = [], rows = [] }: ChartFrameProps) {
  return (
    <figure class="chart">
      <figcaption class="strong">{title}</figcaption>
      <div class="plot" aria-hidden={rows.length > 0}>{children}</div>
      {keys.length > 0 && (
        <div class="legend">
          {keys.map((key) => <span key={key.label} class="row"><i class={`key tone-${key.tone}`} />{key.label}</span>)}
        </div>
      )}
      {rows.length > 0 && (
        <table class="sr">
          <caption>{title}</caption>
          <tbody>{rows.map(([name, value]) => <tr key={name}><th scope="row">{name}</th><td>{value}</td></tr>)}</tbody>
        </table>
      )}
    </figure>
  )
}
