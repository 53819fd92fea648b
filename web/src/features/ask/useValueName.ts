import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { personas, segments, touchpoints } from '../../api/calls'
import type { Question } from '../../api/types'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'

/** What a value of the breakdown is called. */
export function useValueName(question: Question) {
  const { t } = useTranslation()
  const words = useWords()
  const { ws } = usePlace()
  const by = question.breakdown?.by
  const points = useQuery({ ...touchpoints(ws), enabled: by === 'touchpoint' }).data
  const saved = useQuery({ ...segments(ws), enabled: by === 'segment' }).data
  const people = useQuery({ ...personas(ws), enabled: by === 'persona' }).data
  return useCallback(
    (value: string, other?: boolean) => {
      if (other) return t('ask.other')
      if (value === '') return by ? t('ask.without') : t('ask.all')
      if (by === 'channel') return words.channel(value)
      if (by === 'event') return words.eventName(value)
      const known: { id: string; name: string }[] | undefined = by === 'touchpoint' ? points : by === 'segment' ? saved : by === 'persona' ? people : undefined
      return known?.find((x) => x.id === value)?.name ?? value
    },
    // The language changes t; words follow it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [t, by, points, saved, people],
  )
}
