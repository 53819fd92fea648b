import { ActionIcon, Button, Menu, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createDashboard, dashboards, deleteDashboard } from '../../api/calls'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { useHidden, useLater } from '../../app/useLater'
import { Dialog } from '../../ui/dialogs'
import { IconDotsVertical, IconLayoutDashboard, IconPlus } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import css from './dashboards.module.css'
import { useCopyLink } from './useCopyLink'

/** All dashboards of the workspace. */
export default function DashboardsPage() {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const may = useCan('dashboards.edit')
  const copy = useCopyLink()
  const hidden = useHidden('dashboards')
  const later = useLater('dashboards')
  const [making, setMaking] = useState(false)
  const { data, error, refetch } = useQuery(dashboards(ws))
  const list = data?.filter((d) => !hidden.includes(d.id))
  const add = may ? <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>{t('dashboards.new')}</Button> : null
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <h1>{t('nav.dashboards')}</h1>
        {list?.length ? add : null}
      </div>
      <section className="panel" aria-label={t('nav.dashboards')}>
        {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
        {!data && !error ? <Lines n={6} height={30} /> : null}
        {list?.length === 0 ? <Empty icon={IconLayoutDashboard} title={t('dashboards.empty')} text={t('dashboards.emptyText')} action={add} /> : null}
        <ul className={css.list}>
          {list?.map((d) => (
            <li key={d.id}>
              <div className={css.what}>
                <Link to="/w/$ws/dashboards/$dashboard" params={{ ws: String(ws), dashboard: d.id }}>{d.name}</Link>
                {d.description ? <p className="quiet">{d.description}</p> : null}
              </div>
              <span className={css.kind}>{t('dashboards.cards', { count: d.cards.length })}</span>
              <span className={`quiet ${css.far}`}>{[d.owner, f.ago(d.changed)].filter(Boolean).join(' · ')}</span>
              <Menu position="bottom-end">
                <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t('settings.memberMenu', { name: d.name })}><IconDotsVertical size={17} /></ActionIcon></Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => copy(`/w/${ws}/dashboards/${d.id}`)}>{t('saved.copyLink')}</Menu.Item>
                  {may ? <Menu.Item onClick={() => later(d.id, t('segments.deleted', { name: d.name }), () => deleteDashboard(ws, d.id))}>{t('segments.delete')}</Menu.Item> : null}
                </Menu.Dropdown>
              </Menu>
            </li>
          ))}
        </ul>
      </section>
      {making ? <Make onClose={() => setMaking(false)} /> : null}
    </div>
  )
}

function Make({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const make = useMutation({
    mutationFn: () => createDashboard(ws, { name, description, cards: [] }),
    onSuccess: (d) => {
      void client.invalidateQueries({ queryKey: ['dashboards', ws] })
      void navigate({ to: '/w/$ws/dashboards/$dashboard', params: { ws: String(ws), dashboard: d.id }, search: { edit: 'cards' } as never })
    },
  })
  return (
    <Dialog title={t('dashboards.new')} onClose={onClose}>
      <form style={{ display: 'grid', gap: 12 }} onSubmit={(e) => { e.preventDefault(); if (name.trim()) make.mutate() }}>
        <TextInput label={t('segments.name')} required maxLength={200} data-autofocus value={name} onChange={(e) => setName(e.currentTarget.value)} />
        <Textarea label={t('segments.description')} autosize minRows={1} maxRows={5} maxLength={5000} value={description} onChange={(e) => setDescription(e.currentTarget.value)} />
        <FormFault error={make.error} />
        <Button type="submit" loading={make.isPending} disabled={!name.trim()}>{t('dashboards.make')}</Button>
      </form>
    </Dialog>
  )
}
