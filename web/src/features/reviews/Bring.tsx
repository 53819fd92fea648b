import { Button, FileButton } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { importProductReviews } from '../../api/calls'
import { ApiError } from '../../api/client'
import type { ReviewsBrought } from '../../api/types'
import { useFaultWords } from '../../app/faults'
import { useCan, useFormat, useWorkspace } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { Code } from '../../ui/bits'
import { SideSheet } from '../../ui/dialogs'
import { FormFault } from '../auth/Frame'
import { Stars } from './Stars'
import css from './reviews.module.css'

/** Reviews of another tool come in: what would be stored is seen before. */
export function Bring({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const [file, setFile] = useState<File>()
  const look = useMutation({ mutationFn: (chosen: File) => importProductReviews(ws, chosen, true) })
  const store = useMutation({
    mutationFn: (chosen: File) => importProductReviews(ws, chosen, false),
    onSuccess: () => client.invalidateQueries({ queryKey: ['product-reviews', ws] }),
  })
  const choose = (chosen: File | null) => {
    if (!chosen) return
    setFile(chosen)
    store.reset()
    look.mutate(chosen)
  }
  const close = () => {
    void client.invalidateQueries({ queryKey: ['product-reviews', ws] }) // they are read a moment after they are stored
    onClose()
  }
  const seen = store.data ? undefined : look.data
  return (
    <SideSheet opened title={t('productReviews.bring')} onClose={close} size={560}>
      <div className={css.page}>
        <p>{t('productReviews.bringText')}</p>
        <div>
          <FileButton accept=".csv,.tsv,.txt,text/csv" onChange={choose} inputProps={{ 'aria-label': t('productReviews.choose') }}>
            {(props) => <Button {...props} variant={file ? 'default' : 'filled'} loading={look.isPending}>{t(file ? 'productReviews.another' : 'productReviews.choose')}</Button>}
          </FileButton>
        </div>
        {look.isPending ? <p role="status" className="quiet">{t('productReviews.looking')}</p> : null}
        <Wrong error={look.error ?? store.error} />
        {seen && file ? <Looked seen={seen} name={file.name} storing={store.isPending} onImport={() => store.mutate(file)} /> : null}
        {store.data ? <Stored got={store.data} /> : null}
        <Command />
      </div>
    </SideSheet>
  )
}

/** What is wrong with the file as a whole, and what it lacks. */
function Wrong({ error }: { error: unknown }) {
  const say = useFaultWords()
  if (!error) return null
  const fields = error instanceof ApiError ? (error.fault.fields ?? []) : []
  return (
    <div>
      <FormFault error={error} />
      <ul>{fields.map((f) => <li key={f.name}>{say.of(error, f.name)}</li>)}</ul>
    </div>
  )
}

function Looked({ seen, name, storing, onImport }: { seen: ReviewsBrought; name: string; storing: boolean; onImport: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const n = seen.reviews
  return (
    <section className={css.page} aria-label={name}>
      <p role="status"><b>{t('productReviews.found', { count: seen.rows, n: f.num(seen.rows), file: name, good: f.num(n) })}</b></p>
      <Left got={seen} />
      <h3>{t('productReviews.columns')}</h3>
      <p>{COLUMNS.filter((c) => seen.columns[c]).map((c) => `${t(`productReviews.column.${c}`)}: ${seen.columns[c]}`).join(' · ')}</p>
      {seen.first.length ? <h3>{t('productReviews.first')}</h3> : null}
      <ul className={css.list}>
        {seen.first.map((r, i) => (
          <li key={i} className={css.one}>
            <div className={css.meta}><Stars rating={r.rating} /><span>{r.who}</span><span>{r.product || t('productReviews.brand')}</span><time dateTime={r.at}>{f.dateTime(r.at)}</time></div>
            {r.title ? <b>{r.title}</b> : null}
            {r.text ? <blockquote>{r.text}</blockquote> : null}
          </li>
        ))}
      </ul>
      {n ? <div><Button loading={storing} onClick={onImport}>{t('productReviews.importNow', { count: n, n: f.num(n) })}</Button></div> : <p>{t('productReviews.nothing')}</p>}
    </section>
  )
}

const COLUMNS = ['date', 'stars', 'email', 'customer', 'product', 'title', 'review', 'name', 'may_show', 'language'] as const

function Stored({ got }: { got: ReviewsBrought }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const ledger = useCan('ledger.read')
  return (
    <section className={css.page} role="status">
      <p><b>{t('productReviews.stored', { count: got.stored, n: f.num(got.stored) })}</b></p>
      {got.duplicate ? <p>{t('productReviews.duplicate', { count: got.duplicate, n: f.num(got.duplicate) })}</p> : null}
      <Left got={got} />
      {Object.keys(got.rejected).length ? <p>{ledger ? <Link to="/w/$ws/ledger" params={{ ws: String(ws) }}>{t('productReviews.aside')}</Link> : t('productReviews.aside')}</p> : null}
    </section>
  )
}

/** What does not become a review, and why. */
function Left({ got }: { got: ReviewsBrought }) {
  const { t } = useTranslation()
  const f = useFormat()
  const say = useFaultWords()
  const why = (reason: string) => t(`productReviews.wrong.${reason}` as 'productReviews.wrong.unreadable', { defaultValue: t(`reason.${reason}` as 'reason.bad_time', { defaultValue: reason }) })
  const rows = [
    ...Object.entries(got.skipped).map(([reason, n]) => t('productReviews.skipped', { count: n, n: f.num(n), why: why(reason) })),
    ...Object.entries(got.rejected).map(([reason, n]) => t('productReviews.rejected', { count: n, n: f.num(n), why: why(reason) })),
  ]
  if (!rows.length) return null
  return (
    <>
      <ul>{rows.map((row) => <li key={row}>{row}</li>)}</ul>
      {got.examples.length ? <details><summary>{t('productReviews.details')}</summary><ul className={css.examples}>{got.examples.map((e) => <li key={e.detail}>{say.rejected(e)}</li>)}</ul></details> : null}
    </>
  )
}

/** Files with other columns, by the command line. */
function Command() {
  const { t } = useTranslation()
  const zone = useWorkspace()?.zone ?? 'UTC'
  return (
    <details>
      <summary>{t('productReviews.command')}</summary>
      <div className={css.page}>
        <p>{t('productReviews.commandText')}</p>
        <h3>{MAPPING}</h3>
        <Code label={MAPPING} text={mapping(zone)} />
        <Code label={t('productReviews.command')} text={`${COMMAND} --dry-run 5\n\n${COMMAND}`} />
      </div>
    </details>
  )
}

const MAPPING = 'reviews.yaml'
const COMMAND = `jejak import reviews.csv --mapping ${MAPPING} --source Reviews --create --server ${location.origin} --token TOKEN`

const mapping = (zone: string) => `version: 1
zone: ${zone}
file: {format: csv}
events:
  - event: Product Reviewed
    time: {from: "{date}", layout: "2006-01-02"}
    ids: {email: "{email}"}
    properties:
      product: "{product}"
      rating: {type: number, from: "{stars}"}
      title: "{title}"
      text: "{review}"
      author: "{name}"
      public: {type: bool, from: "{may_show}"}
`
