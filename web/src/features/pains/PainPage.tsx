import { ActionIcon, Button, Menu, Select, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deletePain, help, members, pain, painFigures, painHistory, patchPain, touchpoints } from '../../api/calls'
import { useFaultWords } from '../../app/faults'
import type { Pain, PainEdit, PainStatus } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { toRange, usePlace } from '../../app/place'
import { RangePicker } from '../../app/RangePicker'
import shell from '../../app/shell.module.css'
import { useLater } from '../../app/useLater'
import { useStageName } from '../../app/useStageName'
import { Figure, FiguresOnly, RateText } from '../../ui/bits'
import { IconDotsVertical, IconZoomQuestion } from '../../ui/icons'
import { PeopleDrawer } from '../../ui/PeopleDrawer'
import { Failed, Lines } from '../../ui/states'
import { useMoney } from '../ask/names'
import { RateBar } from '../ask/table'
import { FormFault } from '../auth/Frame'
import { Conflict, theirsOf } from '../dashboards/conflict'
import { Mending } from './Mending'
import { StatusBadge } from './PainsPage'
import css from './pains.module.css'
import { describe, isShare, QUARTER, STATUSES, useQuarter, useSaid } from './said'
import { ThemeProof } from './ThemeProof'

/** One pain point: what shows it, whose it is, what became of it. */
export default function PainPage() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const { pain: id } = useParams({ strict: false }) as { pain: string }
  useQuarter()
  const { data, error, refetch } = useQuery(pain(ws, id))
  if (!data) return <div className={shell.page}><h1>{t('nav.pains')}</h1><section className="panel" aria-label={t('nav.pains')}>{error ? <Failed error={error} retry={() => void refetch()} /> : <Lines n={10} />}</section></div>
  return <Detail key={id} one={data} />
}

