import { Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { closeSurveyLink, createSurveyLinks, sources, surveyLinks } from '../../api/calls'
import type { Survey, SurveyLink } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { Badge, Code, Copy } from '../../ui/bits'
import { IconDownload, IconPlus } from '../../ui/icons'
import { Failed, Lines } from '../../ui/states'
import { save } from '../ask/save'
import { FormFault } from '../auth/Frame'
import { ByMail } from './ByMail'
import { linksCsv } from './content'
import { QrCode } from './QrCode'
import css from './surveys.module.css'

/** The ways on which a survey reaches people. */
export default function Deliver({ one }: { one: Survey }) {
  const { t } = useTranslation()
  const running = one.state === 'running'
  return (
    <>
      {running ? null : <p className={css.note} role="status">{t('surveys.deliver.notRunning')}</p>}
      <ByMail one={one} />
      <div className={css.delivery}>
        <Links one={one} />
        <Single one={one} />
        <Widget />
        <Api one={one} />
      </div>
    </>
  )
}

const address = (l: SurveyLink) => `${window.location.origin}/s/${l.token ?? ''}`

function Links({ one }: { one: Survey }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const f = useFormat()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [qr, setQr] = useState<string>()
  const { data, error, refetch } = useQuery(surveyLinks(ws, one.id))
  const again = () => client.invalidateQueries({ queryKey: ['survey-links', ws, one.id] })
  const make = useMutation({ mutationFn: (kind: 'open' | 'preview') => createSurveyLinks(ws, one.id, { kind, name: name.trim() || undefined }), onSuccess: () => setName(''), onSettled: again })
  const close = useMutation({ mutationFn: (id: string) => closeSurveyLink(ws, one.id, id), onSettled: again })
  const open = data?.filter((l) => l.kind !== 'single') ?? []
  const single = (data?.length ?? 0) - open.length
  return (
    <section className={`panel ${css.form}`} aria-label={t('surveys.deliver.links')}>
      <h2>{t('surveys.deliver.links')}</h2>
      <p className="quiet">{t('surveys.deliver.linksText')}</p>
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Lines n={2} /> : null}
      <ul className={css.links}>
        {open.map((l) => (
          <li key={l.id}>
            <div className={css.linkHead}>
              <b>{l.name || t(`surveys.deliver.kind.${l.kind}`)}</b>
              {l.kind === 'preview' ? <Badge>{t('surveys.deliver.kind.preview')}</Badge> : <span className="quiet">{t('surveys.deliver.begun', { count: l.begun, n: f.num(l.begun) })}</span>}
            </div>
            <p className={css.url}><a href={address(l)} target="_blank" rel="noreferrer" className="mono">{address(l)}</a><Copy value={address(l)} /></p>
            <div className={css.row}>
              <Button size="compact-sm" variant="default" aria-expanded={qr === l.id} onClick={() => setQr(qr === l.id ? undefined : l.id)}>{t('surveys.deliver.qr')}</Button>
              <Button size="compact-sm" variant="default" loading={close.isPending && close.variables === l.id} onClick={() => close.mutate(l.id)} aria-label={`${t('surveys.deliver.close')}: ${l.name || address(l)}`}>{t('surveys.deliver.close')}</Button>
            </div>
            {qr === l.id ? <QrCode text={address(l)} name={l.name || one.name} /> : null}
          </li>
        ))}
      </ul>
      {single ? <p className="quiet">{t('surveys.deliver.singles', { count: single, used: data?.filter((l) => l.kind === 'single' && l.used).length ?? 0 })}</p> : null}
      <FormFault error={make.error ?? close.error} />
      <TextInput label={t('surveys.deliver.name')} placeholder={t('surveys.deliver.nameHint')} maxLength={200} value={name} onChange={(e) => setName(e.currentTarget.value)} />
      <div className={css.row}>
        <Button leftSection={<IconPlus size={16} />} loading={make.isPending} onClick={() => make.mutate('open')}>{t('surveys.deliver.open')}</Button>
        <Button variant="default" loading={make.isPending} onClick={() => make.mutate('preview')}>{t('surveys.deliver.preview')}</Button>
      </div>
    </section>
  )
}

const TYPES = ['email', 'user_id', 'phone', 'loyalty_id'] as const

