import { h, sign } from './dom'
import { field } from './fields'
import { enough, fill, given, way, type Answers } from './logic'
import type { Answer, Question, Survey } from './shapes'
import { dirOf, say, wordsOf } from './words'

/** What becomes of answers on their way: all is well, some wait for a connection, all are there, or they were refused. */
export type Fate = 'well' | 'waiting' | 'done' | 'refused' | 'twice' | 'gone'

/** What a view tells its surroundings. */
export interface Around {
  save(answers: Answer[], done: boolean, trap: string): void
  language?(language: string): void
  close?(): void
  /** Called with the question that is shown, or nothing at the end. */
  moved?(question: string | undefined): void
}

let count = 0

/** A survey on the screen, one question at a time. */
export class View {
  readonly card: HTMLElement
  readonly answers: Answers = {}
  private survey: Survey
  private at: string | undefined
  private fate: Fate = 'well'
  private through = false
  private sayFault = ''
  private readonly fault: HTMLElement
  private readonly id = `q${++count}`
  private readonly trap = h('input', { type: 'text', tabindex: -1, autocomplete: 'off' })
  private readonly around: Around

  constructor(survey: Survey, around: Around, begin: { at?: string; answers?: Answer[]; through?: boolean } = {}) {
    this.survey = survey
    this.around = around
    for (const a of begin.answers ?? survey.answers ?? []) this.answers[a.question] = a
    this.card = h('div', { class: 'card' })
    this.fault = h('p', { class: 'fault', role: 'alert' })
    if (survey.trap) this.trap.name = survey.trap
    this.at = begin.at
    this.through = begin.through ?? false
    if (survey.finished) this.finish('twice')
    else this.draw()
  }

  /** The same survey in another language, or with another look. */
  show(survey: Survey): void {
    this.survey = survey
    this.draw()
  }

  /** Says what has become of the answers. */
  tell(fate: Fate): void {
    if (fate === this.fate) return
    if (fate === 'twice' || fate === 'gone') return this.finish(fate)
    this.fate = fate
    const back = this.through && fate === 'refused'
    if (back) this.through = false
    // Somebody who is writing is not disturbed: only the note below the question changes.
    if (this.through || back) this.draw()
    else this.note()
  }

  /** The name that a reader of the screen hears for the whole. */
  get label(): string {
    return wordsOf(this.survey.language).survey
  }

  private finish(fate: Fate): void {
    this.fate = fate
    this.through = true
    this.draw()
  }

  private draw(focus = false): void {
    const { survey, card } = this
    const w = wordsOf(survey.language)
    const steps = way(survey.questions, this.answers)
    const i = Math.max(0, steps.findIndex((q) => q.id === this.at))
    const q = steps[i]
    card.lang = survey.language
    card.dir = survey.dir || dirOf(survey.language)
    const share = this.through || !q ? 1 : i / Math.max(1, steps.length)
    const bar = h('div', { class: 'bar' }, h('i'))
    ;(bar.firstChild as HTMLElement).style.width = `${Math.round(share * 100)}%`
    const logo = survey.theme?.logo?.startsWith('https://') && h('img', { class: 'logo', src: survey.theme.logo, alt: '', referrerpolicy: 'no-referrer' })
    const close = this.around.close && h('button', { type: 'button', class: 'x', 'aria-label': w.close, click: () => this.around.close?.() }, sign('M6 6l12 12M18 6L6 18'))
    const top = h('div', { class: 'top' }, logo, steps.length > 1 && !this.through && bar, close)
    const said = this.root()?.activeElement?.getAttribute('name')
    card.replaceChildren(...(top.childElementCount ? [top] : []), this.through || !q ? this.end() : this.ask(q, i, steps))
    this.around.moved?.(this.through ? undefined : q?.id)
    // What was drawn anew begins at its heading, so that it is read; a new language or a fate leaves the reader at the same field.
    const target = focus ? card.querySelector('[tabindex="-1"]:not(.trap *)') : said && card.querySelector(`[name="${said}"]:checked, [name="${said}"]`)
    if (target) (target as HTMLElement).focus()
  }

