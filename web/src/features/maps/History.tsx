import { Button, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mapRevisions, nameVersion, restoreMap } from '../../api/calls'
import type { MapHead, MapRevision, MapSheet } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { Badge } from '../../ui/bits'
import { SideSheet } from '../../ui/dialogs'
import { Failed, Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import { Compared } from './Compared'
import css from './maps.module.css'

interface Props { head: MapHead; sheet: MapSheet; onClose: () => void }

/** Every change of a map: look at it, name it, compare it, bring it back. */
export default function History({ head, sheet, onClose }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, set, search } = usePlace()
  const may = useCan('model.edit')
  const client = useQueryClient()
  const [naming, setNaming] = useState<number>()
  const [pair, setPair] = useState<number[]>([])
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['map-revisions', ws, head.id, head.revision],
    queryFn: ({ pageParam }) => mapRevisions(ws, head.id, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: (before) => before,
    // What was asked when this revision was the newest does not know those that came after.
    refetchOnMount: 'always',
  })
  const restore = useMutation({
    mutationFn: (revision: number) => restoreMap(ws, head.id, revision),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['map-revisions', ws, head.id] })
      notifications.show({ message: t('maps.restored'), color: 'trail' })
      if (search.open) set({ open: undefined })
    },
  })
  const list = data?.pages.flatMap((p) => p.revisions)
  const pick = (n: number) => setPair((p) => (p.includes(n) ? p.filter((x) => x !== n) : [...p, n].slice(-2)))
  const newest = list?.[0]?.revision
  const two = pair.length === 2 ? [Math.min(...pair), Math.max(...pair)] : undefined
  return (
    <SideSheet opened onClose={onClose} size={440} title={t('maps.history')}>
      {error && !list ? <Failed error={error} retry={() => void refetch()} /> : null}
      {!list && !error ? <Lines n={8} /> : null}
      <FormFault error={restore.error} />
      {two ? <Compared id={head.id} from={two[0]!} to={two[1]!} sheet={sheet} onClose={() => setPair([])} /> : list ? <p className="quiet">{t(pair.length ? 'maps.pickAnother' : 'maps.historyHint')}</p> : null}
      <ol className={css.revisions}>
        {list?.map((r) => (
          <li key={r.revision} data-named={r.version ? '' : undefined} data-now={r.revision === newest || undefined}>
            <div className={css.revision}>
              <span>
                {r.version ? <b>{r.version.name}</b> : <b>{t('maps.revision', { n: f.num(r.revision) })}</b>} {r.revision === newest ? <Badge tone="good">{t('maps.now')}</Badge> : null}
              </span>
              {r.version?.because ? <span>{t('maps.because', { why: r.version.because })}</span> : null}
              <span className="quiet">{[r.by, f.ago(r.at), t('maps.ops', { count: r.ops }), r.note].filter(Boolean).join(' · ')}</span>
            </div>
            <div className={css.row}>
              <Button size="compact-xs" variant={pair.includes(r.revision) ? 'light' : 'default'} aria-pressed={pair.includes(r.revision)} onClick={() => pick(r.revision)}>{t('maps.compare')}</Button>
              {r.revision === (search.open ?? newest) ? null : <Button size="compact-xs" variant="default" onClick={() => set({ open: r.revision === newest ? undefined : r.revision })}>{t('maps.look')}</Button>}
              {may && !r.version ? <Button size="compact-xs" variant="default" onClick={() => setNaming(naming === r.revision ? undefined : r.revision)}>{t('maps.nameIt')}</Button> : null}
              {may && r.revision !== newest ? <Button size="compact-xs" variant="default" loading={restore.isPending && restore.variables === r.revision} onClick={() => restore.mutate(r.revision)}>{t('maps.restore')}</Button> : null}
            </div>
            {naming === r.revision ? <NameIt id={head.id} revision={r} onDone={() => { setNaming(undefined); void refetch() }} /> : null}
          </li>
        ))}
      </ol>
      {hasNextPage ? <Button variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('maps.older')}</Button> : null}
    </SideSheet>
  )
}

function NameIt({ id, revision, onDone }: { id: string; revision: MapRevision; onDone: () => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const [name, setName] = useState('')
  const [because, setBecause] = useState('')
  const save = useMutation({ mutationFn: () => nameVersion(ws, id, { revision: revision.revision, name, because: because || undefined }), onSuccess: onDone })
  return (
    <form className={css.form} onSubmit={(e) => { e.preventDefault(); if (name.trim()) save.mutate() }}>
      <FormFault error={save.error} />
      <TextInput label={t('maps.versionName')} required maxLength={200} data-autofocus value={name} onChange={(e) => setName(e.currentTarget.value)} />
      <Textarea label={t('maps.becauseLabel')} autosize minRows={1} maxRows={5} maxLength={2000} value={because} onChange={(e) => setBecause(e.currentTarget.value)} />
      <Button type="submit" size="compact-md" loading={save.isPending} disabled={!name.trim()}>{t('ui.save')}</Button>
    </form>
  )
}
