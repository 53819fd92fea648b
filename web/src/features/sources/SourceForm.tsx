import { Button, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/dialogs'
import { channels, createSource, patchSource } from '../../api/calls'
import type { Source, SourceKind } from '../../api/types'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { FormFault } from '../auth/Frame'

export const KINDS = ['website', 'app', 'server', 'store', 'call', 'email', 'chat', 'social', 'ads', 'survey', 'import', 'other'] as const
const USUAL: Record<string, string> = { website: 'web', app: 'app', server: 'web', store: 'store', call: 'call', email: 'email', chat: 'chat', social: 'social', ads: 'ads' }

export function SourceForm({ source, onClose, onDone }: { source?: Source; onClose: () => void; onDone: (s: Source) => void }) {
  const { t } = useTranslation()
  const words = useWords()
  const { ws } = usePlace()
  const client = useQueryClient()
  const known = useQuery(channels(ws)).data ?? []
  const [name, setName] = useState(source?.name ?? '')
  const [kind, setKind] = useState<SourceKind>(source?.kind ?? 'website')
  const [channel, setChannel] = useState(source?.channel ?? 'web')
  const send = useMutation({
    mutationFn: () => (source ? patchSource(ws, source.id, { name, kind, channel }) : createSource(ws, { name, kind, channel })),
    onSuccess: (s) => {
      void client.invalidateQueries({ queryKey: ['sources', ws] })
      onDone(s)
    },
  })
  return (
    <Dialog onClose={onClose} title={t(source ? 'sources.edit' : 'sources.new')}>
      <form style={{ display: 'grid', gap: 14 }} onSubmit={(e) => { e.preventDefault(); send.mutate() }}>
        <FormFault error={send.error} />
        <TextInput label={t('sources.name')} placeholder={t('sources.nameHint')} value={name} onChange={(e) => setName(e.currentTarget.value)} required data-autofocus />
        <Select label={t('sources.kind')} data={KINDS.map((k) => ({ value: k, label: words.kind(k) }))} value={kind} allowDeselect={false} onChange={(k) => { setKind((k as SourceKind | null) ?? 'other'); setChannel(USUAL[k ?? ''] ?? 'other') }} />
        <Select label={t('sources.channel')} description={t('sources.channelHint')} data={(known.length ? known : [{ id: 'web', name: '' }]).map((c) => ({ value: c.id, label: words.channel(c.id, c.name) }))} value={channel} allowDeselect={false} searchable onChange={(c) => setChannel(c ?? 'other')} />
        <Button type="submit" loading={send.isPending}>{t(source ? 'ui.save' : 'sources.create')}</Button>
      </form>
    </Dialog>
  )
}
