import type { Icon } from '../../ui/icons'
import { IconAlertTriangle, IconBuildingStore, IconBulb, IconChartLine, IconDiamondFilled, IconFlag, IconHeart, IconHelpCircle, IconMoodSmile, IconPhoto, IconRipple, IconScale, IconTool, IconTypography, IconUser, IconWalk } from '../../ui/icons'
import css from './sheet.module.css'
import type { LaneKind, Strength } from './sheet'

const icons: Record<LaneKind, Icon> = {
  goal: IconFlag, action: IconWalk, touchpoint: IconBuildingStore, question: IconHelpCircle, motive: IconHeart, weigh: IconScale, emotion: IconMoodSmile, engagement: IconRipple,
  pain: IconAlertTriangle, moment: IconDiamondFilled, opportunity: IconBulb, backstage: IconTool, owner: IconUser, metric: IconChartLine, image: IconPhoto, text: IconTypography,
}

export function LaneSign({ kind, size = 16 }: { kind: string; size?: number }) {
  const Sign = icons[kind as LaneKind] ?? IconTypography
  return <Sign size={size} stroke={1.7} aria-hidden />
}

/** Colours of stages, and of people who are here now: far from those of feelings. */
const HUES = [178, 290, 135, 330, 215, 95]
export const stageHue = (i: number) => HUES[i % HUES.length]!
const PEERS = ['#8059d4', '#b84a67', '#1f7c8a', '#677518', '#9056b3', '#4a7a3f', '#5b6fbf', '#a8485a']
export function peerColor(key: string): string {
  let sum = 0
  for (const c of key) sum = (sum * 31 + c.charCodeAt(0)) >>> 0
  return PEERS[sum % PEERS.length]!
}

/** Blue for good, orange for bad, grey between. */
export function feelColor(value: number): string {
  if (value === 0) return 'var(--ink-3)'
  return `color-mix(in oklab, var(${value > 0 ? '--feel-good' : '--feel-bad'}) ${Math.abs(value) > 1 ? 100 : 62}%, var(--ink-3))`
}

/** A face for a feeling: its mouth says it to those who see no colours. */
export function Face({ value, size = '1.9em' }: { value: number; size?: string }) {
  const bend = value * 1.55
  return (
    <svg viewBox="0 0 20 20" style={{ width: size, height: size, color: feelColor(value) }} aria-hidden className={css.face}>
      <circle cx="10" cy="10" r="8.7" />
      <circle cx="7" cy="8" r="1.15" data-solid />
      <circle cx="13" cy="8" r="1.15" data-solid />
      <path d={`M6 ${13 - bend / 3}Q10 ${13 + bend} 14 ${13 - bend / 3}`} />
    </svg>
  )
}

/** How well something is borne out, by shape: a ring, a half disc, a whole one. */
export function EvidenceSign({ strength, label }: { strength: Strength; label: string }) {
  return (
    <svg viewBox="0 0 12 12" className={css.evidence} data-strength={strength} role="img" aria-label={label}>
      <circle cx="6" cy="6" r="4.6" />
      {strength === 'partly' ? <path d="M6 1.4a4.6 4.6 0 0 0 0 9.2z" /> : null}
      {strength === 'full' ? <circle cx="6" cy="6" r="4.6" data-solid /> : null}
    </svg>
  )
}
