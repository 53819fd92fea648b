import type { Answer } from './shapes'
import type { Fate } from './view'

// The way to the server: answers are kept in the browser until they are there, over a reload and a cut connection.

interface Kept { answers: Record<string, Answer>; waiting: string[]; done: boolean; at?: string; trap: string; took: number; when: number }

const DAY = 86_400_000
const name = (token: string) => `jejak-survey-${token}`

/** What the browser's storage holds by a name; nothing where there is none, or it is closed. */
export function stored<T>(key: string, store: () => Storage = () => localStorage): T | undefined {
  try {
    const text = store().getItem(key)
    return text === null ? undefined : (JSON.parse(text) as T)
  } catch {
    return undefined
  }
}

export function store(key: string, value: unknown, to: () => Storage = () => localStorage): void {
  try {
    if (value === undefined) to().removeItem(key)
    else to().setItem(key, JSON.stringify(value))
  } catch {
    // Closed storage: what was said lives as long as the page.
  }
}

export const post = (url: string, body: unknown) =>
  fetch(url, { method: 'POST', credentials: 'omit', keepalive: true, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

/** Carries the answers of one token. */
export class Line {
  private readonly url: string
  private readonly token: string
  private readonly tell: (fate: Fate) => void
  private readonly kept: Kept
  private busy = false
  private tries = 0
  private timer = 0
  private since = Date.now()
  language = ''

  constructor(root: string, token: string, tell: (fate: Fate) => void) {
    this.url = `${root}/${encodeURIComponent(token)}/`
    this.token = token
    this.tell = tell
    const before = stored<Kept>(name(token))
    this.kept = before && before.when > this.since - 30 * DAY ? before : { answers: {}, waiting: [], done: false, trap: '', took: 0, when: this.since }
    window.addEventListener('online', this.again)
    this.again()
  }

  /** What was said but is not there yet, and where the person stood. */
  get before(): { at?: string; answers: Answer[]; done: boolean } {
    return { at: this.kept.at, answers: Object.values(this.kept.answers), done: this.kept.done }
  }

  at(question: string | undefined): void {
    this.kept.at = question
    this.keep()
  }

  save(answers: Answer[], done: boolean, trap: string): void {
    const { kept } = this
    for (const a of answers) {
      kept.answers[a.question] = a
      kept.waiting = [...kept.waiting.filter((id) => id !== a.question), a.question]
    }
    kept.done ||= done
    kept.trap = trap
    this.keep()
    this.again()
  }

  seen(url: string): void {
    void post(`${this.url}seen`, { url }).catch(() => undefined)
  }

  dismissed(): void {
    void post(`${this.url}dismissed`, {}).catch(() => undefined)
    this.end()
  }

  private keep(): void {
    const now = Date.now()
    this.kept.took += now - this.since
    this.since = now
    store(name(this.token), this.kept)
  }

  private end(): void {
    store(name(this.token), undefined)
    window.removeEventListener('online', this.again)
    window.clearTimeout(this.timer)
    this.kept.done = false
    this.kept.waiting = []
  }

  private readonly again = (): void => {
    window.clearTimeout(this.timer)
    if (!this.busy && (this.kept.waiting.length || this.kept.done)) void this.send()
  }

  private async send(): Promise<void> {
    const { kept } = this
    const sent = kept.waiting.map((id) => kept.answers[id]!)
    const done = kept.done
    this.busy = true
    const status = await post(`${this.url}answers`, { answers: sent, done, trap: kept.trap, elapsedMs: Math.round(kept.took), language: this.language || undefined }).then((r) => r.status, () => 0)
    this.busy = false
    if (status === 0 || status === 429 || status >= 500) {
      this.tell('waiting')
      this.timer = window.setTimeout(this.again, Math.min(30_000, 500 * 2 ** ++this.tries))
      return
    }
    this.tries = 0
    if (status >= 400) {
      if (status === 404 || status === 409 || status === 410) this.end()
      // What was refused is not sent again as it is.
      kept.waiting = []
      kept.done = false
      this.tell(status === 404 ? 'gone' : status === 409 || status === 410 ? 'twice' : 'refused')
      return
    }
    kept.waiting = kept.waiting.filter((id) => !sent.some((a) => a.question === id && a === kept.answers[id]))
    if (done) this.end()
    else this.keep()
    this.tell(done ? 'done' : 'well')
    this.again()
  }
}
