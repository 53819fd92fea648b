import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './app/global.css'
import { createRoot } from 'react-dom/client'
import { App, makeQueryClient } from './app/App'
import { bring, startI18n, storedLanguage } from './app/i18n'
import { makeRouter } from './app/router'

const client = makeQueryClient()
const router = makeRouter(client)
void startI18n(storedLanguage()).then(() => {
  createRoot(document.getElementById('root')!).render(<App client={client} router={router} />)
  bring('faults').catch(() => undefined) // without them a fault is told in English
})
