/** What a phone had told, amended before it is taken: in pieces, prices and words; as text for the rare case. */
import { useState } from 'preact/hooks'
import { d } from '../../text/dispatcher'
import { unitWord } from '../../text/work'
import { Button } from '../../ui/Button'
import { Field, Select } from '../../ui/Field'
import { Sheet } from '../../ui/Overlay'
import { linesOf, readAs, shownAs, type Line } from './amending'
import { parseArgs, type ParkedItem } from './inbox'
import { Oops } from './Oops'
import { fieldWord } from './sidewords'
import { useZone } from './zone'

interface AmendProps {
  readonly item: ParkedItem
  readonly busy: boolean
  readonly problem: unknown
  readonly onSend: (args: Record<string, unknown>) => void
  readonly onClose: () => void
}

export function Amend({ item, busy, problem, onSend, onClose }: AmendProps) {
  const house = useZone()
  const zone = item.current?.place.time_zone ?? house
  const [args, change] = useState<Record<string, unknown>>({ ...item.args })
  const [wrong, mark] = useState<ReadonlySet<string>>(new Set())
  const [text, type] = useState<string | null>(null)
  const read = text === null ? { args } : parseArgs(text)
  const put = (name: string, value: string | number | null): void => {
    const still = new Set(wrong)
    if (value === null) still.add(name)
    else still.delete(name)
    mark(still)
    if (value !== null) change({ ...args, [name]: value })
  }
  const units = { quantity: unitWord(String(args['unit'] ?? unitOf(item))), money: item.current?.order.fees.currency ?? '' }
  const ready = 'args' in read && (text !== null || wrong.size === 0)
  return (
    <Sheet title={d('amendTitle')} onClose={onClose} footer={<Button kind="primary" wide busy={busy} disabled={!ready} onClick={() => 'args' in read && onSend(read.args)}>{d('amend')}</Button>}>
      <div class="stack" style={{ gap: 'var(--s4)' }}>
        {text === null && linesOf(item.kind, item.args).map((line) => (
          <Amended key={line.name} line={line} value={item.args[line.name]} unit={line.shape === 'quantity' ? units.quantity : line.shape === 'money' ? units.money : ''} zone={zone} onValue={(value) => put(line.name, value)} />
        ))}
        <details onToggle={(event) => type(event.currentTarget.open ? JSON.stringify(args, null, 2) : null)}>
          <summary class="small quiet fold">{d('amendText')}</summary>
          <Field label="JSON" lines value={text ?? ''} error={'why' in read ? d('amendBad', { why: read.why }) : null} onInput={type} />
        </details>
        <Oops problem={problem} />
      </div>
    </Sheet>
  )
}

/** Of a part whose number was changed the order knows the unit. */
const unitOf = (item: ParkedItem): string => item.current?.order.parts.find((part) => part.id === item.args['id'])?.unit ?? ''

interface AmendedProps {
  readonly line: Line
  readonly value: unknown
  readonly unit: string
  readonly zone: string
  readonly onValue: (value: string | number | null) => void
}

/** One argument; what cannot be read is said at once and sent never. */
function Amended({ line, value, unit, zone, onValue }: AmendedProps) {
  const [typed, type] = useState(() => shownAs(line.shape, value, zone))
  const put = (text: string): void => {
    type(text)
    onValue(readAs(line.shape, text, zone))
  }
  if (line.shape === 'choice') return <Select label={fieldWord(line.name)} value={typed} options={line.choices} onChange={put} />
  const wrong = readAs(line.shape, typed, zone) === null
  return (
    <Field
      label={fieldWord(line.name)} value={typed} unit={unit} onInput={put}
      type={line.shape === 'moment' ? 'datetime-local' : 'text'} inputMode={line.shape === 'words' || line.shape === 'moment' ? 'text' : 'decimal'}
      error={wrong ? d(line.shape === 'quantity' ? 'amendQuantity' : line.shape === 'moment' ? 'amendMoment' : 'amendFigure') : null}
    />
  )
}
