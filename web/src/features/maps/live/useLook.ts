import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useMemo, useRef } from 'react'
import { overlay } from '../../../api/calls'
import type { MapLook, MapOverlay, MapOverlayCard, MapOverlayStep, Question } from '../../../api/types'
import { previousRange, toRange, usePlace } from '../../../app/place'
import { useHour } from '../../../app/useHour'

/** What the data says of the map on the screen, found by step and card. */
export interface Live {
  overlay: MapOverlay
  step: (id: string) => MapOverlayStep | undefined
  card: (id: string) => MapOverlayCard | undefined
  /** An answer of what was chosen before is still shown. */
  fading: boolean
  /** Whoever looks has a link and no account: nothing opens. */
  stranger?: boolean
}

/** An overlay, to be found by step and card. */
export function liveOf(overlay: MapOverlay, more: { fading: boolean; stranger?: boolean }): Live {
  const steps = new Map(overlay.steps.map((s) => [s.step, s]))
  const cards = new Map(overlay.cards.map((c) => [c.card, c]))
  return { overlay, step: (id) => steps.get(id), card: (id) => cards.get(id), ...more }
}

/** Of fewer people a link tells no figure. */
export const CROWD = 20

export const LiveContext = createContext<Live | undefined>(undefined)
export const useLiveStep = (id: string | undefined) => {
  const live = useContext(LiveContext)
  return live && id !== undefined ? live.step(id) : undefined
}
export const useLiveCard = (id: string) => useContext(LiveContext)?.card(id)

/** Asks for what is measured, as the address says; undefined where it is switched off. */
export function useOverlay(map: string, revision: number, old: boolean) {
  const { ws, search } = usePlace()
  const hour = useHour()
  const client = useQueryClient()
  const on = search.live === 'on'
  const look = useMemo<MapLook>(() => {
    const out: MapLook = { range: toRange(search.range) }
    if (search.segment) out.segment = search.segment
    const before = search.compare === 'prev' ? previousRange(search.range, hour) : undefined
    if (search.against) out.compare = { segment: search.against }
    else if (before) out.compare = { range: before }
    if (old) out.revision = revision
    return out
  }, [search.range, search.segment, search.against, search.compare, hour, old, old ? revision : 0]) // eslint-disable-line react-hooks/exhaustive-deps
  const { data, error, refetch, isPlaceholderData } = useQuery({ ...overlay(ws, map, look), enabled: on })
  // What is drawn anew is measured anew.
  const asked = useRef(revision)
  useEffect(() => {
    if (asked.current === revision) return undefined
    const timer = window.setTimeout(() => {
      asked.current = revision
      void client.invalidateQueries({ queryKey: ['overlay', ws, map] })
    }, 600)
    return () => window.clearTimeout(timer)
  }, [revision, client, ws, map])
  const live = useMemo<Live | undefined>(() => (data && on ? liveOf(data, { fading: isPlaceholderData }) : undefined), [data, on, isPlaceholderData])
  return { on, live, error: on ? error : null, retry: () => void refetch() }
}

/** What the address calls the question of a card, before its id. */
export const METRIC = 'metric:'

/** The question whose people a figure opens; the proposals have one more. */
export function questionOf(o: MapOverlay, of: string | undefined): Question | undefined {
  if (of === 'discover') return discoverOf(o)
  if (of?.startsWith(METRIC)) return o.cards.find((c) => c.card === of.slice(METRIC.length))?.metric?.question
  return o.questions[(of ?? 'flow') as 'flow' | 'steps' | 'cards']
}

/** The same question with what is not drawn yet; of a map without rules, all there is. */
export function discoverOf(o: MapOverlay): Question {
  const flow = o.questions.flow
  return { ...(flow ?? { kind: 'conformance' as const }), compare: undefined, conformance: { ...flow?.conformance, discover: {} } }
}
