/** Cost lines as the owner sees them; amounts align, the total stands out. Units: minor units, thousandths. */
import './surfaces.css'
import { c } from '../text/common'
import { money, quantity } from '../text/format'
import { unitWord } from '../text/work'

export interface MoneyLine {
  readonly id: string
  readonly name: string
  readonly detail?: string
  readonly fen: number
}

export function MoneyLines({ lines, total, currency }: { lines: readonly MoneyLine[]; total: number; currency: string }) {
  return (
    <table class="money">
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            <td>
              {line.name}
              {line.detail && <div class="tiny hint">{line.detail}</div>}
            </td>
            <td>{money(line.fen, currency)}</td>
          </tr>
        ))}
        <tr class="total">
          <td>{c('total')}</td>
          <td>{money(total, currency)}</td>
        </tr>
      </tbody>
    </table>
  )
}

/** "2 × ¥18.00" under a part's name. */
export const timesPrice = (milli: number, unit: string, fen: number, currency: string): string => `${quantity(milli)} ${unitWord(unit)} × ${money(fen, currency)}`
