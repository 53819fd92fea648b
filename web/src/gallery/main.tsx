import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '../app/global.css'
import { createMemoryHistory } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { App, makeQueryClient } from '../app/App'
import { nearest, startI18n } from '../app/i18n'
import { makeRouter } from '../app/router'
import { cannedFetch, type State } from './canned'
import { VIEWS } from './views'

// Each view of the app with canned data: gallery.html?view=journey&state=ok&lang=id&scheme=dark. Without a view: the list of them.
const query = new URLSearchParams(location.search)
const wanted = query.get('view')
const lang = nearest([query.get('lang') ?? 'en'])
const scheme = query.get('scheme') === 'dark' ? 'dark' : 'light'
localStorage.setItem('jejak-scheme', scheme)
const view = VIEWS.find((v) => v.id === wanted)

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

void startI18n(lang).then(() => {
  const rootElement = document.getElementById('root')!
  if (!view) {
    const states: State[] = ['ok', 'empty', 'error', 'loading']
    createRoot(rootElement).render(
      <main className="pad">
        <h1>Gallery</h1>
        <ul>
          {VIEWS.map((v) => (
            <li key={v.id} data-view={v.id}>
              {v.id}: {states.map((s) => <a key={s} href={`?view=${v.id}&state=${s}`} style={{ marginRight: 8 }}>{s}</a>)}
            </li>
          ))}
        </ul>
      </main>,
    )
    return
  }
  window.fetch = cannedFetch((query.get('state') as State | null) ?? 'ok', { session: view.session })
  window.EventSource = CannedStream as unknown as typeof EventSource
  const client = makeQueryClient()
  client.setDefaultOptions({ queries: { retry: false } })
  createRoot(rootElement).render(<App client={client} router={makeRouter(client, createMemoryHistory({ initialEntries: [view.path] }))} />)
})
