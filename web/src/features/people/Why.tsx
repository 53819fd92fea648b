import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/dialogs'
import { revokeLink } from '../../api/calls'
import type { IDValue, LinkID, PersonLink, PersonPage } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { Badge, Num } from '../../ui/bits'
import { FormFault } from '../auth/Frame'
import css from './people.module.css'

export function Ids({ ids, mark }: { ids: IDValue[]; mark?: IDValue[] }) {
  const words = useWords()
  return (
    <span className={css.ids2}>
      {ids.map((id) => (
        <span key={id.type + id.value} className={css.id} data-key={mark?.some((m) => m.type === id.type && m.value === id.value) || undefined}>
          <small>{words.idType(id.type)}</small>{id.value}
        </span>
      ))}
    </span>
  )
}

const ASIDE = new Set(['limit', 'review', 'rejected', 'revoked'])

/** The ids that came together, and what each of them did: found the person, was new, or was set aside and why. */
function LinkIds({ ids }: { ids: LinkID[] }) {
  const words = useWords()
  return (
    <ul className={css.ids2} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {ids.map((id) => (
        <li key={id.type + id.value} className={css.id} data-key={id.status === 'known' || undefined} data-aside={ASIDE.has(id.status) || undefined}>
          <small>{words.idType(id.type)}</small>
          <span>{id.value}</span>
          <small>{words.idStatus(id.status)}</small>
        </li>
      ))}
    </ul>
  )
}

/** Why these subjects are held for one person, and the way to undo what is wrong. */
export function Why({ person }: { person: PersonPage }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<PersonLink>()
  const standing = person.links.filter((l) => !l.revoked && l.inForce)
  const revoked = person.links.filter((l) => l.revoked)
  return (
    <section className={`panel ${css.card}`} aria-label={t('person.why')}>
      <p className="quiet">{t('why.intro', { count: person.subjects.length })}</p>
      <ul className={css.links}>
        {standing.map((l) => <LinkCard key={l.id} link={l} person={person} onRevoke={() => setAsked(l)} />)}
      </ul>
      {revoked.length ? (
        <>
          <h2>{t('why.revokedTitle')}</h2>
          <ul className={css.links}>{revoked.map((l) => <LinkCard key={l.id} link={l} person={person} />)}</ul>
        </>
      ) : null}
      {asked ? <RevokeDialog link={asked} person={person} onClose={() => setAsked(undefined)} /> : null}
    </section>
  )
}

function LinkCard({ link, person, onRevoke }: { link: PersonLink; person: PersonPage; onRevoke?: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const may = useCan('identity.revoke')
  const subject = person.subjects.find((s) => s.subject === link.subject)
  return (
    <li className={css.link} data-revoked={link.revoked ? true : undefined}>
      <div className={css.linkHead}>
        <div>
          <b>{words.rule(link.rule)}</b>
          <p className="quiet" style={{ fontSize: '0.8438rem' }}>
            {f.dateTime(link.time)}{link.actor ? ` · ${link.actor}` : ` · ${t('why.byRules')}`}
            {subject ? <> · <Num n={subject.events} /> {t('journey.events', { count: subject.events })}</> : null}
          </p>
        </div>
        {onRevoke && may && link.rule !== 'new' && link.rule !== 'alone' ? <Button variant="default" size="compact-sm" onClick={onRevoke}>{t('why.revoke')}</Button> : null}
        {link.revoked ? <Badge tone="warn">{t('why.revoked')}</Badge> : null}
      </div>
      <LinkIds ids={link.ids} />
      {link.revoked ? <p className="quiet" style={{ fontSize: '0.8438rem' }}>{t('why.revokedBy', { time: f.dateTime(link.revoked.time), actor: link.revoked.actor || t('why.somebody') })}</p> : null}
      {subject && subject.epoch > 0 ? <p className="quiet" style={{ fontSize: '0.8438rem' }}>{t('why.epoch', { count: subject.epoch })}</p> : null}
    </li>
  )
}

function RevokeDialog({ link, person, onClose }: { link: PersonLink; person: PersonPage; onClose: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const client = useQueryClient()
  const subject = person.subjects.find((s) => s.subject === link.subject)
  const send = useMutation({
    mutationFn: () => revokeLink(ws, link.id),
    onSuccess: (r) => {
      for (const key of ['person', 'people', 'timeline', 'ask']) void client.invalidateQueries({ queryKey: [key, ws] })
      notifications.show({ message: t('why.done', { count: r.moved, n: f.num(r.moved) }), color: 'trail' })
      onClose()
    },
  })
  return (
    <Dialog onClose={onClose} title={t('why.revokeTitle')}>
      <div style={{ display: 'grid', gap: 12 }}>
        <FormFault error={send.error} />
        <p>{t('why.revokeText', { n: f.num(subject?.events ?? 0) })}</p>
        <LinkIds ids={link.ids} />
        <p className="quiet">{t('why.undo')}</p>
        <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose} data-autofocus>{t('ui.cancel')}</Button>
          <Button color="orange" loading={send.isPending} onClick={() => send.mutate()}>{t('why.revoke')}</Button>
        </div>
      </div>
    </Dialog>
  )
}
