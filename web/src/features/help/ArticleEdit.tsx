import { Button, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createArticle, deleteArticle, previewHelp, putArticle } from '../../api/calls'
import { useFaultWords } from '../../app/faults'
import type { HelpArticle, HelpText } from '../../api/types'
import { LANGUAGES } from '../../app/i18n'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { useLater } from '../../app/useLater'
import { FormFault } from '../auth/Frame'
import { Conflict, theirsOf } from '../dashboards/conflict'
import css from './help.module.css'
import { History } from './History'

const NOTHING: HelpText = { title: '', body: '', words: '' }

/** Writes an article, two languages side by side, with what readers will see. */
export function ArticleEdit({ one, title, onClose }: { one?: HelpArticle; title?: string; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const say = useFaultWords()
  const { ws } = usePlace()
  const client = useQueryClient()
  const later = useLater('help')
  const own = (LANGUAGES as readonly string[]).includes(i18n.language) ? i18n.language : 'en'
  const [first, setFirst] = useState(one?.first ?? own)
  const [texts, setTexts] = useState<Record<string, HelpText>>(one?.texts ?? { [own]: { ...NOTHING, title: title ?? '' } })
  const [beside, setBeside] = useState(LANGUAGES.find((l) => l !== first) ?? 'en')
  const [published, setPublished] = useState(one?.published ?? false)
  const [seen, setSeen] = useState(one?.version ?? 0)
  const [history, setHistory] = useState(false)
  const save = useMutation({
    mutationFn: (version: number) => {
      const told = Object.fromEntries(Object.entries(texts).filter(([, x]) => x.title.trim() || x.body.trim()))
      const b = { texts: told, first, published, kind: one?.kind, owner: one?.owner }
      return one ? putArticle(ws, one.id, { ...b, version }) : createArticle(ws, b)
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['help', ws] })
      onClose()
    },
  })
  const raw = theirsOf<HelpArticle & { name: string }>(save.error)
  const theirs = raw ? { ...raw, name: raw.texts[raw.first]?.title ?? raw.id } : undefined
  const name = (l: string) => t(`language.${l}`, l)
  const all = [...new Set([...LANGUAGES, ...Object.keys(texts)])].map((l) => ({ value: l, label: name(l) }))
  const change = (language: string, more: Partial<HelpText>) => setTexts({ ...texts, [language]: { ...(texts[language] ?? NOTHING), ...more } })
  const sides = [first, ...(beside === first ? [] : [beside])]
  return (
    <form className={shell.page} onSubmit={(e) => { e.preventDefault(); save.mutate(seen) }}>
      <div className={shell.pageHead}>
        <h1>{one ? t('help.change') : t('help.new')}</h1>
        <Switch label={t('help.published')} checked={published} onChange={(e) => setPublished(e.currentTarget.checked)} />
      </div>
      <div className={css.pair}>
        <Select label={t('help.first')} description={t('help.firstHint')} allowDeselect={false} value={first} onChange={(l) => l && setFirst(l)} data={all} />
        <Select label={t('help.beside')} description={t('help.besideHint')} allowDeselect={false} value={beside} onChange={(l) => l && setBeside(l as typeof beside)} data={all} />
      </div>
      <div className={css.sides}>
        {sides.map((l) => <Side key={l} language={l} name={name(l)} text={texts[l] ?? NOTHING} change={(more) => change(l, more)} fault={(field) => say.of(save.error, `texts.${l}.${field}`)} />)}
      </div>
      {theirs ? <Conflict theirs={theirs} onTake={() => { setTexts(raw!.texts); setFirst(raw!.first); setPublished(raw!.published); setSeen(theirs.version); save.reset() }} onKeep={() => save.mutate(theirs.version)} /> : <FormFault error={save.error} />}
      {one && history ? <History one={one} onClose={() => setHistory(false)} onRestored={onClose} /> : null}
      <div className={css.ends}>
        {one && one.version > 1 ? <Button variant="default" onClick={() => setHistory(true)}>{t('help.history')}</Button> : null}
        {one ? <Button variant="subtle" color="red" onClick={() => { later(one.id, t('help.deleted'), () => deleteArticle(ws, one.id)); onClose() }}>{t('help.delete')}</Button> : null}
        <Button variant="default" onClick={onClose}>{t('ui.cancel')}</Button>
        <Button type="submit" loading={save.isPending} disabled={!texts[first]?.title.trim()}>{t('ui.save')}</Button>
      </div>
    </form>
  )
}

function Side({ language, name, text, change, fault }: { language: string; name: string; text: HelpText; change: (more: Partial<HelpText>) => void; fault: (field: string) => string | undefined }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const [shown] = useDebouncedValue(text.body, 300)
  const preview = useQuery({ ...previewHelp(ws, shown), enabled: shown.trim() !== '', placeholderData: (before) => before })
  return (
    <section className={`panel ${css.part}`} aria-label={name}>
      <h2>{name}</h2>
      <TextInput lang={language} label={t('help.title')} maxLength={300} value={text.title} onChange={(e) => change({ title: e.currentTarget.value })} error={fault('title')} />
      <Textarea lang={language} label={t('help.body')} description={t('help.bodyHint')} autosize minRows={8} maxRows={24} maxLength={60000} value={text.body} onChange={(e) => change({ body: e.currentTarget.value })} error={fault('body')} />
      <TextInput lang={language} label={t('help.words')} description={t('help.wordsHint')} maxLength={2000} value={text.words ?? ''} onChange={(e) => change({ words: e.currentTarget.value })} error={fault('words')} />
      {shown.trim() && preview.data ? (
        <div>
          <h3 className={css.previewHead}>{t('help.preview')}</h3>
          {/* Made safe by the server, as for the public page. */}
          <div className={css.preview} lang={language} dangerouslySetInnerHTML={{ __html: preview.data.html }} />
        </div>
      ) : null}
    </section>
  )
}
