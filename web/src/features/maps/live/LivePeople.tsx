import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { touchpoints } from '../../../api/calls'
import type { Cell, MapSheet } from '../../../api/types'
import { usePlace } from '../../../app/place'
import { PeopleDrawer } from '../../../ui/PeopleDrawer'
import { questionOf, type Live } from './useLook'

/** The people behind a figure of the sheet. */
export function LivePeople({ live, sheet }: { live: Live; sheet: MapSheet }) {
  const { t } = useTranslation()
  const { ws, search } = usePlace()
  const points = useQuery(touchpoints(ws)).data
  const question = questionOf(live.overlay, search.card)
  if (!question) return null
  const called = (id = '') => {
    const point = id.replace(/^touchpoint:/, '')
    return sheet.steps.find((s) => s.id === id)?.name || sheet.cards.find((c) => c.id === id)?.text || points?.find((p) => p.id === point)?.name || point || t('maps.noName.step')
  }
  const describe = (c: Cell) => {
    if (c.part && c.part !== 'discover') return t(`view.conformance.deviation.${c.part}`, { step: called(c.item) })
    if (c.from !== undefined && c.to !== undefined) return `${called(c.from)} → ${called(c.to)}`
    if (c.from) return t(`view.conformance.cell.${c.outcome ?? 'from'}`, { step: called(c.from) })
    if (c.touchpoint) return called(c.touchpoint)
    return c.outcome ? t(`view.conformance.outcome.${c.outcome}`) : t('nav.people')
  }
  return <PeopleDrawer of={question} describe={describe} />
}
