/** The repair certificate as a PDF in either language. */
import { useState } from 'preact/hooks'
import { ApiProblem, send } from '../../wire/request'
import { t } from '../../text/owner'
import './asks.css'
import { Btn, Oops } from './bits'
import type { DeedProps } from './deed'

type Tongue = 'zh' | 'en'

export default function Certificate({ page }: DeedProps) {
  const [busy, work] = useState<Tongue | null>(null)
  const [problem, fail] = useState<unknown>(null)
  const fetchPdf = async (tongue: Tongue) => {
    work(tongue)
    fail(null)
    try {
      const answer = await send('GET', `/owner/certificate?lang=${tongue}`, { patienceMs: 60_000 })
      if (!answer.ok) throw new ApiProblem(answer.status, await answer.json().catch(() => ({})))
      hand(await answer.blob(), `${page.number}-${tongue}.pdf`)
    } catch (why) {
      fail(why)
    } finally {
      work(null)
    }
  }
  return (
    <section>
      <h2>{t('certificate')}</h2>
      <div class="row two">
        <Btn busy={busy === 'zh'} onClick={() => void fetchPdf('zh')}>{t('certificate.zh')}</Btn>
        <Btn busy={busy === 'en'} onClick={() => void fetchPdf('en')}>{t('certificate.en')}</Btn>
      </div>
      {/MicroMessenger/i.test(navigator.userAgent) && <p class="small quiet">{t('certificate.wechat')}</p>}
      {problem !== null && <Oops problem={problem} />}
    </section>
  )
}

/** Gives a file to the person: opened where a viewer exists, saved otherwise. */
function hand(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
