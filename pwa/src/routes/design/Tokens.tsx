/** Colour, type and space as they are now. */
import { Section } from '../../ui/Surface'

const GROUNDS = ['bg', 'surface', 'sunk', 'line']
const INKS = ['ink', 'ink-2', 'ink-3', 'primary', 'ok', 'soon', 'late', 'info', 'offline']
const SOFT = ['primary', 'ok', 'soon', 'late', 'info', 'offline']
const SIZES = ['t13', 't15', 't17', 't20', 't24', 't32']

export function Tokens() {
  return (
    <Section title="Tokens">
      <div class="swatches">
        {GROUNDS.map((name) => <span key={name} class="swatch" style={{ background: `var(--${name})` }}>{name}</span>)}
        {INKS.map((name) => <span key={name} class="swatch" style={{ background: 'var(--surface)', color: `var(--${name})` }}><b>上门 Aa 128</b>{name}</span>)}
        {SOFT.map((name) => <span key={name} class="swatch" style={{ background: `var(--${name}-soft)`, color: `var(--${name})` }}><b>上门 Aa 128</b>{name}-soft</span>)}
      </div>
      <div class="stack" style={{ gap: 'var(--s1)' }}>
        {SIZES.map((name) => <p key={name} class="cut" style={{ fontSize: `var(--${name})` }}>{name} · 5栋1单元0803 漏水，师傅 14:20 到 Doorstep 128.50</p>)}
      </div>
    </Section>
  )
}
