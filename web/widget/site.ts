import { h } from './dom'
import { Line, post, store, stored } from './line'
import type { Survey } from './shapes'
import { dress } from './style'
import { View } from './view'
import { identify, sdk } from './who'

// The widget on somebody's website: it asks whether there is a survey for this visitor, and shows one at a time.

const GAP = 3_000
const OPEN = 'jejak-survey-open'
const FIELD = 'input,textarea,select,[contenteditable]'
const session = () => sessionStorage

/** How many milliseconds to wait before the next look: what the server says, else ever longer with each look that found nothing. */
export function pause(retryAfter: string | null | undefined, looks: number): number {
  const seconds = Number(retryAfter)
  return seconds > 0 ? Math.min(Math.max(GAP, seconds * 1000), 3_600_000) : Math.min(5_000 * 3 ** looks, 600_000)
}

export function site(root: string, key: string): void {
  let open = false
  let last = 0
  let timer = 0
  let looks = 0

  /**
   * Asks soon, but never twice within some seconds. Where there is nothing, it looks again, ever more seldom: what was just done may still be on
   * its way to the server, and a survey may be due some time after it.
   */
  const hint = () => {
    looks = 0
    plan(Math.max(300, last + GAP - Date.now()))
  }
  const plan = (ms: number) => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void ask(), ms)
  }
  const ask = async () => {
    if (open || document.visibilityState === 'hidden') return
    const who = await identify()
    if (!who.anonymousId && !who.userId) return
    last = Date.now()
    const answer = await post(`${root}/next`, { writeKey: key, ...who, url: location.href.slice(0, 2000), languages: [...navigator.languages].slice(0, 20) }).catch(() => undefined)
    if (answer?.status === 200) {
      const { survey, token } = (await answer.json()) as { survey: Survey; token?: string }
      if (!open) begin({ ...survey, token: token ?? survey.token }, true)
      return
    }
    plan(pause(answer?.headers.get('retry-after'), looks++))
  }
  const begin = (survey: Survey, fresh: boolean) => {
    open = true
    store(OPEN, survey, session)
    show(root, survey, fresh, () => {
      open = false
      store(OPEN, undefined, session)
      hint()
    })
  }

  // A survey that was open when the page went is open again on the next one.
  const before = stored<Survey>(OPEN, session)
  if (before?.token) begin(before, false)
  else hint()
  document.addEventListener('visibilitychange', () => hint())
  window.addEventListener('popstate', () => hint())
  window.addEventListener('hashchange', () => hint())
  for (const name of ['pushState', 'replaceState'] as const) {
    const real = history[name]
    history[name] = (...to) => {
      real.apply(history, to)
      hint()
    }
  }
  listen(() => hint())
}

/** Hears what the page tracks, as soon as its client library is there. */
function listen(heard: () => void, tries = 40): void {
  const on = sdk()?.on
  if (on) on.call(sdk(), 'track', heard)
  else if (tries) window.setTimeout(() => listen(heard, tries - 1), 500)
}

/** Puts a survey into a corner, or into the middle of the page. */
function show(root: string, survey: Survey, fresh: boolean, gone: () => void): void {
  const host = h('div', { 'data-jejak': 'survey' })
  const shadow = host.attachShadow({ mode: 'open' })
  const place = survey.theme?.position || 'right'
  const modal = place === 'center'
  const box = h('dialog', { class: 'site', 'data-at': place })
  const around = { answered: false, over: false }
  const line = new Line(root, survey.token, (fate) => {
    around.over ||= fate === 'done' || fate === 'twice' || fate === 'gone'
    if (around.over) store(OPEN, undefined, session)
    view.tell(fate)
  })
  line.language = survey.language
  const close = () => {
    if (!around.over && !line.before.done) line.dismissed()
    document.removeEventListener('keydown', keys)
    document.removeEventListener('focusin', dodge)
    window.removeEventListener('resize', dodge)
    host.remove()
    gone()
  }
  const keys = (e: KeyboardEvent) => {
    if (e.key === 'Escape' && !e.defaultPrevented) close()
  }
  // A field in which somebody writes stays in sight: the card goes to the other edge, or out of the way.
  const dodge = () => {
    box.classList.remove('high', 'off')
    const f = document.activeElement
    if (modal || !f || f === host || !f.matches(FIELD)) return
    for (const way of ['high', 'off']) {
      const a = f.getBoundingClientRect()
      const b = box.getBoundingClientRect()
      if (a.right < b.left || a.left > b.right || a.bottom < b.top || a.top > b.bottom) return
      box.classList.add(way)
    }
  }
  const view: View = new View(survey, { save: (a, done, trap) => line.save(a, done, trap), moved: (q) => line.at(q), close }, { ...line.before, through: line.before.done })
  box.append(view.card)
  box.setAttribute('aria-label', view.label)
  // Heard by those who do not see the corner.
  const news = h('p', { class: 'trap', role: 'status' })
  shadow.append(news, box)
  dress(shadow, survey.theme)
  document.body.append(host)
  if (modal) {
    // Nobody is torn out of writing: what would cover the page waits until the field is left.
    const open = () => box.isConnected && !box.open && box.showModal()
    if (document.activeElement?.matches(FIELD)) document.activeElement.addEventListener('blur', open, { once: true })
    else open()
    box.addEventListener('cancel', (e) => { e.preventDefault(); close() })
  } else {
    box.setAttribute('open', '')
    document.addEventListener('keydown', keys)
    document.addEventListener('focusin', dodge)
    window.addEventListener('resize', dodge)
    dodge()
    window.setTimeout(() => { news.textContent = view.label }, 100)
  }
  if (fresh) line.seen(location.href)
}
