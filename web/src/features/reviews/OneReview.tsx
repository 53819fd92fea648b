import { Button, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { replyProductReview } from '../../api/calls'
import type { ProductReview, ProductReviews } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useHidden, useLater } from '../../app/useLater'
import { Badge } from '../../ui/bits'
import { FormFault } from '../auth/Frame'
import css from './reviews.module.css'
import { Stars } from './Stars'

const NOBODY = /^0*$/

/** What somebody said of a product, and what the team answered. */
export function OneReview({ one }: { one: ProductReview }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, set } = usePlace()
  const may = useCan('surveys.edit')
  const removed = useHidden('product-reviews').includes(one.id)
  const [writing, setWriting] = useState(false)
  const name = one.author || one.name || t('surveys.somebody')
  const reply = removed ? undefined : one.reply
  return (
    <li className={css.one}>
      <div className={css.meta}>
        <Stars rating={one.rating} />
        {NOBODY.test(one.person) ? <span>{name}</span> : <Link to="/w/$ws/people/$person" params={{ ws: String(ws), person: one.person }}>{name}</Link>}
        <button type="button" className={`plain ${css.link}`} onClick={() => set({ product: one.product || undefined, brand: one.product ? undefined : 'only', page: undefined })}>{one.product || t('productReviews.brand')}</button>
        <time dateTime={one.at} title={f.dateTime(one.at)}>{f.date(one.at)}</time>
        <Origin one={one} />
        {one.public ? null : <Badge>{t('productReviews.states.private')}</Badge>}
      </div>
      {one.title ? <h3 lang={one.language}>{one.title}</h3> : null}
      {one.text ? <blockquote lang={one.language}>{one.text}</blockquote> : null}
      {reply && !writing ? (
        <div className={css.reply}>
          <small className="quiet">{t('productReviews.by', { who: reply.by, when: f.date(reply.at) })}</small>
          <p>{reply.text}</p>
          {may ? <Change one={one} onEdit={() => setWriting(true)} /> : null}
        </div>
      ) : null}
      {may && writing ? <Write one={one} text={reply?.text ?? ''} onClose={() => setWriting(false)} /> : null}
      {/* While a removed answer may be asked back there is none to write over. */}
      {may && !reply && !writing && !removed ? <div><Button variant="light" size="compact-sm" onClick={() => setWriting(true)} aria-label={t('productReviews.answerTo', { name })}>{t('productReviews.answer')}</Button></div> : null}
    </li>
  )
}

/** Which survey asked for a review, or which source sent it. */
function Origin({ one }: { one: ProductReview }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  if (one.survey) return <Link to="/w/$ws/surveys/$survey" params={{ ws: String(ws), survey: one.survey }}>{t('productReviews.fromSurvey', { name: one.surveyName })}</Link>
  if (!one.sourceName) return null
  return <span title={one.sourceKind ? t(`sourceKind.${one.sourceKind}` as 'sourceKind.other') : undefined}>{t('productReviews.from', { name: one.sourceName })}</span>
}

function Change({ one, onEdit }: { one: ProductReview; onEdit: () => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const later = useLater('product-reviews')
  const keep = useKeep()
  const remove = () => later(one.id, t('productReviews.removed'), async () => keep(await replyProductReview(ws, one.id, '')))
  return (
    <div className={css.row}>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={onEdit}>{t('productReviews.edit')}</Button>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={remove}>{t('productReviews.remove')}</Button>
    </div>
  )
}

function Write({ one, text: before, onClose }: { one: ProductReview; text: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const keep = useKeep()
  const [text, setText] = useState(before)
  const save = useMutation({
    mutationFn: () => replyProductReview(ws, one.id, text),
    onSuccess: (now) => {
      keep(now)
      notifications.show({ message: t('ui.saved'), color: 'trail' })
      onClose()
    },
  })
  return (
    <form className={css.form} onSubmit={(e) => { e.preventDefault(); if (text.trim()) save.mutate() }}>
      <Textarea label={t('productReviews.yourAnswer')} description={t(one.public ? 'productReviews.openHint' : 'productReviews.closedHint')} autosize minRows={2} maxRows={12} maxLength={5000} value={text} onChange={(e) => setText(e.currentTarget.value)} ref={focus} />
      <FormFault error={save.error} />
      <div className={css.row}>
        <Button type="submit" size="compact-md" loading={save.isPending} disabled={!text.trim()}>{t('ui.save')}</Button>
        <Button variant="default" size="compact-md" onClick={onClose}>{t('ui.cancel')}</Button>
      </div>
    </form>
  )
}

const focus = (field: HTMLTextAreaElement | null) => field?.focus()

/** Puts an answer into what is shown, so that a review stays where it is although it no longer waits; lists are asked anew when they are opened again. */
function useKeep() {
  const { ws } = usePlace()
  const client = useQueryClient()
  return (now: Pick<ProductReview, 'id' | 'reply'>) => {
    client.setQueriesData<ProductReviews>({ queryKey: ['product-reviews', ws] }, (page) => {
      const was = page?.reviews.find((r) => r.id === now.id)
      if (!page || !was) return page
      const waits = (now.reply ? 0 : 1) - (was.reply ? 0 : 1)
      return { ...page, sum: { ...page.sum, unanswered: page.sum.unanswered + waits }, reviews: page.reviews.map((r) => (r.id === now.id ? { ...r, reply: now.reply } : r)) }
    })
    void client.invalidateQueries({ queryKey: ['product-reviews', ws], refetchType: 'none' })
  }
}
