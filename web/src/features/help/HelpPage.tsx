import { Button, Switch, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { help, setHelpSite, settleQuestion } from '../../api/calls'
import type { HelpArticle, HelpShelf, HelpSite } from '../../api/types'
import { useCan, useFormat, useWorkspace } from '../../app/hooks'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { useHidden } from '../../app/useLater'
import { Badge, RateText } from '../../ui/bits'
import { IconHelpCircle, IconPlus } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { DataTable, type Column } from '../ask/table'
import { FormFault } from '../auth/Frame'
import { ArticleEdit } from './ArticleEdit'
import { Widget } from './Widget'
import css from './help.module.css'

/** Articles that answer, what nobody has answered, and the public page. */
export default function HelpPage() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const may = useCan('voice.edit')
  const hidden = useHidden('help')
  const { data, error, refetch } = useQuery(help(ws))
  if (data && search.edit && may) {
    const one = data.articles.find((a) => a.id === search.edit)
    if (one || search.edit === 'new') return <ArticleEdit key={search.edit} one={one} title={search.search} onClose={() => set({ edit: undefined, search: undefined })} />
  }
  const add = <Button leftSection={<IconPlus size={16} />} onClick={() => set({ edit: 'new' })}>{t('help.new')}</Button>
  const list = data?.articles.filter((a) => !hidden.includes(a.id))
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}><h1>{t('nav.help')}</h1>{may && list?.length ? add : null}</div>
      <section className="panel" aria-label={t('help.articles')}>
        {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
        {!data && !error ? <Lines n={6} height={34} /> : null}
        {data && list?.length ? <Articles list={list} shelf={data} /> : null}
        {list?.length === 0 ? <Empty icon={IconHelpCircle} title={t('help.empty')} text={t('help.emptyText')} action={may ? add : undefined} /> : null}
      </section>
      {data ? <Asked shelf={data} may={may} /> : null}
      {data && may ? <Site site={data.site} /> : null}
      {data ? <Widget site={data.site} /> : null}
    </div>
  )
}

function Articles({ list, shelf }: { list: HelpArticle[]; shelf: HelpShelf }) {
  const { t, i18n } = useTranslation()
  const f = useFormat()
  const { set } = usePlace()
  const may = useCan('voice.edit')
  const title = (a: HelpArticle) => (a.texts[i18n.language] ?? a.texts[a.first])?.title ?? a.id
  const usage = (a: HelpArticle) => shelf.use.find((u) => u.article === a.id)
  const columns: Column<HelpArticle>[] = [
    { id: 'title', head: t('help.title'), text: true, by: title, cell: (a) => (may ? <button type="button" className={`plain ${css.open}`} onClick={() => set({ edit: a.id })}>{title(a)}</button> : title(a)) },
    { id: 'state', head: t('help.state'), text: true, by: (a) => Number(a.published), cell: (a) => <Badge tone={a.published ? 'good' : undefined}>{t(a.published ? 'help.published' : 'help.draft')}</Badge> },
    { id: 'languages', head: t('help.languages'), text: true, cell: (a) => Object.keys(a.texts).sort().join(', ') },
    { id: 'read', head: t('help.read'), by: (a) => usage(a)?.read, cell: (a) => f.num(usage(a)?.read ?? 0) },
    { id: 'helped', head: t('help.helped'), hint: t('help.helpedHint'), by: (a) => (usage(a)?.helped.n ? usage(a)!.helped.value : undefined), cell: (a) => { const h = usage(a)?.helped; return h?.n ? <><RateText rate={h} /> <small className="quiet">{t('view.kOfN', { k: f.num(h.k), n: f.num(h.n) })}</small></> : t('ui.none') } },
  ]
  return <DataTable label={t('help.articles')} columns={columns} rows={list} id={(a) => a.id} minWidth={640} />
}

/** What people asked and no article answered. */
function Asked({ shelf, may }: { shelf: HelpShelf; may: boolean }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, set } = usePlace()
  const client = useQueryClient()
  const settle = useMutation({ mutationFn: (q: { id: string; done: boolean }) => settleQuestion(ws, q.id, q.done), onSettled: () => client.invalidateQueries({ queryKey: ['help', ws] }) })
  const open = shelf.asked.filter((q) => !q.done)
  return (
    <section className={`panel ${css.part}`} aria-label={t('help.asked')}>
      <h2>{t('help.asked')}</h2>
      <p className="quiet">{open.length ? t('help.askedText') : t('help.noneAsked')}</p>
      {open.length ? (
        <ul className={css.asked}>
          {open.map((q) => (
            <li key={q.id}>
              <span><b lang={q.language || undefined}>{q.text}</b><small className="quiet">{t('help.times', { count: q.count, n: f.num(q.count) })} · {f.ago(q.last)}</small></span>
              {may ? (
                <span className={css.row}>
                  <Button size="compact-sm" variant="light" onClick={() => set({ edit: 'new', search: q.text })}>{t('help.write')}<span className="hidden"> {q.text}</span></Button>
                  <Button size="compact-sm" variant="default" onClick={() => settle.mutate({ id: q.id, done: true })}>{t('help.settle')}<span className="hidden"> {q.text}</span></Button>
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}

function Site({ site }: { site: HelpSite | undefined }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const workspace = useWorkspace()
  const client = useQueryClient()
  const name = workspace?.name ?? ''
  const [draft, setDraft] = useState<HelpSite>(site ?? { slug: name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60) || `help-${ws}`, title: name, open: false })
  const save = useMutation({ mutationFn: () => setHelpSite(ws, draft), onSuccess: () => client.invalidateQueries({ queryKey: ['help', ws] }) })
  return (
    <form className={`panel ${css.part}`} aria-label={t('help.site')} onSubmit={(e) => { e.preventDefault(); save.mutate() }}>
      <h2>{t('help.site')}</h2>
      <div className={css.pair}>
        <TextInput label={t('help.siteTitle')} maxLength={200} required value={draft.title} onChange={(e) => setDraft({ ...draft, title: e.currentTarget.value })} />
        <TextInput label={t('help.slug')} description={`${location.origin}/help/${draft.slug}`} maxLength={60} required pattern="[a-z0-9][a-z0-9\-]+[a-z0-9]" value={draft.slug} onChange={(e) => setDraft({ ...draft, slug: e.currentTarget.value })} />
      </div>
      <Switch label={t('help.open')} checked={draft.open} onChange={(e) => setDraft({ ...draft, open: e.currentTarget.checked })} />
      <FormFault error={save.error} />
      <div className={css.ends}>
        {site?.open ? <a href={`/help/${site.slug}`} target="_blank" rel="noreferrer">{t('help.visit')}</a> : null}
        <Button type="submit" loading={save.isPending}>{t('ui.save')}</Button>
      </div>
    </form>
  )
}
