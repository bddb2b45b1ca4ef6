/** Why me: the terms of a score as sentences. Pure but for the language. */
import { wordFor } from '../../../text'
import { trades } from '../../../text/common'
import type { IconNode } from '../../../ui/Icon'
import { crosshair, history, layers, route, timer, userCheck, wrench } from '../../../ui/icons'
import type { Fault, Term } from '../../../wire/types.gen'
import { t } from '../words'

export interface Why {
  readonly icon: IconNode
  readonly title: string
  readonly more: string
}

export function whyMe(term: Term, fault: Pick<Fault, 'trade' | 'min_level'>): Why | null {
  const n = Math.max(0, Math.round(term.raw))
  switch (term.code) {
    case 'skill':
      return { icon: wrench, title: t('whySkill'), more: t('whySkillMore', { trade: wordFor(trades, fault.trade), level: fault.min_level }) }
    case 'travel':
      return { icon: route, title: t('whyTravel'), more: t('whyTravelMore', { n }) }
    case 'load':
      return { icon: layers, title: t('whyLoad'), more: t('whyLoadMore', { n }) }
    case 'familiarity':
      return { icon: history, title: t('whyFamiliarity'), more: t('whyFamiliarityMore', { n }) }
    case 'slack':
      return { icon: timer, title: t('whySlack'), more: t('whySlackMore', { n }) }
    case 'fairness':
      return { icon: userCheck, title: t('whyFairness'), more: t('whyFairnessMore') }
    case 'staleness':
      return { icon: crosshair, title: t('whyStaleness'), more: t('whyStalenessMore', { n }) }
    default:
      return null
  }
}
