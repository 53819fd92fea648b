/** The colours that a chart is drawn in; taken from the page, so that light, dark and print agree. */
export interface Look { ink: string; ink2: string; rule: string; surface: string; accent: string; flow: string; flowSoft: string; still: string; warn: string; font: string }

export function pageLook(): Look {
  const s = getComputedStyle(document.documentElement)
  const v = (name: string) => s.getPropertyValue(name).trim()
  return { ink: v('--ink'), ink2: v('--ink-3'), rule: v('--rule-2'), surface: v('--surface'), accent: v('--accent'), flow: v('--flow'), flowSoft: v('--flow-soft'), still: v('--still'), warn: v('--feel-bad'), font: s.getPropertyValue('--mantine-font-family').trim() }
}

/** Colours of series that carry no meaning of their own, told apart by colour-blind readers; the first is the accent. */
export const SERIES = ['#1f9786', '#cc6a2c', '#5b6fbf', '#b0741a', '#c74f9d', '#4a9ac4', '#7a8a1e', '#8059d4', '#9a6a4f', '#84868a']

/** The shapes beside those colours, so that colour is never alone. */
export const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle', 'emptyDiamond', 'roundRect', 'pin']

export function escapeHtml(s: string): string {
  return s.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
}
