import { ActionIcon, Button, Menu, Select, Table, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog, ScrollX } from '../../ui/dialogs'
import type { Role } from '../../api/types'
import { addMember, members, patchMember, removeMember, resetPassword, resetSecondFactor } from '../../api/calls'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { Badge } from '../../ui/bits'
import { IconDotsVertical, IconPlus } from '../../ui/icons'
import { Failed, Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import { Secret } from './Secret'
import css from './settings.module.css'

export const ROLES = ['owner', 'admin', 'marketer', 'designer', 'developer', 'support', 'finance', 'viewer'] as const

export function Members() {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const { ws } = usePlace()
  const client = useQueryClient()
  const may = useCan('members.manage')
  const [adding, setAdding] = useState(false)
  const [secret, setSecret] = useState('')
  const { data, error, refetch } = useQuery(members(ws))
  const again = () => client.invalidateQueries({ queryKey: ['members', ws] })
  const change = useMutation({ mutationFn: (m: { id: string; role: Role }) => patchMember(ws, m.id, { role: m.role }), onSettled: again })
  const remove = useMutation({ mutationFn: (id: string) => removeMember(ws, id), onSettled: again })
  const reset = useMutation({ mutationFn: (id: string) => resetPassword(ws, id), onSuccess: (r) => setSecret(r.password) })
  const unlock = useMutation({
    mutationFn: (m: { id: string; name: string }) => resetSecondFactor(ws, m.id),
    onSuccess: (_, m) => notifications.show({ message: t('settings.secondReset', { name: m.name }), color: 'trail' }),
  })
  const fault = change.error ?? remove.error ?? reset.error ?? unlock.error
  return (
    <section className="panel" aria-label={t('settings.members')}>
      <div className={css.head}>
        <p className="quiet">{t('settings.membersText')}</p>
        {may ? <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>{t('settings.addMember')}</Button> : null}
      </div>
      {secret ? <div className="pad"><Secret text={t('settings.passwordOnce')} value={secret} /></div> : null}
      {fault ? <div className="pad"><FormFault error={fault} /></div> : null}
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Lines n={4} height={30} /> : null}
      {data ? (
        <ScrollX label={t('settings.members')} minWidth={320}><Table>
          <Table.Thead><Table.Tr><Table.Th>{t('people.name')}</Table.Th><Table.Th>{t('settings.role')}</Table.Th><Table.Th className={css.hideNarrow}>{t('settings.seen')}</Table.Th><Table.Th><span className="hidden">{t('settings.actions')}</span></Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {data.map((m) => (
              <Table.Tr key={m.id}>
                <Table.Td><b style={{ fontWeight: 560 }}>{m.name}</b> {m.invited ? <Badge>{t('settings.invited')}</Badge> : null}<br /><span className="quiet">{m.email}</span></Table.Td>
                <Table.Td>{may ? <Select aria-label={t('settings.roleOf', { name: m.name })} size="xs" w={128} value={m.role} allowDeselect={false} onChange={(role) => role && change.mutate({ id: m.id, role: role as Role })} data={ROLES.map((r) => ({ value: r, label: words.role(r) }))} /> : words.role(m.role)}</Table.Td>
                <Table.Td className={css.hideNarrow}>{m.seen ? f.ago(m.seen) : <span className="quiet">{t('sources.never')}</span>}</Table.Td>
                <Table.Td ta="right">
                  {may ? (
                    <Menu position="bottom-end">
                      <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t('settings.memberMenu', { name: m.name })}><IconDotsVertical size={17} /></ActionIcon></Menu.Target>
                      <Menu.Dropdown>
                        <Menu.Item onClick={() => reset.mutate(m.id)}>{t('settings.resetPassword')}</Menu.Item>
                        <Menu.Item onClick={() => unlock.mutate(m)}>{t('settings.resetSecond')}</Menu.Item>
                        <Menu.Item onClick={() => remove.mutate(m.id)}>{t('settings.removeMember')}</Menu.Item>
                      </Menu.Dropdown>
                    </Menu>
                  ) : null}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table></ScrollX>
      ) : null}
      {adding ? <AddMember onClose={() => setAdding(false)} onDone={(password) => { setAdding(false); setSecret(password ?? ''); void again() }} /> : null}
    </section>
  )
}

function AddMember({ onClose, onDone }: { onClose: () => void; onDone: (password?: string) => void }) {
  const { t } = useTranslation()
  const words = useWords()
  const { ws } = usePlace()
  const [form, setForm] = useState({ email: '', name: '', role: 'marketer' as Role })
  const send = useMutation({ mutationFn: () => addMember(ws, { ...form, name: form.name || undefined }), onSuccess: (r) => onDone(r.password) })
  return (
    <Dialog onClose={onClose} title={t('settings.addMember')}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); send.mutate() }}>
        <FormFault error={send.error} />
        <TextInput type="email" label={t('auth.email')} value={form.email} onChange={(e) => setForm({ ...form, email: e.currentTarget.value })} required data-autofocus />
        <TextInput label={t('setup.name')} value={form.name} onChange={(e) => setForm({ ...form, name: e.currentTarget.value })} />
        <Select label={t('settings.role')} description={words.roleText(form.role)} value={form.role} allowDeselect={false} onChange={(role) => setForm({ ...form, role: (role as Role | null) ?? 'viewer' })} data={ROLES.map((r) => ({ value: r, label: words.role(r) }))} />
        <Button type="submit" loading={send.isPending}>{t('settings.addMember')}</Button>
      </form>
    </Dialog>
  )
}
