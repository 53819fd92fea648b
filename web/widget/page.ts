import { h } from './dom'
import { Line, store, stored } from './line'
import { way } from './logic'
import type { Answer, Survey } from './shapes'
import { dress } from './style'
import { View } from './view'
import { dirOf, wordsOf } from './words'

// The page behind a link. An open link gives each visitor a token of their own, which is kept, so that coming back goes on.

export async function page(root: string, link: string): Promise<void> {
  const host = document.body.appendChild(h('main'))
  const shadow = host.attachShadow({ mode: 'open' })
  const frame = shadow.appendChild(h('div', { class: 'page' }))
  const own = `jejak-link-${link}`
  let token = stored<string>(own) ?? link
  const wanted = new URLSearchParams(location.search)
  const get = (language: string) => fetch(`${root}/${encodeURIComponent(token)}${language ? `?language=${encodeURIComponent(language)}` : ''}`, { credentials: 'omit' })
  dress(shadow)
  const plain = new CSSStyleSheet()
  plain.replaceSync('body{margin:0}')
  document.adoptedStyleSheets = [plain]
  const first = await get(wanted.get('language') ?? '').catch(() => undefined)
  if (first?.status === 404 && token !== link) {
    store(own, undefined)
    host.remove()
    return page(root, link)
  }
  if (!first?.ok) return trouble(frame, first?.status ?? 0, () => { host.remove(); void page(root, link) })
  const survey = (await first.json()) as Survey
  if (survey.token && survey.token !== token) store(own, (token = survey.token))
  dress(shadow, survey.theme)
  const line = new Line(root, token, (fate) => view.tell(fate))
  line.language = survey.language
  const before = line.before
  const chosen = before.done ? [] : picked(survey, wanted.get('answer'))
  const answers = merge(survey.answers ?? [], before.answers, chosen)
  const on = chosen[0] && after(survey, answers, chosen[0])
  const view: View = new View(survey, {
    save: (a, done, trap) => line.save(a, done, trap),
    moved: (q) => line.at(q),
    language: (l) => void get(l).then(async (r) => {
      const other = (await r.json()) as Survey
      line.language = other.language
      title(other)
      view.show(other)
    }).catch(() => undefined),
  }, on ? { ...on, answers } : { at: before.at, answers, through: before.done })
  const heading = h('h1', { class: 'trap' })
  frame.append(heading, view.card)
  const title = (of: Survey) => { heading.textContent = head(of) }
  title(survey)
  if (survey.finished) return
  line.seen(location.href.split('?')[0]!)
  if (on) {
    // Taken in once: a reload must not take back what is said next.
    history.replaceState(null, '', location.pathname)
    whenLookedAt(() => line.save(chosen, on.through, ''))
  }
}

/** Where a question whose one press says everything leads to; nothing where there is more to say to it. */
function after(survey: Survey, answers: Answer[], a: Answer): { at?: string; through: boolean } | undefined {
  const q = survey.questions.find((x) => x.id === a.question)!
  if (q.multiple || q.kind === 'review') return undefined
  const steps = way(survey.questions, Object.fromEntries(answers.map((x) => [x.question, x])))
  const i = steps.findIndex((x) => x.id === q.id)
  return i < 0 ? undefined : { at: steps[i + 1]?.id, through: i + 1 === steps.length }
}

/** Runs once somebody touches the page, or has had it before their eyes for a moment: programs that check mails do neither. */
function whenLookedAt(run: () => void): void {
  let timer = 0
  const signs = ['pointerdown', 'pointermove', 'keydown', 'scroll', 'touchstart'] as const
  const done = () => {
    window.clearTimeout(timer)
    for (const s of signs) window.removeEventListener(s, done)
    document.removeEventListener('visibilitychange', look)
    run()
  }
  const look = () => {
    window.clearTimeout(timer)
    if (document.visibilityState === 'visible') timer = window.setTimeout(done, 1500)
  }
  for (const s of signs) window.addEventListener(s, done)
  document.addEventListener('visibilitychange', look)
  look()
}

/** Tells the document what it is; the name of a survey is the team's own. */
function head(survey: Survey): string {
  document.documentElement.lang = survey.language
  document.documentElement.dir = survey.dir || dirOf(survey.language)
  return (document.title = wordsOf(survey.language).survey)
}

/** What was said later holds. */
function merge(...lists: Answer[][]): Answer[] {
  return [...new Map(lists.flat().map((a) => [a.question, a])).values()]
}

/** The answer that was chosen in a mail. */
function picked(survey: Survey, said: string | null): Answer[] {
  const [id, value] = said?.split(':') ?? []
  const q = survey.questions.find((x) => x.id === id)
  if (!q || !value) return []
  if (q.options?.some((o) => o.id === value)) return [{ question: q.id, choices: [value] }]
  if (q.kind === 'consent') return [{ question: q.id, consent: value === 'yes' }]
  return /^\d{1,2}$/.test(value) ? [{ question: q.id, score: Number(value) }] : []
}

function trouble(frame: HTMLElement, status: number, retry: () => void): void {
  const language = navigator.language || 'en'
  const w = wordsOf(language)
  document.documentElement.lang = language
  document.title = w.survey
  const shut = status === 404 || status === 410
  const again = !shut && h('button', { type: 'button', class: 'again', click: retry }, w.retry)
  frame.append(h('div', { class: 'card', dir: dirOf(language) }, h('div', { class: 'end', role: 'alert' }, h('h1', {}, status === 410 ? w.twice : status === 404 ? w.gone : w.offline), again)))
}
