import type { TFunction } from 'i18next'
import { createContext, useContext } from 'react'
import type { MapSheet } from '../../../api/types'
import { find, type Kind } from '../sheet'

/** What a person calls a thing of the map, where it stands, and whether it is still there. */
export interface Thing { name: string; where: string; there: boolean; kind?: Kind }

const KINDS: Kind[] = ['card', 'step', 'stage', 'lane', 'edge']
const LONGEST = 80

export function thingIn(sheet: MapSheet, t: TFunction, id: string): Thing {
  if (id === '') return { name: t('maps.talk.whole'), where: '', there: false }
  for (const kind of KINDS) {
    const found = find(sheet, kind, id)
    if (!found) continue
    const text = String(found.text ?? found.name ?? found.label ?? '') || t(`maps.noName.${kind}`)
    const step = kind === 'card' ? sheet.steps.find((s) => s.id === found.step)?.name : undefined
    const lane = kind === 'card' ? sheet.lanes.find((l) => l.id === found.lane)?.name : t(`maps.thing.${kind}`)
    return { kind, name: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text, where: [lane, step].filter(Boolean).join(' · '), there: true }
  }
  return { name: t('maps.talk.lost'), where: '', there: false }
}

/** Brings a thing of the open sheet in sight. */
export const ShowContext = createContext<(id: string) => void>(() => undefined)
export const useThing = () => useContext(ShowContext)
