import { Autocomplete, Button, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { authorRules, setAuthorRules } from '../../../api/calls'
import type { AuthorRules } from '../../../api/types'
import { useCan } from '../../../app/hooks'
import { usePlace } from '../../../app/place'
import { IconPlus } from '../../../ui/icons'
import { FormFault } from '../../auth/Frame'
import css from './listening.module.css'

/** Which authors are people who are known: nobody, until somebody who may says so. */
export function Authors({ networks }: { networks: string[] }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const may = useCan('workspace.manage')
  const { data } = useQuery(authorRules(ws))
  if (!data) return null
  return (
    <section className={`panel ${css.panel}`} aria-label={t('listening.authors')}>
      <h2>{t('listening.authors')}</h2>
      <p className="quiet">{t(data.length ? 'listening.authorsText' : 'listening.authorsNone')}</p>
      {may ? <Rules key={JSON.stringify(data)} rules={data} networks={networks} /> : <ul>{data.map((r) => <li key={r.network}>{t('listening.authorRule', { network: r.network, id: r.idType })}</li>)}</ul>}
    </section>
  )
}

function Rules({ rules: saved, networks }: { rules: AuthorRules['rules']; networks: string[] }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const [rules, setRules] = useState(saved)
  const save = useMutation({
    mutationFn: () => setAuthorRules(ws, { rules }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['author-rules', ws] })
      notifications.show({ message: t('ui.saved'), color: 'trail' })
    },
  })
  const change = (i: number, more: Partial<AuthorRules['rules'][number]>) => setRules(rules.map((r, n) => (n === i ? { ...r, ...more } : r)))
  const changed = JSON.stringify(rules) !== JSON.stringify(saved)
  return (
    <form className={css.form} onSubmit={(e) => { e.preventDefault(); save.mutate() }}>
      {rules.map((r, i) => (
        <div key={i} className={css.two}>
          <Autocomplete label={t('listening.network')} maxLength={40} value={r.network} onChange={(network) => change(i, { network })} data={networks} />
          <TextInput label={t('listening.idType')} maxLength={64} value={r.idType} onChange={(e) => change(i, { idType: e.currentTarget.value })} />
          <Button variant="subtle" color="gray" mt={24} onClick={() => setRules(rules.filter((_, n) => n !== i))}>{t('listening.removeRule')}</Button>
        </div>
      ))}
      <FormFault error={save.error} />
      <div className={css.row}>
        <Button variant="light" size="compact-sm" leftSection={<IconPlus size={15} />} onClick={() => setRules([...rules, { network: '', idType: '' }])}>{t('listening.addRule')}</Button>
        {changed ? <Button type="submit" size="compact-sm" loading={save.isPending}>{t('ui.save')}</Button> : null}
      </div>
    </form>
  )
}