/** Links that are good for one response each, as a table. */
function Single({ one }: { one: Survey }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [type, setType] = useState<string>('email')
  const [count, setCount] = useState(100)
  const who = [...new Set(text.split(/[\n,;]+/).map((v) => v.trim()).filter(Boolean))]
  const make = useMutation({
    mutationFn: () => createSurveyLinks(ws, one.id, who.length ? { kind: 'single', ids: who.map((value) => [{ type, value }]) } : { kind: 'single', count }),
    onSuccess: (made) => {
      save(`jejak-${one.id}-links.csv`, new Blob(['\uFEFF', linksCsv(made.links, window.location.origin)], { type: 'text/csv;charset=utf-8' }))
      void client.invalidateQueries({ queryKey: ['survey-links', ws, one.id] })
    },
  })
  return (
    <section className={`panel ${css.form}`} aria-label={t('surveys.deliver.single')}>
      <h2>{t('surveys.deliver.single')}</h2>
      <p className="quiet">{t('surveys.deliver.singleText')}</p>
      <Select label={t('surveys.deliver.idType')} allowDeselect={false} value={type} onChange={(v) => setType(v ?? 'email')} data={TYPES.map((v) => ({ value: v, label: t(`idType.${v}`) }))} />
      <Textarea label={t('surveys.deliver.people')} description={t('surveys.deliver.peopleText')} autosize minRows={3} maxRows={8} value={text} onChange={(e) => setText(e.currentTarget.value)} error={who.length > 1000 ? t('surveys.deliver.tooMany') : undefined} />
      {who.length ? null : <NumberInput w={160} label={t('surveys.deliver.count')} min={1} max={1000} allowDecimal={false} value={count} onChange={(v) => Number(v) > 0 && setCount(Number(v))} />}
      <FormFault error={make.error} />
      <Button style={{ justifySelf: 'start' }} leftSection={<IconDownload size={16} />} loading={make.isPending} disabled={who.length > 1000} onClick={() => make.mutate()}>{t('surveys.deliver.csv', { count: who.length || count })}</Button>
      {make.data ? <p role="status" className="quiet">{t('surveys.deliver.once')}</p> : null}
    </section>
  )
}

function Widget() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const may = useCan('sources.read')
  const sites = (useQuery({ ...sources(ws), enabled: may }).data ?? []).filter((s) => !s.disabled)
  const [chosen, setChosen] = useState<number>()
  const site = sites.find((s) => s.id === chosen) ?? sites.find((s) => s.kind === 'website') ?? sites[0]
  const origin = window.location.origin
  return (
    <section className={`panel ${css.form}`} aria-label={t('surveys.deliver.widget')}>
      <h2>{t('surveys.deliver.widget')}</h2>
      <p className="quiet">{t('surveys.deliver.widgetText')}</p>
      {sites.length > 1 ? <Select label={t('surveys.deliver.source')} allowDeselect={false} value={String(site?.id)} onChange={(v) => setChosen(Number(v))} data={sites.map((s) => ({ value: String(s.id), label: s.name }))} /> : null}
      <Code label={t('surveys.deliver.widget')} text={`<script src="${origin}/widget.js" data-write-key="${site?.writeKey ?? 'WRITE_KEY'}" async></script>`} />
      <p className="quiet">{t('surveys.deliver.csp')}</p>
      <Code label={t('surveys.deliver.csp')} text={`script-src 'self' ${origin}; connect-src 'self' ${origin}`} />
    </section>
  )
}

function Api({ one }: { one: Survey }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const origin = window.location.origin
  return (
    <section className={`panel ${css.form}`} aria-label={t('surveys.deliver.api')}>
      <h2>{t('surveys.deliver.api')}</h2>
      <p className="quiet">{t('surveys.deliver.apiText')}</p>
      <Code label={t('surveys.deliver.api')} text={`curl -X POST ${origin}/api/v1/workspaces/${ws}/surveys/${one.id}/links \\
  -H 'Authorization: Bearer TOKEN' -H 'Content-Type: application/json' \\
  -d '{"kind":"single","ids":[[{"type":"email","value":"rina@example.com"}]]}'`} />
      <p className="quiet"><a href="/api/docs">{t('surveys.deliver.docs')}</a></p>
    </section>
  )
}
