import { Button, Select, Switch } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { drawSurveyMail, putSurvey, segments, sendSurveyMail, surveyMail, surveyMails, testSurveyMail } from '../../api/calls'
import type { Survey, SurveyContent, SurveyInvitation, SurveyMailState } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { Badge } from '../../ui/bits'
import { Failed, Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import { tidy } from './content'
import { Deliveries } from './Deliveries'
import { Side, TextsEdit } from './TextsEdit'
import { useLanguageName } from './words'
import css from './surveys.module.css'

/** A survey by e-mail: its words, how it looks, who gets it, and what has become of it. */
export function ByMail({ one }: { one: Survey }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const { data, error, refetch } = useQuery({ ...surveyMail(ws, one.id), refetchInterval: 5000 })
  const [email, setEmail] = useState<SurveyInvitation>(one.content.email ?? {})
  const [language, setLanguage] = useState(one.content.languages[0] ?? 'en')
  const content: SurveyContent = { ...one.content, email }
  return (
    <section className={`panel ${css.form} ${css.mail}`} aria-label={t('mail.title')}>
      <div>
        <h2>{t('mail.title')}</h2>
        <p className="quiet">{t('mail.text')}</p>
      </div>
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
      {data && !data.ready ? <p className={css.note} role="status">{t('mail.off')}</p> : null}
      {data?.trouble ? <p className={css.note} role="status">{t('mail.trouble', { why: data.trouble })}</p> : null}
      <div className={css.mailParts}>
        <div className={css.form}>
          <Words one={one} email={email} onChange={setEmail} />
          {data?.ready ? <Test one={one} language={language} from={data.from} /> : null}
          <Send key={String(data?.ready)} one={one} ready={data?.ready ?? false} />
        </div>
        <Look content={content} language={language} onLanguage={setLanguage} />
      </div>
      <Deliveries one={one} title={t('mail.delivery.title')} />
      {data?.ready || data?.counts.sent ? <Outbox one={one} /> : null}
    </section>
  )
}

function Words({ one, email, onChange }: { one: Survey; email: SurveyInvitation; onChange: (e: SurveyInvitation) => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: () => putSurvey(ws, one.id, { name: one.name, owner: one.owner, content: tidy({ ...one.content, email }), version: one.version }),
    onSuccess: (saved) => {
      client.setQueryData(['surveys', ws, one.id], saved)
      void client.invalidateQueries({ queryKey: ['surveys', ws], exact: true })
      notifications.show({ message: t('ui.saved'), color: 'trail' })
    },
  })
  const changed = JSON.stringify(email) !== JSON.stringify(one.content.email ?? {})
  const trigger = Boolean(one.content.targeting?.trigger)
  return (
    <Side.Provider value={one.content.languages}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); save.mutate() }}>
        <TextsEdit label={t('mail.subject')} most={200} value={email.subject} onChange={(subject) => onChange({ ...email, subject })} />
        <TextsEdit label={t('mail.preview')} most={200} value={email.preview} onChange={(preview) => onChange({ ...email, preview })} />
        <Switch label={t('mail.onTrigger')} description={trigger ? t('mail.onTriggerText') : t('mail.noTrigger')} disabled={!trigger && !email.onTrigger} checked={email.onTrigger ?? false} onChange={(e) => onChange({ ...email, onTrigger: e.currentTarget.checked || undefined })} />
        <FormFault error={save.error} />
        <Button type="submit" style={{ justifySelf: 'start' }} loading={save.isPending} disabled={!changed}>{t('mail.save')}</Button>
      </form>
    </Side.Provider>
  )
}

function Look({ content, language, onLanguage }: { content: SurveyContent; language: string; onLanguage: (l: string) => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const name = useLanguageName()
  const { data, error, refetch } = useQuery({ ...drawSurveyMail(ws, { content: tidy(content), language }), placeholderData: keepPreviousData })
  return (
    <div className={css.mailLook}>
      <div className={css.previewHead}>
        <h3>{t('mail.look')}</h3>
        {content.languages.length > 1 ? <Select size="xs" w={150} aria-label={t('surveys.previewLanguage')} allowDeselect={false} value={language} onChange={(l) => l && onLanguage(l)} data={content.languages.map((l) => ({ value: l, label: name(l) }))} /> : null}
      </div>
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Lines n={8} /> : null}
      {data ? (
        <>
          <p className={css.mailHead}><b dir="auto">{data.subject}</b> <span className="quiet" dir="auto">{data.preview}</span></p>
          <iframe title={t('mail.look')} sandbox="" srcDoc={data.html} className={css.mailFrame} />
        </>
      ) : null}
    </div>
  )
}

function Test({ one, language, from }: { one: Survey; language: string; from: string }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const test = useMutation({ mutationFn: () => testSurveyMail(ws, one.id, { language }) })
  return (
    <div className={css.form}>
      <p className="quiet">{t('mail.from', { from })}</p>
      <FormFault error={test.error} />
      <Button variant="default" style={{ justifySelf: 'start' }} loading={test.isPending} onClick={() => test.mutate()}>{t('mail.test')}</Button>
      {test.isSuccess ? <p role="status" className="quiet">{t('mail.tested')}</p> : null}
    </div>
  )
}

