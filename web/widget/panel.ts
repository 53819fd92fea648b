import { h, sign } from './dom'
import type { HelpWords } from './helpwords'
import { nodes } from './safe'
import { dirOf } from './words'

export interface Hit { article: string; language: string; title: string; summary: string }
export interface Found { known: boolean; hits: Hit[] }
export interface Reading { article: string; language: string; title: string; html: string }

/** Where a panel gets its answers. Each may fail with the status of the server; 0 is no connection. */
export interface Source {
  ask(question: string): Promise<Found>
  read(article: string): Promise<Reading>
  said(article: string, helped: boolean): Promise<unknown>
  /** Begins addresses in articles. */
  base: string
  /** The page with all articles, where there is one. */
  all?: string
}

let count = 0

/** Takes a question and shows the article that answers it, or says that there is none. */
export class Panel {
  readonly box: HTMLElement
  /** Names the panel for those who listen. */
  readonly heading: HTMLElement
  private readonly source: Source
  private readonly w: HelpWords
  private readonly language: string
  private readonly field: HTMLInputElement
  private readonly out = h('div', { class: 'out' })
  private readonly news = h('p', { class: 'trap', role: 'status' })
  private turn = 0

  constructor(source: Source, words: HelpWords, language: string, close?: () => void) {
    this.source = source
    this.w = words
    this.language = language
    const id = `jejak-help-${++count}`
    this.field = h('input', { type: 'search', id, class: 'line', maxlength: 300, autocomplete: 'off', enterkeyhint: 'search' })
    this.heading = h('h2', { id: `${id}h` }, words.help)
    this.box = h('div', { class: 'card', lang: language, dir: dirOf(language) },
      h('div', { class: 'top' }, this.heading, close && h('button', { type: 'button', class: 'x', 'aria-label': words.close, click: close }, sign('M6 6l12 12M18 6L6 18'))),
      h('form', { role: 'search', submit: (e) => { e.preventDefault(); void this.ask() } }, h('label', { for: id }, words.ask), h('div', { class: 'ask' }, this.field, h('button', { type: 'submit', class: 'go' }, words.send))),
      this.news, this.out,
      source.all && h('p', {}, h('a', { href: source.all, target: '_blank', rel: 'noopener' }, words.all, h('span', { class: 'trap' }, ` ${words.window}`))))
  }

  focus(): void {
    this.field.focus()
  }

  private async ask(): Promise<void> {
    const question = this.field.value.trim()
    if (!question) return this.focus()
    await this.show(async () => {
      const found = await this.source.ask(question)
      if (!found.known || !found.hits[0]) return this.nothing(found.hits)
      return this.article(await this.source.read(found.hits[0].article), found.hits.slice(1, 4))
    })
  }

  /** Shows what work brings, unless something was asked after it. */
  private async show(work: () => Promise<Node[]> | Promise<HTMLElement[]>): Promise<void> {
    const turn = ++this.turn
    this.news.textContent = this.w.looking
    this.out.setAttribute('aria-busy', 'true')
    const made = await work().catch((status: unknown) => [h('p', { class: 'fault', role: 'alert' }, status === 404 ? this.w.shut : status === 429 ? this.w.often : this.w.offline)])
    if (turn !== this.turn) return
    this.out.removeAttribute('aria-busy')
    this.out.replaceChildren(...made)
    const head = this.out.querySelector<HTMLElement>('[tabindex="-1"]')
    this.news.textContent = head ? '' : this.w.none
    head?.focus()
  }

  private async nothing(near: Hit[]): Promise<Node[]> {
    return [h('p', { class: 'none', tabindex: -1 }, this.w.none), ...this.list(this.w.near, near.slice(0, 4))]
  }

  private list(words: string, hits: Hit[]): Node[] {
    if (!hits.length) return []
    return [h('p', { class: 'help' }, words), h('ul', { class: 'hits' }, ...hits.map((x) => h('li', {}, h('button', { type: 'button', class: 'hit', lang: x.language, click: () => void this.show(async () => this.article(await this.source.read(x.article), hits.filter((o) => o !== x))) }, x.title))))]
  }

  private article(a: Reading, more: Hit[]): Node[] {
    const { w } = this
    const base = (tag: string) => tag.slice(0, 2).toLowerCase()
    const said = h('div', { class: 'said' })
    const say = (helped: boolean) => {
      void this.source.said(a.article, helped).catch(() => undefined)
      const thanks = h('p', { tabindex: -1, role: 'status' }, w.thanks)
      said.replaceChildren(thanks)
      thanks.focus()
    }
    const id = `${this.field.id}q`
    said.append(h('span', { id }, w.helped), ...([[w.yes, true], [w.no, false]] as const).map(([text, helped]) => h('button', { type: 'button', 'aria-describedby': id, click: () => say(helped) }, text)))
    return [
      h('article', { lang: a.language, dir: dirOf(a.language) }, h('h3', { tabindex: -1 }, a.title), nodes(a.html, this.source.base)),
      base(a.language) !== base(this.language) && h('p', { class: 'help' }, w.other), said, ...this.list(w.more, more),
    ].filter((x): x is HTMLElement => !!x)
  }
}
