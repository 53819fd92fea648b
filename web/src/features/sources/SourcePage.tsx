import { Button, SegmentedControl, Select } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/dialogs'
import { patchSource, rotateSource, sources } from '../../api/calls'
import type { Source } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { useWords } from '../../app/words'
import { Badge, ChannelChip, Code, Copy, Facts } from '../../ui/bits'
import { IconArrowLeft } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { IconPlug } from '../../ui/icons'
import { Debugger } from './Debugger'
import { snippet, SNIPPETS, type Snippet } from './snippets'
import { SourceForm } from './SourceForm'
import css from './sources.module.css'
import { useLastSeen } from './useLastSeen'
import { Verdicts } from './SourcesPage'

/** One source: its key, how to send to it, and what comes in. */
export default function SourcePage() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const { source: id } = useParams({ strict: false }) as { source: string }
  const { data, error, refetch } = useQuery(sources(ws))
  const source = data?.find((s) => s.id === Number(id))
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <Button component={Link} to={`/w/${ws}/sources`} variant="default" size="compact-md" leftSection={<IconArrowLeft size={16} />}>{t('nav.sources')}</Button>
        <h1>{source?.name ?? t('nav.sources')} {source?.disabled ? <Badge>{t('sources.off')}</Badge> : null}</h1>
        {source ? <SegmentedControl aria-label={t('sources.view')} value={search.view ?? 'setup'} onChange={(v) => set({ view: v === 'setup' ? undefined : v }, true)} data={[{ value: 'setup', label: t('sources.setup') }, { value: 'live', label: t('sources.live') }]} /> : null}
      </div>
      {error && !data ? <div className="panel"><Failed error={error} retry={() => void refetch()} /></div> : null}
      {!data && !error ? <div className="panel"><Lines n={8} height={24} /></div> : null}
      {data && !source ? <div className="panel"><Empty icon={IconPlug} title={t('fault.notFound.title')} text={t('fault.notFound.text')} /></div> : null}
      {source ? search.view === 'live' ? <Debugger source={source} /> : <SetUp source={source} /> : null}
    </div>
  )
}

function SetUp({ source }: { source: Source }) {
  const { t } = useTranslation()
  const f = useFormat()
  const seen = useLastSeen()
  const words = useWords()
  const { ws } = usePlace()
  const may = useCan('sources.manage')
  const client = useQueryClient()
  const [dialog, setDialog] = useState<'edit' | 'rotate' | 'disable'>()
  const [kind, setKind] = useState<Snippet>(source.kind === 'website' ? 'browser' : 'node')
  const done = (message: string) => {
    void client.invalidateQueries({ queryKey: ['sources', ws] })
    notifications.show({ message, color: 'trail' })
    setDialog(undefined)
  }
  const rotate = useMutation({ mutationFn: () => rotateSource(ws, source.id), onSuccess: () => done(t('sources.rotated')) })
  const toggle = useMutation({ mutationFn: (disabled: boolean) => patchSource(ws, source.id, { disabled }), onSuccess: (_, disabled) => done(t(disabled ? 'sources.disabled' : 'sources.enabled')) })
  const key = source.writeKey ?? 'WRITE_KEY'
  return (
    <div className={css.split}>
      <section className={`panel ${css.card}`} aria-label={t('sources.about')}>
        <Facts
          rows={[
            [t('sources.kind'), words.kind(source.kind)],
            [t('sources.channel'), <ChannelChip key="c" channel={source.channel} />],
            [t('sources.created'), f.date(source.created)],
            [t('sources.lastSeen'), seen(source.lastSeen)],
            [t('sources.last24h'), <Verdicts key="v" counts={source.last24h} />],
            ...(source.writeKey ? [[t('sources.writeKey'), <span key="k" className={css.key}><span className="mono">{source.writeKey}</span><Copy value={source.writeKey} label={t('sources.copyKey')} /></span>] as [string, React.ReactNode]] : []),
          ]}
        />
        {source.writeKey ? <p className="quiet">{t('sources.keyText')}</p> : <p className="quiet">{t('sources.keyHidden')}</p>}
        {may ? (
          <div className={css.actions}>
            <Button variant="default" onClick={() => setDialog('edit')}>{t('sources.edit')}</Button>
            <Button variant="default" onClick={() => setDialog('rotate')}>{t('sources.rotate')}</Button>
            {source.disabled ? <Button variant="default" loading={toggle.isPending} onClick={() => toggle.mutate(false)}>{t('sources.enable')}</Button> : <Button variant="default" onClick={() => setDialog('disable')}>{t('sources.disable')}</Button>}
          </div>
        ) : null}
      </section>
      <section className={`panel ${css.card}`} aria-label={t('sources.snippets')}>
        <div style={{ display: 'flex', justifyContent: 'space-between', gap: 10, flexWrap: 'wrap', alignItems: 'center' }}>
          <h2>{t('sources.snippets')}</h2>
          <Select aria-label={t('sources.snippetFor')} size="xs" allowDeselect={false} value={kind} onChange={(k) => setKind((k as Snippet | null) ?? 'browser')} data={SNIPPETS.map((k) => ({ value: k, label: t(`snippet.${k}`) }))} />
        </div>
        <Code text={snippet(kind, location.origin, key)} label={t(`snippet.${kind}`)} />
        <p className="quiet">{t('sources.snippetText')}</p>
      </section>
      {dialog === 'edit' ? <SourceForm source={source} onClose={() => setDialog(undefined)} onDone={() => done(t('ui.saved'))} /> : null}
      <Dialog opened={dialog === 'rotate'} onClose={() => setDialog(undefined)} title={t('sources.rotate')}>
        <p>{t('sources.rotateText')}</p>
        <div className={css.actions} style={{ justifyContent: 'flex-end', marginTop: 16 }}>
          <Button variant="default" onClick={() => setDialog(undefined)} data-autofocus>{t('ui.cancel')}</Button>
          <Button color="orange" loading={rotate.isPending} onClick={() => rotate.mutate()}>{t('sources.rotateDo')}</Button>
        </div>
      </Dialog>
      <Dialog opened={dialog === 'disable'} onClose={() => setDialog(undefined)} title={t('sources.disable')}>
        <p>{t('sources.disableText')}</p>
        <div className={css.actions} style={{ justifyContent: 'flex-end', marginTop: 16 }}>
          <Button variant="default" onClick={() => setDialog(undefined)} data-autofocus>{t('ui.cancel')}</Button>
          <Button color="orange" loading={toggle.isPending} onClick={() => toggle.mutate(true)}>{t('sources.disable')}</Button>
        </div>
      </Dialog>
    </div>
  )
}