  private root(): ShadowRoot | undefined {
    const root = this.card.getRootNode()
    return root instanceof ShadowRoot ? root : undefined
  }

  private end(): HTMLElement {
    const w = wordsOf(this.survey.language)
    const { fate } = this
    const text = fate === 'twice' ? w.twice : fate === 'gone' ? w.gone : fate === 'waiting' ? w.wait : fate === 'well' ? w.sending : fill(this.survey.thanks, this.survey.questions, this.answers) || w.thanks
    return h('div', { class: 'end', role: 'status' }, fate === 'done' && sign('M12 2.8a9.2 9.2 0 1 0 0 18.4 9.2 9.2 0 1 0 0-18.4z', 'M8 12.4l2.7 2.7L16 9.6'), h('h2', { tabindex: -1 }, text))
  }

  private ask(q: Question, i: number, steps: Question[]): HTMLElement {
    const { survey } = this
    const w = wordsOf(survey.language)
    const title = fill(q.title, survey.questions, this.answers)
    const help = fill(q.help, survey.questions, this.answers)
    this.note()
    const go = h('button', { type: 'submit', class: 'go' })
    const label = () => {
      const last = way(survey.questions, this.answers).at(-1)?.id === q.id
      go.textContent = last ? w.send : !q.required && q.kind !== 'note' && !given(this.answers[q.id]) ? w.skip : w.next
    }
    label()
    const change = (more: Partial<Answer>) => {
      this.answers[q.id] = { ...this.answers[q.id], ...more, question: q.id }
      this.sayFault = ''
      if (this.fate === 'refused') this.fate = 'well'
      this.note()
      label()
    }
    const must = q.required && h('span', { class: 'must' }, ' *', h('span', { class: 'trap' }, w.required))
    const group = h('fieldset', { 'aria-describedby': help ? `${this.id}h` : undefined },
      h('legend', { tabindex: -1 }, steps.length > 1 && h('span', { class: 'trap' }, say(w.step, i + 1, steps.length) + ' '), title, must),
      help && h('p', { class: 'help', id: `${this.id}h` }, help),
      field({ q: { ...q, title }, a: this.answers[q.id] ?? {}, w, id: `${this.id}-${q.id}`, change }))
    const back = i > 0 && h('button', { type: 'button', click: () => this.move(steps[i - 1]!.id) }, w.back)
    return h('form', { novalidate: true, submit: (e) => { e.preventDefault(); this.next(q) } }, group, this.fault,
      h('label', { class: 'trap', 'aria-hidden': 'true' }, this.trap), h('div', { class: 'foot' }, this.languages(), back, go))
  }

  private note(): void {
    const w = wordsOf(this.survey.language)
    this.fault.textContent = this.fate === 'refused' ? w.broken : this.fate === 'waiting' ? w.wait : this.sayFault
    this.fault.hidden = !this.fault.textContent
  }

  private languages(): HTMLElement | false {
    const { languages, language } = this.survey
    if (!this.around.language || (languages?.length ?? 0) < 2) return false
    const w = wordsOf(language)
    const box = h('select', { 'aria-label': w.language, change: () => this.around.language?.(box.value) }, ...languages!.map((l) => h('option', { value: l, lang: l }, nameOf(l))))
    box.value = language
    return box
  }

  private move(to: string): void {
    this.at = to
    this.sayFault = ''
    this.draw(true)
  }

  private next(q: Question): void {
    const a = this.answers[q.id]
    if (!enough(q, a)) {
      const w = wordsOf(this.survey.language)
      this.sayFault = given(a) ? w.rest : w.must
      this.draw()
      ;(this.card.querySelector('fieldset input, textarea') as HTMLElement | null)?.focus()
      return
    }
    const steps = way(this.survey.questions, this.answers)
    const following = steps[steps.findIndex((s) => s.id === q.id) + 1]
    this.around.save(given(a) ? [a] : [], !following, this.trap.value)
    if (following) return this.move(following.id)
    this.through = true
    this.draw(true)
  }
}

function nameOf(language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
  } catch {
    return language
  }
}
