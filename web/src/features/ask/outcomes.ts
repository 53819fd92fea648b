import type { Filter, Question, Schema, StageModel, Touchpoint } from '../../api/types'
import { begin } from './draft'

type Drivers = NonNullable<Question['drivers']>

/** What drivers are often asked of, ready to ask: stage is the one that is reached. */
export interface Outcome { id: 'repeat' | 'recommend' | 'stage'; stage?: { id: string; name?: string }; drivers: Drivers }

/** Scores that say that somebody recommends, by the name of their property. */
const recommends: Record<string, number> = { score: 9, nps: 9, rating: 4, csat: 4 }

/** The outcomes that this workspace has the events and stages for. */
export function outcomes(schema: Schema | undefined, model: StageModel | undefined, points: Touchpoint[]): Outcome[] {
  const first = begin('drivers', schema).drivers
  const asked = first?.anchor
  const score = first?.signals?.[0]?.property
  const out: Outcome[] = []
  if (first && asked && first.outcome.event) out.push({ id: 'repeat', drivers: first })
  if (asked && score && recommends[score]) {
    out.push({ id: 'recommend', drivers: { outcome: { ...asked, where: [{ property: score, op: 'gte', value: recommends[score] }] }, anchor: asked, until: 'anchor', touchpoints: ['*'] } })
  }
  const stages = model?.stages ?? []
  stages.forEach((stage, i) => {
    const before = stages[i - 1]
    const from = before && at(points, before.id)
    const to = at(points, stage.id)
    if (from && to) out.push({ id: 'stage', stage, drivers: { outcome: to, anchor: from, until: 'anchor', window: '30d', touchpoints: ['*'] } })
  })
  return out
}

/** Anything that happens at the touchpoints of a stage. */
function at(points: Touchpoint[], stage: string): Filter | undefined {
  const ids = points.filter((p) => p.stage === stage).map((p) => p.id)
  return ids.length ? { touchpoint: ids } : undefined
}
