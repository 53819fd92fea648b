import { useComputedColorScheme } from '@mantine/core'
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { helpCss } from '../../../widget/helpstyle'
import { helpWords } from '../../../widget/helpwords'
import { Panel, type Source } from '../../../widget/panel'
import { dress } from '../../../widget/style'
import { article, previewHelp, searchHelp } from '../../api/calls'
import type { HelpSite } from '../../api/types'
import { usePlace } from '../../app/place'
import { Code } from '../../ui/bits'
import css from './help.module.css'

/** How help comes onto a website, and the widget itself to try. */
export function Widget({ site }: { site: HelpSite | undefined }) {
  const { t } = useTranslation()
  const origin = window.location.origin
  return (
    <section className={`panel ${css.part}`} aria-label={t('help.widget')}>
      <h2>{t('help.widget')}</h2>
      <p className="quiet">{t('help.widgetText')}</p>
      {site?.open ? (
        <>
          <Code label={t('help.widget')} text={`<script src="${origin}/help.js" data-key="${site.slug}" async></script>`} />
          <p className="quiet">{t('help.csp')}</p>
          <Code label={t('help.csp')} text={`script-src 'self' ${origin}; connect-src 'self' ${origin}`} />
        </>
      ) : <p>{t('help.widgetOpen')}</p>}
      <h3 className={css.previewHead}>{t('help.tryIt')}</h3>
      <p className="quiet">{t('help.tryText')}</p>
      <Try />
    </section>
  )
}

function Try() {
  const { i18n } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const host = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme('light')
  useEffect(() => {
    const el = host.current
    if (!el) return
    const root = el.shadowRoot ?? el.attachShadow({ mode: 'open' })
    dress(root, {}, helpCss)
    const { words, language } = helpWords([i18n.language])
    root.replaceChildren(new Panel(team(client, ws, i18n.language), words, language).box)
  }, [client, ws, i18n.language])
  return <div ref={host} className={css.try} data-light={scheme === 'light' || undefined} data-dark={scheme === 'dark' || undefined} />
}

/** The articles as the team reads them: nothing is counted or noted. */
function team(client: QueryClient, ws: number, language: string): Source {
  return {
    base: window.location.origin,
    ask: (question) => searchHelp(ws, question, [language]),
    read: async (id) => {
      const one = await client.fetchQuery(article(ws, id))
      const own = [language, ...Object.keys(one.texts).filter((l) => l.slice(0, 2) === language.slice(0, 2)), one.first].find((l) => one.texts[l]) ?? one.first
      const text = one.texts[own]
      const { html } = await client.fetchQuery(previewHelp(ws, text?.body ?? ''))
      return { article: id, language: own, title: text?.title ?? '', html }
    },
    said: () => Promise.resolve(),
  }
}
