import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '../app/global.css'
import { notifications } from '@mantine/notifications'
import { createMemoryHistory } from '@tanstack/react-router'
import { createRoot, type Root } from 'react-dom/client'
import { App, makeQueryClient } from '../app/App'
import { nearest, startI18n } from '../app/i18n'
import { makeRouter } from '../app/router'
import { cannedFetch, type State } from './canned'
import { VIEWS } from './views'

// Each view of the app with canned data: gallery.html?view=journey&state=ok&lang=id&scheme=dark. Without a view: the list of them.
// show() puts another view into the same page: the tests look at some two hundred, and loading the app for each would take most of their time.
const query = new URLSearchParams(location.search)
const lang = nearest([query.get('lang') ?? 'en'])
localStorage.setItem('jejak-scheme', query.get('scheme') === 'dark' ? 'dark' : 'light')

/** A stream that ticks once a second, as the live one does. */
class CannedStream extends EventTarget {
  onmessage: ((e: MessageEvent<string>) => void) | null = null
  onerror: (() => void) | null = null
  private seq = 410221
  private timer = 0
  constructor(url: string) {
    super()
    const send = () => {
      this.seq += 14
      const tick = url.includes('/sources/')
        ? { at: '2026-11-20T09:00:00Z', type: 'track', name: 'Product Viewed', messageId: 'm-' + this.seq, outcome: this.seq % 3 ? 'stored' : 'rejected', reason: this.seq % 3 ? '' : 'no_ids', detail: '', person: 'a3f1c09b5e7d4412b8860f2d9c3e1a77' }
        : { seq: 410221, stored: 14 }
      this.onmessage?.(new MessageEvent('message', { data: JSON.stringify(tick) }))
    }
    window.setTimeout(send, 30)
    this.timer = window.setInterval(send, 1000)
  }
  close() { window.clearInterval(this.timer) }
}

const STATES: State[] = ['ok', 'empty', 'error', 'loading']
window.EventSource = CannedStream as unknown as typeof EventSource
let root: Root | undefined

function show(id: string | null, state: State) {
  root?.unmount()
  notifications.clean()
  root = createRoot(document.getElementById('root')!)
  const view = VIEWS.find((v) => v.id === id)
  if (!view) {
    root.render(<List />)
    return
  }
  window.fetch = cannedFetch(state, { session: view.session })
  const client = makeQueryClient()
  client.setDefaultOptions({ queries: { retry: false } })
  root.render(<App client={client} router={makeRouter(client, createMemoryHistory({ initialEntries: [view.path] }))} />)
}

function List() {
  return (
    <main className="pad">
      <h1>Gallery</h1>
      <ul>
        {VIEWS.map((v) => (
          <li key={v.id} data-view={v.id}>
            {v.id}: {STATES.map((s) => <a key={s} href={`?view=${v.id}&state=${s}`} style={{ marginRight: 8 }}>{s}</a>)}
          </li>
        ))}
      </ul>
    </main>
  )
}

void startI18n(lang).then(() => {
  Object.assign(window, { show })
  show(query.get('view'), (query.get('state') as State | null) ?? 'ok')
})
