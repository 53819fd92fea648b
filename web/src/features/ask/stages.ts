import type { RetentionAnswer, StagesAnswer, TrendAnswer } from '../../api/types'

// Figures of answers as other views draw them. Pure.

/** How many stood in each stage over time, as lines. */
export function standing(a: StagesAnswer): TrendAnswer {
  return { starts: a.starts, series: a.stages.map((s, i) => ({ value: s.id, points: a.overTime[i] ?? [], n: a.overTime[i] ?? [], total: s.now })) }
}

/**
 * Whether the people of a mean can be listed. They can where each person started once and every cohort's period has ended: then those who came
 * back in that period, whenever they started, are exactly those that the mean counts.
 */
export function meanOpens(r: Pick<RetentionAnswer, 'cohorts' | 'mean'>, period: number, mode: string | undefined): boolean {
  if (mode === 'recurring') return false
  const k = r.cohorts.reduce((n, c) => n + (c.cells[period]?.k ?? 0), 0)
  return k > 0 && k === r.mean[period]?.k
}

/** The greatest figure of all lines. */
export function greatest(a: TrendAnswer): number {
  return a.series.reduce((most, s) => s.points.reduce((m, p) => Math.max(m, p), most), 0)
}