const EVERYBODY = 'everybody'

function Send({ one, ready }: { one: Survey; ready: boolean }) {
  const { t, i18n: words } = useTranslation()
  const { ws } = usePlace()
  const f = useFormat()
  const client = useQueryClient()
  const [to, setTo] = useState(EVERYBODY)
  const list = useQuery(segments(ws)).data ?? []
  const segment = to === EVERYBODY ? undefined : { id: to }
  const look = useMutation({ mutationFn: () => sendSurveyMail(ws, one.id, { segment, dry: true }) })
  const send = useMutation({
    mutationFn: () => sendSurveyMail(ws, one.id, { segment }),
    onSuccess: () => look.reset(),
    onSettled: () => client.invalidateQueries({ queryKey: ['survey-mail', ws, one.id] }),
  })
  const got = look.data
  return (
    <section className={css.form} aria-label={t('mail.send')}>
      <h3>{t('mail.send')}</h3>
      <div className={css.row}>
        <Select label={t('mail.to')} allowDeselect={false} value={to} onChange={(v) => { setTo(v ?? EVERYBODY); look.reset(); send.reset() }} data={[{ value: EVERYBODY, label: t('segment.everyone') }, ...list.map((s) => ({ value: s.id, label: s.name }))]} />
        <Button variant="default" loading={look.isPending} onClick={() => { send.reset(); look.mutate() }}>{t('mail.who')}</Button>
      </div>
      <FormFault error={look.error ?? send.error} />
      {got ? (
        <div role="status" className={css.form}>
          <p><b>{t('mail.wouldGet', { count: got.queued, n: f.num(got.queued), all: f.num(got.people) })}</b></p>
          {got.reasons.length ? <ul className={css.against}>{got.reasons.map((r) => <li key={r.code + r.reason}><b>{f.num(r.people)}</b> {words.exists(`mail.reason.${r.reason}`) ? t(`mail.reason.${r.reason}` as 'mail.reason.seen') : r.reason}</li>)}</ul> : null}
          {ready && got.queued ? <Button style={{ justifySelf: 'start' }} loading={send.isPending} onClick={() => send.mutate()}>{t('mail.sendNow', { count: got.queued, n: f.num(got.queued) })}</Button> : null}
        </div>
      ) : null}
      {send.data ? <p role="status">{t('mail.queued')}</p> : null}
    </section>
  )
}

const STATES = ['queued', 'sent', 'failed'] as const

/** What has become of each mail. */
function Outbox({ one }: { one: Survey }) {
  const { t, i18n: words } = useTranslation()
  const { ws } = usePlace()
  const f = useFormat()
  const may = useCan('people.read')
  const [state, setState] = useState<SurveyMailState | ''>('')
  const sums = useQuery(surveyMail(ws, one.id)).data
  const { data } = useQuery({ ...surveyMails(ws, one.id, state || undefined), enabled: may, refetchInterval: 5000 })
  return (
    <section className={css.form} aria-label={t('mail.outbox')}>
      <div className={css.previewHead}>
        <h3>{t('mail.outbox')}</h3>
        <Select size="xs" w={170} aria-label={t('mail.state')} allowDeselect={false} value={state} onChange={(v) => setState((v ?? '') as SurveyMailState)} data={[{ value: '', label: t('mail.all') }, ...STATES.map((s) => ({ value: s, label: t(`mail.is.${s}`) }))]} />
      </div>
      {sums ? (
        <dl className={css.sums}>
          {STATES.map((s) => <div key={s}><dt>{t(`mail.is.${s}`)}</dt><dd>{f.num(sums.counts[s])}</dd></div>)}
          <div><dt>{t('mail.answered')}</dt><dd>{f.num(sums.answered)}</dd></div>
          {sums.waiting ? <div><dt>{t('mail.waiting')}</dt><dd>{f.num(sums.waiting)}</dd></div> : null}
        </dl>
      ) : null}
      {may && data?.length === 0 ? <p className="quiet">{t('mail.none')}</p> : null}
      {data?.length ? (
        <div className="scroll-x">
          <table className={css.list}>
            <thead><tr><th>{t('mail.address')}</th><th>{t('mail.state')}</th><th>{t('mail.at')}</th></tr></thead>
            <tbody>
              {data.map((m, i) => (
                <tr key={i}>
                  <td className="mono">{m.address}</td>
                  <td><Badge tone={m.state === 'failed' ? 'warn' : undefined}>{t(`mail.is.${m.state}`)}</Badge> {m.reason ? <span className="quiet">{words.exists(`mail.reason.${m.reason}`) ? t(`mail.reason.${m.reason}` as 'mail.reason.seen') : m.reason}</span> : null}</td>
                  <td><time dateTime={m.at}>{f.ago(m.at)}</time>{m.next && (m.tries || m.reason) ? <span className="quiet"> {t('mail.next', { when: f.dateTime(m.next) })}</span> : null}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  )
}