function Detail({ one }: { one: Pain }) {
  const { t } = useTranslation()
  const said = useSaid()
  const may = useCan('voice.edit')
  const remove = useRemove(said(one))
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <h1>{said(one)}</h1>
        <StatusBadge status={one.status} />
        <RangePicker />
        {may ? (
          <Menu position="bottom-end">
            <Menu.Target><ActionIcon variant="subtle" color="gray" size={34} aria-label={t('settings.memberMenu', { name: said(one) })}><IconDotsVertical size={18} /></ActionIcon></Menu.Target>
            <Menu.Dropdown><Menu.Item onClick={() => remove(one.id)}>{t('pains.delete')}</Menu.Item></Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
      <div className={css.two}>
        <div className={css.stack}>
          <Evidence one={one} name={said(one)} />
          {one.status === 'mended' ? <Mending one={one} name={said(one)} /> : null}
          <History one={one} />
        </div>
        <Work one={one} may={may} />
      </div>
    </div>
  )
}

/** What shows it, asked anew in the time chosen. Every figure opens its people. */
function Evidence({ one, name }: { one: Pain; name: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const money = useMoney()
  const stageName = useStageName()
  const { ws, search } = usePlace()
  const points = useQuery(touchpoints(ws)).data
  const measured = one.evidence.question !== undefined
  const theme = one.kind === 'theme' ? one.evidence.theme : undefined
  const { data, error, refetch } = useQuery({ ...painFigures(ws, one.id, toRange(search.range ?? QUARTER)), enabled: measured })
  const point = points?.find((p) => p.id === one.touchpoint)?.name
  const everybody = t('view.friction.everybody')
  const now = data?.figures
  const lost = one.seen
  return (
    <section className={`panel ${css.part}`} aria-label={t('pains.evidence')}>
      <div className={css.partHead}><h2>{t('pains.evidence')}</h2>{data?.question ? <Link to="/w/$ws/ask" params={{ ws: String(ws) }} search={{ q: data.question, range: search.range ?? QUARTER } as never} className={css.ask}><IconZoomQuestion size={16} aria-hidden />{t('dashboards.open')}</Link> : null}</div>
      <p className="quiet">{[t(`pains.kind.${one.kind}`), point, one.stage ? stageName(one.stage) : ''].filter(Boolean).join(' · ')}</p>
      {error ? <Failed error={error} retry={() => void refetch()} /> : null}
      {measured && !data && !error ? <Lines n={3} /> : null}
      {theme ? <ThemeProof one={one} theme={theme} /> : null}
      {!measured && !theme ? <p className="quiet">{one.evidence.map ? <Link to="/w/$ws/maps/$map" params={{ ws: String(ws), map: one.evidence.map }} search={{ card: one.evidence.card } as never}>{t('pains.onMap')}</Link> : t('pains.told')}</p> : null}
      {now && data?.cell ? (
        <>
          <p className={css.big} data-people={now.people}><Figure cell={data.cell} label={`${name}: ${f.num(now.people)}`} disabled={now.people === 0}><b>{t('people.count', { count: now.people, n: f.num(now.people) })}</b></Figure></p>
          {isShare(one) ? (
            <div className={css.proof}>
              <div><span className="quiet">{t('pains.affected')}</span><RateBar rate={now.share}><span><RateText rate={now.share} /> <small className="quiet">{t('view.kOfN', { k: f.num(now.share.k), n: f.num(now.share.n) })}</small></span></RateBar></div>
              {one.seen.compared.n ? <div><span className="quiet">{t('pains.compared', { when: f.date(one.seen.at) })}</span><RateBar rate={one.seen.compared}><span><RateText rate={one.seen.compared} /> <small className="quiet">{t('view.kOfN', { k: f.num(one.seen.compared.k), n: f.num(one.seen.compared.n) })}</small></span></RateBar></div> : null}
            </div>
          ) : null}
          {now.level ? <Level label={t('pains.scoreIs')} at={now.level} /> : null}
          {now.level && one.seen.usual ? <Level label={t('pains.usual', { when: f.date(one.seen.at) })} at={one.seen.usual} /> : null}
          {data.place ? <p><Figure cell={data.place} label={everybody}>{everybody}</Figure></p> : null}
        </>
      ) : null}
      {lost.valueLost.value > 0 ? <p>{t('pains.lost', { value: money.short(lost.valueLost.value), low: money.short(Math.max(0, lost.valueLost.low)), high: money.short(lost.valueLost.high), people: f.num(Math.round(lost.peopleLost.value)), when: f.date(lost.at) })}</p> : null}
      <FiguresOnly />
      {data?.question ? <PeopleDrawer of={data.question} describe={(c) => describe(c, name, everybody)} /> : null}
    </section>
  )
}

function Level({ label, at }: { label: string; at: { n: number; value: number; low: number; high: number } }) {
  const { t } = useTranslation()
  const f = useFormat()
  const two = (v: number) => f.num(Math.round(v * 100) / 100)
  return <p>{label} <b className="num">{two(at.value)}</b> <small className="quiet">{t('view.range', { low: two(at.low), high: two(at.high) })} · {t('view.of', { n: f.num(at.n) })}</small></p>
}

/** Owner, status, note and prepared answer. */
function Work({ one, may }: { one: Pain; may: boolean }) {
  const { t } = useTranslation()
  const say = useFaultWords()
  const f = useFormat()
  const { ws } = usePlace()
  const client = useQueryClient()
  const answers = useQuery({ ...help(ws), enabled: may }).data?.articles ?? []
  const people = useQuery({ ...members(ws), enabled: may, retry: false }).data ?? []
  const said = useSaid()
  const [draft, setDraft] = useState<Partial<PainEdit>>({})
  const [seen, setSeen] = useState(one.version)
  const now = { owner: one.owner, status: one.status, note: one.note, reason: one.reason ?? '', answer: one.answer ?? '', mended: one.mended ?? '', title: one.title, ...draft }
  const save = useMutation({
    mutationFn: (version: number) => patchPain(ws, one.id, { ...draft, version }),
    onSuccess: (p) => {
      setDraft({})
      setSeen(p.version)
      client.setQueryData(pain(ws, one.id).queryKey, p)
      void client.invalidateQueries({ queryKey: ['pains', ws] })
    },
  })
  const raw = theirsOf<Pain & { name: string }>(save.error)
  const theirs = raw ? { ...raw, name: said(raw) } : undefined
  const put = (more: Partial<PainEdit>) => setDraft({ ...draft, ...more })
  const dirty = Object.keys(draft).length > 0
  if (!may) {
    return (
      <section className={`panel ${css.part}`} aria-label={t('pains.work')}>
        <h2>{t('pains.work')}</h2>
        <p>{t('pains.owner')}: {one.owner || t('pains.nobody')}</p>
        {one.reason ? <p>{one.reason}</p> : null}
        {one.note ? <p className={css.note}>{one.note}</p> : null}
      </section>
    )
  }
  return (
    <form className={`panel ${css.part}`} aria-label={t('pains.work')} onSubmit={(e) => { e.preventDefault(); save.mutate(seen) }}>
      <h2>{t('pains.work')}</h2>
      <Select label={t('pains.status')} allowDeselect={false} value={now.status} onChange={(v) => v && put({ status: v as PainStatus })} data={STATUSES.map((s) => ({ value: s, label: t(`pains.is.${s}`) }))} />
      {now.status === 'dismissed' ? <Textarea label={t('pains.reason')} description={t('pains.reasonHint')} required autosize minRows={2} maxLength={2000} value={now.reason} onChange={(e) => put({ reason: e.currentTarget.value })} error={say.of(save.error, 'reason')} /> : null}
      {now.status === 'mended' ? <TextInput type="date" label={t('pains.mendedOn')} description={t('pains.mendedHint')} value={now.mended} onChange={(e) => put({ mended: e.currentTarget.value })} error={say.of(save.error, 'mended')} /> : null}
      <TextInput label={t('pains.owner')} list="pain-owners" maxLength={200} value={now.owner} onChange={(e) => put({ owner: e.currentTarget.value })} />
      <datalist id="pain-owners">{people.map((m) => <option key={m.id} value={m.name}>{m.name}</option>)}</datalist>
      <Select label={t('pains.answer')} clearable searchable value={now.answer || null} onChange={(v) => put({ answer: v ?? '' })} data={answers.map((a) => ({ value: a.id, label: a.texts[a.first]?.title ?? a.id }))} nothingFoundMessage={t('help.empty')} />
      <TextInput label={t('pains.title')} placeholder={one.message ? said({ ...one, title: '' }) : undefined} maxLength={300} value={now.title} onChange={(e) => put({ title: e.currentTarget.value })} error={say.of(save.error, 'title')} />
      <Textarea label={t('pains.note')} autosize minRows={3} maxLength={10000} value={now.note} onChange={(e) => put({ note: e.currentTarget.value })} />
      {theirs ? <Conflict theirs={theirs} onTake={() => { setDraft({}); setSeen(theirs.version); client.setQueryData(pain(ws, one.id).queryKey, raw); save.reset() }} onKeep={() => { setSeen(theirs.version); save.mutate(theirs.version) }} /> : <FormFault error={save.error} />}
      <div className={css.ends}>
        <span className="quiet">{one.changedBy ? t('pains.changed', { name: one.changedBy, when: f.ago(one.changed) }) : t('pains.found', { when: f.ago(one.created) })}</span>
        <Button type="submit" disabled={!dirty} loading={save.isPending}>{t('ui.save')}</Button>
      </div>
    </form>
  )
}

function History({ one }: { one: Pain }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const { data } = useQuery(painHistory(ws, one.id))
  return (
    <section className={`panel ${css.part}`} aria-label={t('pains.history')}>
      <h2>{t('pains.history')}</h2>
      {data ? (
        <ol className={css.history}>
          {[...data].reverse().map((c, i) => (
            <li key={i}>
              <span>{t(`pains.did.${c.do}`, { name: c.by || t('shell.brand') })}{c.fields?.includes('status') || c.do !== 'change' ? <> <StatusBadge status={c.status} /></> : null}</span>
              <span className="quiet">{f.ago(c.at)}{c.figures?.share.n ? <> · {t('pains.thenShare', { share: f.rate(c.figures.share).value, n: f.num(c.figures.share.n) })}</> : null}</span>
              {c.reason ? <span className={css.note}>{c.reason}</span> : null}
            </li>
          ))}
        </ol>
      ) : <Lines n={3} />}
    </section>
  )
}

function useRemove(name: string) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const navigate = useNavigate()
  const later = useLater('pains')
  return (id: string) => {
    later(id, t('pains.deleted', { name }), () => deletePain(ws, id))
    void navigate({ to: '/w/$ws/pains', params: { ws: String(ws) } })
  }
}
