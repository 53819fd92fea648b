import { Button, PasswordInput, Select, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createShare, deleteShare, mapShares } from '../../../api/calls'
import type { Range } from '../../../api/types'
import { useFormat } from '../../../app/hooks'
import { usePlace } from '../../../app/place'
import { Badge, Code } from '../../../ui/bits'
import { Dialog } from '../../../ui/dialogs'
import { Failed, Lines } from '../../../ui/states'
import { Field } from '../../ask/fields'
import { FormFault } from '../../auth/Frame'
import { CROWD } from '../live/useLook'
import css from './talk.module.css'

const DAYS = [1, 7, 30, 90, 365]
const SHOWN = ['last30', 'last90', 'until'] as const
type Shown = (typeof SHOWN)[number]

/** Of which days a link shows figures: always the last ones, or those up to today. */
function rangeOf(shown: Shown, now: number): Range {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  return shown === 'until' ? { from: day(now - 89 * 86_400_000), to: day(now) } : { last: shown === 'last30' ? '30d' : '90d' }
}

/** Opens links by which anybody may look at the map, and closes them. */
export default function ShareDialog({ map, name, onClose }: { map: string; name: string; onClose: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const client = useQueryClient()
  const [days, setDays] = useState(30)
  const [password, setPassword] = useState('')
  const [figures, setFigures] = useState(false)
  const [shown, setShown] = useState<Shown>('last90')
  const { data, error, refetch } = useQuery(mapShares(ws, map))
  const again = () => client.invalidateQueries({ queryKey: ['map-shares', ws, map] })
  const make = useMutation({
    mutationFn: () => createShare(ws, map, { expires: new Date(Date.now() + days * 86_400_000).toISOString(), password: password || undefined, figures: figures ? rangeOf(shown, Date.now()) : undefined }),
    onSuccess: () => setPassword(''),
    onSettled: again,
  })
  const close = useMutation({ mutationFn: (id: string) => deleteShare(ws, map, id), onSettled: again })
  const link = make.data ? `${window.location.origin}/shared/${make.data.token}` : undefined
  // A link that was closed again is not shown any more.
  const fresh = link && data?.some((h) => h.id === make.data?.share.id) ? link : undefined
  return (
    <Dialog title={t('maps.share.title')} onClose={onClose}>
      <div className={css.share}>
        <p className="quiet">{t('maps.share.text')}</p>
        {fresh ? (
          <div className={css.fresh} role="status">
            <b>{t('maps.share.made')}</b>
            <Code text={fresh} label={t('maps.share.link')} />
            <span className="quiet">{t('maps.share.embed')}</span>
            <Code text={`<iframe src="${fresh}" title="${name.replace(/[&"<>]/g, (c) => `&#${c.charCodeAt(0)};`)}" width="100%" height="640" style="border:0"></iframe>`} label={t('maps.share.embed')} />
          </div>
        ) : null}
        <form className={css.shareForm} onSubmit={(e) => { e.preventDefault(); make.mutate() }}>
          <Select label={t('maps.share.expires')} allowDeselect={false} value={String(days)} onChange={(v) => setDays(Number(v))} data={DAYS.map((n) => ({ value: String(n), label: t('maps.share.days', { count: n }) }))} />
          <PasswordInput label={t('maps.share.password')} description={t('maps.share.passwordHint')} autoComplete="new-password" minLength={6} maxLength={200} value={password} onChange={(e) => setPassword(e.currentTarget.value)} visibilityToggleButtonProps={{ 'aria-label': t('maps.share.showPassword') }} />
          <Switch checked={figures} onChange={(e) => setFigures(e.currentTarget.checked)} label={t('maps.share.figures')} description={t('maps.share.figuresHint', { n: f.num(CROWD) })} />
          {figures ? <Select label={t('maps.share.figuresOf')} allowDeselect={false} value={shown} onChange={(v) => setShown(v as Shown)} data={SHOWN.map((v) => ({ value: v, label: t(`maps.share.shown.${v}`) }))} /> : null}
          <FormFault error={make.error} />
          <Button type="submit" loading={make.isPending}>{t('maps.share.make')}</Button>
        </form>
        <Field label={t('maps.share.open')}>
          {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
          {!data && !error ? <Lines n={2} /> : null}
          {data?.length === 0 ? <p className="quiet">{t('maps.share.none')}</p> : null}
          <FormFault error={close.error} />
          <ul className={css.shares}>
            {data?.map((h) => (
              <li key={h.id}>
                <span><span className="mono">…{h.hint}</span> {h.password ? <Badge>{t('maps.share.locked')}</Badge> : null} {h.figures ? <Badge>{t('maps.share.withFigures')}</Badge> : null}<br /><span className="quiet">{t('maps.share.until', { when: f.dateTime(h.expires), who: h.by })}</span></span>
                <Button size="compact-sm" variant="default" loading={close.isPending && close.variables === h.id} aria-label={t('maps.share.closeOf', { hint: h.hint })} onClick={() => close.mutate(h.id)}>{t('maps.share.close')}</Button>
              </li>
            ))}
          </ul>
        </Field>
      </div>
    </Dialog>
  )
}
