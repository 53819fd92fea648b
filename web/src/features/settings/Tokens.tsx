import { Button, Select, Table, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog, ScrollX } from '../../ui/dialogs'
import { createToken, revokeToken, tokens } from '../../api/calls'
import type { Role } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { IconKey, IconPlus } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import { ROLES } from './Members'
import { Secret } from './Secret'
import css from './settings.module.css'

export function Tokens() {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const { ws } = usePlace()
  const client = useQueryClient()
  const [adding, setAdding] = useState(false)
  const [secret, setSecret] = useState('')
  const { data, error, refetch } = useQuery(tokens(ws))
  const again = () => client.invalidateQueries({ queryKey: ['tokens', ws] })
  const revoke = useMutation({ mutationFn: (id: string) => revokeToken(ws, id), onSettled: again })
  const add = <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>{t('settings.newToken')}</Button>
  return (
    <section className="panel" aria-label={t('settings.tokens')}>
      {data?.length ? <div className={css.head}><p className="quiet">{t('settings.tokensText')}</p>{add}</div> : null}
      {secret ? <div className="pad"><Secret text={t('settings.secretOnce')} value={secret} /></div> : null}
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Lines n={4} height={30} /> : null}
      {data?.length === 0 ? <Empty icon={IconKey} title={t('settings.noTokens')} text={t('settings.tokensText')} action={add} /> : null}
      {data?.length ? (
        <ScrollX label={t('settings.tokens')} minWidth={460}>
          <Table>
            <Table.Thead><Table.Tr><Table.Th>{t('people.name')}</Table.Th><Table.Th>{t('settings.role')}</Table.Th><Table.Th>{t('settings.madeBy')}</Table.Th><Table.Th>{t('settings.used')}</Table.Th><Table.Th><span className="hidden">{t('settings.actions')}</span></Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {data.map((k) => (
                <Table.Tr key={k.id}>
                  <Table.Td>{k.name} <span className="quiet mono">{k.hint}</span></Table.Td>
                  <Table.Td>{words.role(k.role)}</Table.Td>
                  <Table.Td>{k.by}, {f.date(k.created)}</Table.Td>
                  <Table.Td>{k.used ? f.ago(k.used) : <span className="quiet">{t('sources.never')}</span>}</Table.Td>
                  <Table.Td ta="right"><Button variant="subtle" size="compact-sm" color="gray" onClick={() => revoke.mutate(k.id)} aria-label={t('settings.revokeToken', { name: k.name })}>{t('settings.revoke')}</Button></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollX>
      ) : null}
      {adding ? <AddToken onClose={() => setAdding(false)} onDone={(s) => { setAdding(false); setSecret(s); void again() }} /> : null}
    </section>
  )
}

function AddToken({ onClose, onDone }: { onClose: () => void; onDone: (secret: string) => void }) {
  const { t } = useTranslation()
  const words = useWords()
  const { ws } = usePlace()
  const [form, setForm] = useState({ name: '', role: 'viewer' as Role })
  const send = useMutation({ mutationFn: () => createToken(ws, form), onSuccess: (r) => onDone(r.secret) })
  return (
    <Dialog onClose={onClose} title={t('settings.newToken')}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); send.mutate() }}>
        <FormFault error={send.error} />
        <TextInput label={t('settings.tokenName')} value={form.name} onChange={(e) => setForm({ ...form, name: e.currentTarget.value })} required data-autofocus />
        <Select label={t('settings.role')} description={words.roleText(form.role)} value={form.role} allowDeselect={false} onChange={(role) => setForm({ ...form, role: (role as Role | null) ?? 'viewer' })} data={ROLES.map((r) => ({ value: r, label: words.role(r) }))} />
        <Button type="submit" loading={send.isPending}>{t('settings.newToken')}</Button>
      </form>
    </Dialog>
  )
}
