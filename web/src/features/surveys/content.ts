import type { Survey as PublicSurvey } from '../../../widget/shapes'
import type { SurveyCondition, SurveyContent, SurveyOption, SurveyQuestion, SurveyTheme, Texts } from '../../api/types'

// What a survey asks, and how it is put together. Pure.

export const KINDS = ['nps', 'csat', 'ces', 'rating', 'choice', 'matrix', 'text', 'consent', 'review', 'note'] as const
export type Kind = SurveyQuestion['kind']

/** Languages that a survey can be written in, those of the widget first. */
export const LANGUAGES = ['en', 'id', 'zh-Hant', 'zh-Hans', 'ar', 'ms', 'th', 'vi', 'ja', 'ko', 'es', 'fr', 'de', 'pt', 'hi']

/** A text in a language, or in the one that stands in for it. */
export const inLanguage = (text: Texts | undefined, language: string, first: string) => text?.[language]?.trim() || text?.[first]?.trim() || ''

// A place in a text for what is known of a person: {{answer:ID}} or {{trait:NAME|what stands in for none}}.
const PLACE = /\{\{\s*(answer|trait):[^{}|]+(?:\|([^{}]*))?\}\}/g

/** A text as it reads where nobody in particular is asked: with what stands in for none in each place, or dots. */
export const asRead = (text: string) => text.replace(PLACE, (_, __, instead: string | undefined) => instead?.trim() || '…')

/** The lowest and highest score of a question; undefined where it has none. */
export function scaleOf(q: Pick<SurveyQuestion, 'kind' | 'max'>): [number, number] | undefined {
  const scales: Partial<Record<Kind, [number, number]>> = { nps: [0, 10], csat: [1, 5], ces: [1, 7], rating: [1, q.max || 5], review: [1, 5] }
  return scales[q.kind]
}

/** A short id that no other thing of the list has. */
export function freshId(beginning: string, taken: { id: string }[]): string {
  for (let n = 1; ; n++) if (!taken.some((x) => x.id === `${beginning}${n}`)) return `${beginning}${n}`
}

/** A new question of a kind, with words in one language where its kind has some. */
export function newQuestion(kind: Kind, questions: SurveyQuestion[], language: string, words: { title?: string; low?: string; high?: string; option: (n: number) => string }): SurveyQuestion {
  const say = (text: string | undefined): Texts | undefined => (text ? { [language]: text } : undefined)
  const things = (beginning: string, n: number): SurveyOption[] => Array.from({ length: n }, (_, i) => ({ id: `${beginning}${i + 1}`, label: { [language]: words.option(i + 1) } }))
  const q: SurveyQuestion = { id: freshId('q', questions), kind, title: say(words.title) ?? {}, low: say(words.low), high: say(words.high) }
  if (kind === 'choice') q.options = things('o', 3)
  if (kind === 'matrix') Object.assign(q, { rows: things('r', 2), columns: things('c', 3) })
  return q
}

const dropTest = (tests: SurveyCondition[] | undefined, bad: (c: SurveyCondition) => boolean) => {
  const kept = tests?.filter((c) => !bad(c))
  return kept?.length ? kept : undefined
}

/** The questions without logic that no longer makes sense: conditions look back, jumps lead on. */
export function tidyLogic(questions: SurveyQuestion[]): SurveyQuestion[] {
  const at = (id: string) => questions.findIndex((q) => q.id === id)
  return questions.map((q, i) => {
    const show = dropTest(q.show, (c) => !fits(c, questions[at(c.question)]) || at(c.question) >= i)
    const next = q.next?.flatMap((j) => {
      const when = j.when.filter((c) => fits(c, questions[at(c.question)]) && at(c.question) <= i)
      return when.length === j.when.length && (j.to === 'end' || at(j.to) > i) ? [j] : []
    })
    return { ...q, show, next: next?.length ? next : undefined }
  })
}

/** Whether a condition can be about a question. */
function fits(c: SurveyCondition, q: SurveyQuestion | undefined): boolean {
  if (!q || q.kind === 'note') return false
  if (c.op === 'answered' || c.op === 'not_answered') return true
  const may = (v: unknown) => (typeof v === 'number' ? scaleOf(q) !== undefined : typeof v === 'boolean' ? q.kind === 'consent' : q.options?.some((o) => o.id === v) || (v === 'other' && q.other === true))
  if (c.op === 'gte' || c.op === 'lte') return typeof c.value === 'number' && scaleOf(q) !== undefined
  return c.op === 'in' ? Array.isArray(c.value) && c.value.length > 0 && c.value.every(may) : Boolean(may(c.value))
}

