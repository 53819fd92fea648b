import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { channels, sources, touchpoints } from '../../api/calls'
import type { Filter } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { ruleText } from './rule'

/** Says a rule in the reader's language, with the workspace's own names. */
export function useRuleText(): (rule: Filter, few?: number) => string {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const words = useWords()
  const f = useFormat()
  const own = useQuery(channels(ws)).data
  const known = useQuery(sources(ws)).data
  const points = useQuery(touchpoints(ws)).data
  return (rule, few) =>
    ruleText(rule, {
      event: words.eventName,
      channel: (id) => words.channel(id, own?.find((c) => c.id === id)?.name),
      source: (id) => known?.find((s) => String(s.id) === id)?.name ?? id,
      touchpoint: (id) => points?.find((p) => p.id === id)?.name ?? id,
      op: (op) => t(`op.${op}`),
      either: f.either,
      on: (channel) => t('rules.on', { channel }),
      from: (source) => t('rules.from', { source }),
      not: (what) => t('rules.not', { rule: what }),
      any: t('ask.anyEvent'),
    }, few)
}
