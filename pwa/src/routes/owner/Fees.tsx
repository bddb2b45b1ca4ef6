/** What it costs, line by line, as on the sheet that is signed. */
import { money, quantity } from '../../text/format'
import { t } from '../../text/owner'
import { unitWord } from '../../text/work'
import './asks.css'
import type { DeedProps } from './deed'

export default function Fees({ page }: DeedProps) {
  const price = (fen: number) => money(fen, page.currency)
  if (page.total_fen === 0 && page.fees.length === 0)
    return (
      <section>
        <h2>{t('fees')}</h2>
        <p class="card">{t('fees.none')}</p>
      </section>
    )
  return (
    <section>
      <h2>{t('fees')}</h2>
      <div class="card">
        <table class="money">
          <tbody>
            <tr><td>{t('fees.labour')}</td><td>{page.labour_fen === 0 ? t('fees.free') : price(page.labour_fen)}</td></tr>
            {page.surcharge_fen > 0 && <tr><td>{t('fees.surcharge')}</td><td>{price(page.surcharge_fen)}</td></tr>}
            {page.fees.map((line, n) => (
              <tr key={n}>
                <td>{line.name}<span class="small quiet"> {quantity(line.quantity_milli)} {unitWord(line.unit)} × {price(line.unit_price_fen)}</span></td>
                <td>{price(line.total_fen)}</td>
              </tr>
            ))}
            <tr class="total"><td>{t('fees.total')}</td><td>{price(page.total_fen)}</td></tr>
          </tbody>
        </table>
        <p class="small quiet">{t('fees.no_hidden')}</p>
      </div>
    </section>
  )
}