/** Every text of a survey, with where it is. */
export function textsOf(content: SurveyContent): { question?: string; text: Texts; needed: boolean }[] {
  const out: { question?: string; text: Texts; needed: boolean }[] = content.questions.flatMap((q) => [
    { question: q.id, text: q.title, needed: true },
    ...[q.help, q.low, q.high, q.placeholder].filter((t): t is Texts => Boolean(t)).map((text) => ({ question: q.id, text, needed: false })),
    ...[...(q.options ?? []), ...(q.rows ?? []), ...(q.columns ?? [])].map((o) => ({ question: q.id, text: o.label, needed: true })),
  ])
  if (content.thanks) out.push({ text: content.thanks, needed: false })
  return out
}

/** How many texts a language still lacks: those that have words in the first language, or must have. */
export function missingIn(content: SurveyContent, language: string): number {
  const first = content.languages[0] ?? ''
  return textsOf(content).filter(({ text, needed }) => !text[language]?.trim() && (text[first]?.trim() || (needed && language === first))).length
}

const tidyText = (t: Texts | undefined, languages: string[]): Texts | undefined => {
  const kept = Object.fromEntries(Object.entries(t ?? {}).filter(([l, v]) => languages.includes(l) && v.trim()))
  return Object.keys(kept).length ? kept : undefined
}

/** A survey's content as it is saved: no empty words, none in a language that it does not have. */
export function tidy(content: SurveyContent): SurveyContent {
  const say = (t: Texts | undefined) => tidyText(t, content.languages)
  const things = (list: SurveyOption[] | undefined) => list?.map((o) => ({ ...o, label: say(o.label) ?? {} }))
  const questions = content.questions.map((q) => ({ ...q, title: say(q.title) ?? {}, help: say(q.help), low: say(q.low), high: say(q.high), placeholder: say(q.placeholder), options: things(q.options), rows: things(q.rows), columns: things(q.columns) }))
  return { ...content, questions: tidyLogic(questions), thanks: say(content.thanks) }
}

/** What still stands between a survey and being asked, as message keys. */
export function faultsOf(content: SurveyContent): { key: 'empty' | 'words'; question?: string }[] {
  if (content.questions.length === 0) return [{ key: 'empty' }]
  const first = content.languages[0] ?? ''
  return textsOf(content).filter(({ text, needed }) => needed && !text[first]?.trim()).map(({ question }) => ({ key: 'words' as const, question }))
}

/** The survey as those who answer see it, in one language. */
export function asPublic(content: SurveyContent, name: string, language: string, theme: SurveyTheme | undefined): PublicSurvey {
  const first = content.languages[0] ?? 'en'
  const say = (t: Texts | undefined) => inLanguage(t, language, first).replace(PLACE, (found, kind: string, instead: string | undefined) => (kind === 'trait' ? instead ?? '' : found)) || undefined
  const things = (list: SurveyOption[] | undefined) => list?.map((o) => ({ id: o.id, label: say(o.label) ?? '' }))
  return {
    token: '', name, language, languages: content.languages, theme: { ...theme, ...Object.fromEntries(Object.entries(content.theme ?? {}).filter(([, v]) => v !== undefined && v !== '')) },
    questions: content.questions.map((q) => ({ ...q, title: say(q.title) ?? '', help: say(q.help), low: say(q.low), high: say(q.high), placeholder: say(q.placeholder), options: things(q.options), rows: things(q.rows), columns: things(q.columns) })),
    thanks: say(content.thanks),
  }
}

/** Single-use links as a table, one a line. */
export function linksCsv(links: { token?: string; ids: { type: string; value: string }[] }[], origin: string): string {
  const cell = (s: string) => (/[",\n]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s)
  // A cell that a spreadsheet would take for a formula stays text.
  const safe = (s: string) => cell(/^[=+\-@\t]/.test(s) ? `'${s}` : s)
  return ['id_type,id,link', ...links.map((l) => [safe(l.ids[0]?.type ?? ''), safe(l.ids[0]?.value ?? ''), cell(`${origin}/s/${l.token ?? ''}`)].join(','))].join('\r\n') + '\r\n'
}
