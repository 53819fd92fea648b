import type { Kind } from '../../api/types'
import { IconAd2, IconAlertTriangle, IconArticle, IconChartFunnel, IconChartLine, IconChartSankey, IconCirclesRelation, IconCoin, IconId, IconRepeat, IconRoute, IconScale, IconStairs, IconHandClick, IconUsers, type Icon } from '../../ui/icons'

/** The kinds of question, in the groups that they are chosen from. */
export const GROUPS: { id: 'journeys' | 'experience' | 'worth' | 'marketing'; kinds: Kind[] }[] = [
  { id: 'journeys', kinds: ['funnel', 'paths', 'retention', 'trend', 'stages'] },
  { id: 'experience', kinds: ['conformance', 'touchpoints', 'coverage', 'friction', 'drivers'] },
  { id: 'worth', kinds: ['audience', 'value', 'people'] },
  { id: 'marketing', kinds: ['attribution', 'content'] },
]

export const SIGNS: Record<Kind, Icon> = {
  funnel: IconChartFunnel, paths: IconChartSankey, retention: IconRepeat, trend: IconChartLine, stages: IconStairs, people: IconUsers,
  touchpoints: IconHandClick, friction: IconAlertTriangle, drivers: IconScale, audience: IconId, value: IconCoin, attribution: IconAd2, content: IconArticle, conformance: IconRoute, coverage: IconCirclesRelation,
}
