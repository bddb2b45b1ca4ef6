/** What the person who comes is certified for: a role code and words, no name. */
import { language, t, tOf } from '../../text/owner'
import type { DeedProps } from './deed'

export default function Technician({ page }: DeedProps) {
  const held = page.technician?.certificates ?? []
  if (held.length === 0) return null
  return <p class="small quiet">{t('tech.certificates', { list: held.map((one) => tOf('cert', one)).join(language.get() === 'zh' ? '、' : ', ') })}</p>
}
