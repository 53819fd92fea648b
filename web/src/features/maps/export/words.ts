import type { TFunction } from 'i18next'
import type { MapHead } from '../../../api/types'
import type { Strength } from '../sheet'

/** All that a picture or table of a map says besides what is written on the sheet. */
export interface SheetWords {
  language: string
  lane: (kind: string) => string
  state: (state: MapHead['state']) => string
  channel: (id: string) => string
  touchpoint: (id: string) => string
  evidence: (strength: Strength) => string
  worth: (impact: number, effort: number) => string
  status: (status: string | undefined) => string
  persona: (names: string) => string
  revised: (map: MapHead) => string
  page: (page: number, pages: number) => string
  leads: (step: string) => string
  goesOn: string
  moment: string
  assumed: string
  branch: string
  loop: string
  /** What is measured, where it is shown: lines of a step, a line of a card. */
  measured: { step: (id: string) => string[]; card: (id: string) => string }
  columns: { figure: string; stage: string; step: string; lane: string; text: string; value: string; channel: string; touchpoint: string; owner: string; moment: string; impact: string; effort: string; status: string; evidence: string; note: string; yes: string }
}

/** Words of the product that the workspace or another screen names. */
export interface Names {
  language: string
  channel: (id: string) => string
  touchpoint: (id: string) => string
  date: (t: string) => string
  measured?: SheetWords['measured']
}

export function sheetWords(t: TFunction, names: Names): SheetWords {
  return {
    language: names.language,
    lane: (kind) => t(`maps.laneKind.${kind}`),
    state: (state) => t(`maps.state.${state}`),
    channel: names.channel,
    touchpoint: names.touchpoint,
    evidence: (strength) => t(`maps.evidence.${strength}`),
    worth: (impact, effort) => t('maps.worth', { impact: impact || '–', effort: effort || '–' }),
    status: (status) => (status ? t(`maps.status.${status}`) : ''),
    persona: (who) => t('mapExport.persona', { names: who }),
    revised: (map) => t('mapExport.revised', { revision: map.revision, date: names.date(map.changed) }),
    page: (page, pages) => t('mapExport.page', { page, pages }),
    leads: (step) => t('mapExport.leads', { step }),
    goesOn: t('mapExport.goesOn'),
    moment: t('maps.field.moment'),
    assumed: t('mapExport.assumed'),
    branch: t('mapExport.branch'),
    loop: t('mapExport.loop'),
    measured: names.measured ?? { step: () => [], card: () => '' },
    columns: {
      figure: t('maps.field.figure'), stage: t('maps.field.stage'), step: t('maps.field.step'), lane: t('maps.field.lane'), text: t('maps.field.text'), value: t('maps.field.value'), channel: t('maps.field.channel'),
      touchpoint: t('maps.field.touchpoint'), owner: t('maps.field.owner'), moment: t('maps.field.moment'), impact: t('maps.field.impact'), effort: t('maps.field.effort'), status: t('maps.field.status'),
      evidence: t('maps.field.evidence'), note: t('maps.field.note'), yes: t('mapExport.yes'),
    },
  }
}
