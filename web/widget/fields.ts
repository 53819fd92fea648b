import { h, sign } from './dom'
import type { Answer, Named, Question } from './shapes'
import { say, type Words } from './words'

/** What a field needs: the question, what was said so far, where to say it, and names for the elements. */
export interface Ask { q: Question; a: Partial<Answer>; w: Words; id: string; change: (more: Partial<Answer>) => void }

const STAR = 'M12 2.6l2.9 6 6.5.9-4.7 4.6 1.1 6.5L12 17.5l-5.8 3.1 1.1-6.5L2.6 9.5l6.5-.9z'
const ROUND = 'M12 2.8a9.2 9.2 0 1 0 0 18.4 9.2 9.2 0 1 0 0-18.4z'
const EYES = 'M9 9.2v.9M15 9.2v.9'
const MOUTHS = ['M8 17q4-4.6 8 0', 'M8.2 16.4q3.8-2.2 7.6 0', 'M8.4 15.6h7.2', 'M8.2 14.8q3.8 2.8 7.6 0', 'M7.6 14q4.4 5.6 8.8 0']

/** The part of a question that is answered. */
export function field(ask: Ask): Node | undefined {
  const { q, a, w, id, change } = ask
  switch (q.kind) {
    case 'nps': return scale(ask, 0, 10)
    case 'csat': return scale(ask, 1, 5, (n) => sign(ROUND, EYES, MOUTHS[n - 1]!))
    case 'ces': return scale(ask, 1, 7)
    case 'rating': return stars(ask, q.max || 5)
    case 'choice': return choices(ask)
    case 'matrix': return matrix(ask)
    case 'text': return area(ask, 't', q.placeholder || '')
    case 'consent': return tick('checkbox', id, q.placeholder || w.agree, a.consent === true, (on) => change({ consent: on }))
    case 'review': return h('div', { class: 'stack' }, stars(ask, 5), line(a.title, w.short, (title) => change({ title })), area(ask, 't', q.placeholder || w.words), tick('checkbox', `${id}p`, w.public, a.consent === true, (on) => change({ consent: on })))
    default: return undefined
  }
}

function radio(name: string, value: string, label: string, checked: boolean, pick: () => void, ...face: Node[]): HTMLLabelElement {
  const input = h('input', { type: 'radio', name, value, 'aria-label': label, change: pick })
  input.checked = checked
  return h('label', {}, input, ...face)
}

function scale({ q, a, w, id, change }: Ask, from: number, to: number, face?: (n: number) => Node): HTMLElement {
  const row = h('div', { class: `scale s${to - from + 1}` })
  for (let n = from; n <= to; n++) {
    const end = n === from ? q.low : n === to ? q.high : ''
    row.append(radio(id, String(n), say(w.score, n, to) + (end ? `, ${end}` : ''), a.score === n, () => change({ score: n }), h('span', {}, face?.(n), h('b', {}, String(n)))))
  }
  return h('div', {}, row, (q.low || q.high) && h('div', { class: 'ends', 'aria-hidden': 'true' }, h('span', {}, q.low), h('span', {}, q.high)))
}

function stars({ q, a, w, id, change }: Ask, max: number): HTMLElement {
  const row = h('div', { class: 'stars' })
  const paint = (to: number) => [...row.children].forEach((c, i) => c.classList.toggle('lit', i < to))
  for (let n = 1; n <= max; n++) {
    row.append(radio(id, String(n), say(w.score, n, max), a.score === n, () => { paint(n); change({ score: n }) }, sign(STAR)))
  }
  paint(a.score ?? 0)
  return h('div', {}, row, (q.low || q.high) && h('div', { class: 'ends', 'aria-hidden': 'true' }, h('span', {}, q.low), h('span', {}, q.high)))
}

function tick(type: 'radio' | 'checkbox', name: string, label: string, checked: boolean, pick: (on: boolean) => void): HTMLLabelElement {
  const input = h('input', { type, name, change: () => pick(input.checked) })
  input.checked = checked
  return h('label', { class: 'pick' }, input, h('span', {}, label))
}

function choices({ q, a, w, id, change }: Ask): HTMLElement {
  const options: Named[] = q.options ?? []
  let chosen = a.choices ?? []
  let other = a.other !== undefined
  const words = h('input', { type: 'text', class: 'line', maxlength: 500, 'aria-label': w.which, placeholder: w.which, input: () => tell() })
  words.value = a.other ?? ''
  words.hidden = !other
  const tell = () => {
    words.hidden = !other
    change({ choices: chosen.length ? chosen : undefined, other: other ? words.value.trim() : undefined })
  }
  const type = q.multiple ? 'checkbox' : 'radio'
  return h('div', { class: 'stack' }, q.multiple && h('small', {}, w.many),
    ...options.map((o) => tick(type, id, o.label, chosen.includes(o.id), (on) => {
      chosen = q.multiple ? options.map((x) => x.id).filter((x) => (x === o.id ? on : chosen.includes(x))) : [o.id]
      other = other && !!q.multiple
      tell()
    })),
    q.other && tick(type, id, w.other, other, (on) => {
      other = on
      if (!q.multiple) chosen = []
      tell()
      if (on) words.focus()
    }),
    q.other && words)
}

function line(value: string | undefined, label: string, change: (v: string) => void): HTMLInputElement {
  const input = h('input', { type: 'text', class: 'line', maxlength: 200, 'aria-label': label, placeholder: label, input: () => change(input.value) })
  input.value = value ?? ''
  return input
}

function matrix({ q, a, id, change }: Ask): HTMLElement {
  const rows = { ...a.rows }
  return h('div', { class: 'stack' }, ...(q.rows ?? []).map((r) =>
    h('fieldset', { class: 'row' }, h('legend', {}, r.label), h('div', { class: 'pills' }, ...(q.columns ?? []).map((c) =>
      radio(`${id}-${r.id}`, c.id, c.label, rows[r.id] === c.id, () => { rows[r.id] = c.id; change({ rows: { ...rows } }) }, h('span', {}, c.label)),
    ))),
  ))
}

function area({ q, a, id, change }: Ask, part: string, placeholder: string): HTMLTextAreaElement {
  const box = h('textarea', { id: id + part, rows: 3, maxlength: 5000, placeholder, 'aria-label': q.kind === 'review' ? placeholder : q.title, input: () => change({ text: box.value }) })
  box.value = a.text ?? ''
  return box
}
