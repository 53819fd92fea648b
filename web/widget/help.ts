import { h, sign } from './dom'
import { helpCss } from './helpstyle'
import { helpWords } from './helpwords'
import { post } from './line'
import { Panel, type Source } from './panel'
import { dress } from './style'
import { identify } from './who'
import { dirOf } from './words'

// Help on somebody's website: a button that opens a panel in which a question is answered by the articles of a help page.

const fetched = async <T>(answer: Promise<Response>): Promise<T> => {
  const r = await answer.catch(() => undefined)
  if (!r?.ok) throw r?.status ?? 0
  return (r.status === 204 ? undefined : await r.json()) as T
}

function source(origin: string, key: string, languages: string[]): Source {
  const root = `${origin}/api/v1/public/help/${encodeURIComponent(key)}`
  const one = (article: string) => `${root}/articles/${encodeURIComponent(article)}`
  return {
    ask: async (question) => fetched(post(`${root}/answer`, { question, languages, ...(await identify()) })),
    read: (article) => fetched(fetch(`${one(article)}?languages=${encodeURIComponent(languages.join(','))}`, { credentials: 'omit' })),
    said: (article, helped) => fetched(post(`${one(article)}/said`, { helped })),
    base: origin,
    all: `${origin}/help/${encodeURIComponent(key)}`,
  }
}

function begin(origin: string, key: string, wish: DOMStringMap): void {
  const languages = [...new Set([wish.language, ...navigator.languages])].filter((l) => l !== undefined).slice(0, 20)
  const { words, language } = helpWords(languages)
  const host = h('div', { 'data-jejak': 'help' })
  const shadow = host.attachShadow({ mode: 'open' })
  const at = wish.position === 'left' ? 'left' : undefined
  const box = h('dialog', { class: 'site', 'data-at': at })
  const panel = new Panel(source(origin, key, languages), words, language, () => box.close())
  const opener = h('button', { type: 'button', class: 'opener', lang: language, dir: dirOf(language), 'data-at': at, 'aria-haspopup': 'dialog', 'aria-expanded': 'false', click: () => {
    box.showModal()
    opener.setAttribute('aria-expanded', 'true')
    panel.focus()
  } }, sign('M9.2 9.2a2.8 2.8 0 1 1 4 2.6c-.9.5-1.2 1-1.2 2', 'M12 16.9v.1', 'M12 2.8a9.2 9.2 0 1 0 0 18.4 9.2 9.2 0 1 0 0-18.4z'), words.help)
  // The browser itself keeps the focus within an open dialog, closes it by Escape and gives the focus back.
  box.addEventListener('close', () => opener.setAttribute('aria-expanded', 'false'))
  box.addEventListener('click', (e) => { if (e.target === box) box.close() })
  box.setAttribute('aria-labelledby', panel.heading.id)
  box.append(panel.box)
  shadow.append(opener, box)
  dress(shadow, { accent: wish.accent }, helpCss)
  document.body.append(host)
}

const script = document.currentScript as HTMLScriptElement | null
const key = script?.dataset.key
if (script && key) {
  const origin = new URL(script.src).origin
  if (document.body) begin(origin, key, script.dataset)
  else document.addEventListener('DOMContentLoaded', () => begin(origin, key, script.dataset))
}
