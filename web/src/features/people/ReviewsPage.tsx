import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { decideReview, reviews } from '../../api/calls'
import type { Review } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { bestId, useWords } from '../../app/words'
import { Num } from '../../ui/bits'
import { IconArrowLeft, IconScale } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import css from './people.module.css'
import { Ids } from './Why'

/** Merges that the rules do not dare alone: both sides beside each other. */
export default function ReviewsPage() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const { data, error, refetch } = useQuery(reviews(ws))
  const open = data?.filter((r) => r.status === 'open')
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <Button component={Link} to={`/w/${ws}/people`} variant="default" size="compact-md" leftSection={<IconArrowLeft size={16} />}>{t('nav.people')}</Button>
        <h1>{t('reviews.title')}</h1>
      </div>
      {error && !data ? <div className="panel"><Failed error={error} retry={() => void refetch()} /></div> : null}
      {!data && !error ? <div className="panel"><Lines n={6} height={28} /></div> : null}
      {open?.length === 0 ? <div className="panel"><Empty icon={IconScale} title={t('reviews.empty')} text={t('reviews.emptyText')} action={<Button component={Link} to={`/w/${ws}/people`} variant="light">{t('reviews.toPeople')}</Button>} /></div> : null}
      {open?.map((r) => <ReviewCard key={r.id} review={r} />)}
    </div>
  )
}

function ReviewCard({ review }: { review: Review }) {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const { ws } = usePlace()
  const client = useQueryClient()
  const send = useMutation({
    mutationFn: (decision: 'accept' | 'reject') => decideReview(ws, review.id, decision),
    onSuccess: (_, decision) => {
      for (const key of ['reviews', 'person', 'people', 'ask']) void client.invalidateQueries({ queryKey: [key, ws] })
      notifications.show({ message: t(decision === 'accept' ? 'reviews.accepted' : 'reviews.rejected'), color: 'trail' })
    },
  })
  return (
    <section className={`panel ${css.card}`} aria-label={words.review(review.reason)}>
      <div className={css.linkHead}>
        <div>
          <h2>{words.review(review.reason)}</h2>
          <p className="quiet">{f.dateTime(review.time)}</p>
        </div>
      </div>
      <div><small className="quiet">{t('why.evidence')}</small> <Ids ids={[review.keep, review.join]} mark={[review.keep]} /></div>
      <div className={css.sides}>
        {review.persons.map((p) => (
          <div key={p.person} className={css.sideCard}>
            <Link to="/w/$ws/people/$person" params={{ ws: String(ws), person: p.person }} className={css.name}>{p.name || bestId(p.ids) || p.person.slice(0, 8)}</Link>
            <Ids ids={p.ids} mark={[review.keep, review.join]} />
            <span className="quiet"><Num n={p.events} /> {t('journey.events', { count: p.events })}</span>
          </div>
        ))}
      </div>
      <FormFault error={send.error} />
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        <Button loading={send.isPending} onClick={() => send.mutate('accept')}>{t('reviews.accept')}</Button>
        <Button variant="default" loading={send.isPending} onClick={() => send.mutate('reject')}>{t('reviews.reject')}</Button>
      </div>
    </section>
  )
}
