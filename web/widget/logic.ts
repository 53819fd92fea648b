import type { Answer, Condition, Question } from './shapes'

// Which questions come, and what an answer is worth to a condition. The server holds the same rules and has the last word.

export type Answers = Record<string, Answer>

/** Whether anything was said. */
export function given(a: Answer | undefined): a is Answer {
  return !!a && (a.score !== undefined || !!a.choices?.length || a.other !== undefined || !!a.text?.trim() || a.consent !== undefined || Object.keys(a.rows ?? {}).length > 0)
}

/** Whether what was said is enough for a question that must be answered. */
export function enough(q: Question, a: Answer | undefined): boolean {
  if (q.kind === 'note' || (!q.required && !given(a))) return true
  if (!given(a)) return false
  if (q.kind === 'matrix') return !q.required || (q.rows ?? []).every((r) => a.rows?.[r.id])
  if (q.kind === 'consent') return !q.required || a.consent === true
  if (q.kind === 'review') return a.score !== undefined
  return a.other !== ''
}

/** The questions on the way, in order; a condition sees only what was asked before it. Jumps lead forwards, so every way ends. */
export function way(questions: Question[], answers: Answers): Question[] {
  const out: Question[] = []
  const heard: Answers = {}
  for (let i = 0; i < questions.length; ) {
    const q = questions[i++]!
    if (!all(q.show, heard)) continue
    out.push(q)
    if (given(answers[q.id])) heard[q.id] = answers[q.id]!
    const jump = q.next?.find((j) => all(j.when, heard))
    if (!jump) continue
    const to = questions.findIndex((x) => x.id === jump.to)
    // The end, or what is no way on.
    if (to < i) break
    i = to
  }
  return out
}

const all = (list: Condition[] | null | undefined, heard: Answers) => (list ?? []).every((c) => holds(c, heard[c.question]))

function holds({ op, value }: Condition, a: Answer | undefined): boolean {
  if (op === 'answered' || op === 'not_answered') return !!a === (op === 'answered')
  const is = (v: unknown) => !!a && (typeof v === 'boolean' ? a.consent === v : typeof v === 'string' ? !!a.choices?.includes(v) || (v === 'other' && !!a.other) : a.score === v)
  if (op === 'ne') return !is(value)
  if (op === 'eq') return is(value)
  if (op === 'in') return Array.isArray(value) && value.some(is)
  return a?.score !== undefined && (op === 'gte' ? a.score >= Number(value) : a.score <= Number(value))
}

/** A text with what was answered before set in; it is shown as plain text. */
export function fill(text: string | undefined, questions: Question[], answers: Answers): string {
  return (text ?? '').replace(/\{\{answer:([^}|]+)(?:\|([^}]*))?\}\}/g, (_, id: string, otherwise = '') => {
    const q = questions.find((x) => x.id === id.trim())
    const a = answers[id.trim()]
    if (!q || !given(a)) return otherwise
    if (a.score !== undefined) return String(a.score)
    return [...(a.choices ?? []).map((c) => q.options?.find((o) => o.id === c)?.label), a.other, a.text].filter(Boolean).join(', ') || otherwise
  })
}
