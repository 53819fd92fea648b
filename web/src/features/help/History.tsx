import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { articleComparison, articleVersions, previewHelp, restoreArticle } from '../../api/calls'
import type { HelpArticle, HelpDifference } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { Badge } from '../../ui/bits'
import { SideSheet } from '../../ui/dialogs'
import { Failed, Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import css from './help.module.css'

/** Every version of an article: look at it, compare it, bring its texts back. */
export function History({ one, onRestored, onClose }: { one: HelpArticle; onRestored: () => void; onClose: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const client = useQueryClient()
  const [pair, setPair] = useState<number[]>([])
  const [seen, setSeen] = useState<number>()
  const { data, error, refetch } = useQuery(articleVersions(ws, one.id, one.version))
  const restore = useMutation({
    mutationFn: (version: number) => restoreArticle(ws, one.id, version),
    onSuccess: (_, version) => {
      notifications.show({ message: t('help.restored', { n: f.num(version) }), color: 'trail' })
      void client.invalidateQueries({ queryKey: ['help', ws] })
      onRestored()
    },
  })
  const pick = (n: number) => setPair((p) => (p.includes(n) ? p.filter((x) => x !== n) : [...p, n].slice(-2)))
  const two = pair.length === 2 ? pair.toSorted((a, b) => a - b) : undefined
  return (
    <SideSheet opened onClose={onClose} size={520} title={t('help.history')}>
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Lines n={6} /> : null}
      <FormFault error={restore.error} />
      {two ? <Compared id={one.id} from={two[0]!} to={two[1]!} /> : data ? <p className="quiet">{t(pair.length ? 'help.pickAnother' : 'help.historyHint')}</p> : null}
      <ol className={css.versions}>
        {data?.map((v) => {
          const name = t('help.version', { n: f.num(v.version) })
          return (
            <li key={v.version}>
              <span><b>{name}</b> {v.version === one.version ? <Badge tone="good">{t('help.now')}</Badge> : null}<br /><span className="quiet">{[v.changedBy, f.ago(v.changed)].filter(Boolean).join(' · ')}</span></span>
              <div className={css.row}>
                <Button size="compact-xs" variant={pair.includes(v.version) ? 'light' : 'default'} aria-pressed={pair.includes(v.version)} onClick={() => pick(v.version)}>{t('help.compare')}<span className="hidden"> {name}</span></Button>
                <Button size="compact-xs" variant={seen === v.version ? 'light' : 'default'} aria-expanded={seen === v.version} onClick={() => setSeen(seen === v.version ? undefined : v.version)}>{t('help.look')}<span className="hidden"> {name}</span></Button>
                {v.version === one.version ? null : <Button size="compact-xs" variant="default" loading={restore.isPending && restore.variables === v.version} onClick={() => restore.mutate(v.version)}>{t('help.restore')}<span className="hidden"> {name}</span></Button>}
              </div>
              {seen === v.version ? Object.entries(v.texts).map(([language, text]) => <Seen key={language} language={language} title={text.title} body={text.body} />) : null}
            </li>
          )
        })}
      </ol>
    </SideSheet>
  )
}

function Seen({ language, title, body }: { language: string; title: string; body: string }) {
  const { ws } = usePlace()
  const { data } = useQuery({ ...previewHelp(ws, body), enabled: body.trim() !== '' })
  return (
    <div className={css.preview} lang={language}>
      <h3>{title}</h3>
      {/* Made safe by the server, as for the public page. */}
      {data && body.trim() ? <div dangerouslySetInnerHTML={{ __html: data.html }} /> : null}
    </div>
  )
}

/** What is not the same in two versions, line by line. */
function Compared({ id, from, to }: { id: string; from: number; to: number }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const { data, error } = useQuery(articleComparison(ws, id, from, to))
  const name = t('help.between', { from: f.num(from), to: f.num(to) })
  return (
    <section className={css.compared} aria-label={name}>
      <h3>{name}</h3>
      <FormFault error={error} />
      {!data && !error ? <Lines n={3} /> : null}
      {data?.length === 0 ? <p className="quiet">{t('help.noDifference')}</p> : null}
      {data?.map((d) => <Part key={d.field + (d.language ?? '')} d={d} />)}
    </section>
  )
}

function Part({ d }: { d: HelpDifference }) {
  const { t } = useTranslation()
  const say = (text: string) => (d.field === 'published' ? t(`help.${text === 'yes' ? 'yes' : 'no'}`) : text)
  return (
    <div>
      <h4>{[t(`help.part.${d.field}`), d.language ? t(`language.${d.language}`, d.language) : ''].filter(Boolean).join(' · ')}</h4>
      <ul className={css.lines} lang={d.language}>
        {d.lines.map((line, i) => (
          <li key={i} data-what={line.what}>
            {line.what === 'same' ? say(line.text) || '\u00a0' : line.what === 'out' ? <del><span className="hidden">{t('help.lineOut')} </span>{say(line.text)}</del> : <ins><span className="hidden">{t('help.lineIn')} </span>{say(line.text)}</ins>}
          </li>
        ))}
      </ul>
    </div>
  )
}
