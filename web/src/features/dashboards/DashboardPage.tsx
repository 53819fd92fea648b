import { ActionIcon, Button, Select, Tooltip } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dashboard, savedQuestions } from '../../api/calls'
import type { Card, Dashboard, Range, SavedQuestion } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { InPart, rangeWord, toRange, usePlace, type Search } from '../../app/place'
import shell from '../../app/shell.module.css'
import { FiguresOnly } from '../../ui/bits'
import { IconLayoutDashboard, IconLink, IconMaximize, IconPencil, IconRefresh, IconX, IconZoomQuestion } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { AnswerView } from '../ask/AnswerView'
import { over } from '../ask/against'
import { FULL, ofCard, placeOf } from './board'
import css from './dashboards.module.css'
import { useCopyLink } from './useCopyLink'

const BoardEdit = lazy(() => import('./BoardEdit'))

/** One dashboard: its cards, each drawn as in Ask. */
export default function DashboardPage() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const { dashboard: id } = useParams({ strict: false }) as { dashboard: string }
  const may = useCan('dashboards.edit')
  const { data, error, refetch } = useQuery(dashboard(ws, id))
  const saved = useQuery(savedQuestions(ws))
  const questions = saved.data
  if (!data || !questions) {
    const fault = error ?? saved.error
    return <div className={shell.page}><h1>{t('nav.dashboards')}</h1><section className="panel" aria-label={t('nav.dashboards')}>{fault ? <Failed error={fault} retry={() => { void refetch(); void saved.refetch() }} /> : <Lines n={10} />}</section></div>
  }
  if (search.edit === 'cards' && may) return <Suspense fallback={<Lines n={10} />}><BoardEdit key={id} board={data} questions={questions} onClose={() => set({ edit: undefined })} /></Suspense>
  return <Board board={data} questions={questions} />
}

const RANGES = ['7d', '30d', '90d', '365d', 'all']

function Board({ board, questions }: { board: Dashboard; questions: SavedQuestion[] }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, search, set } = usePlace()
  const may = useCan('dashboards.edit')
  const copy = useCopyLink()
  const { at, refresh } = useRefresh(ws, board.refresh)
  const present = usePresent()
  const own = board.range ? rangeWord(board.range) : ''
  const word = search.range ?? own
  const range = search.range ? toRange(search.range) : board.range
  const edit = may ? <Button leftSection={<IconPencil size={16} />} onClick={() => set({ edit: 'cards' })}>{t(board.cards.length ? 'dashboards.edit' : 'dashboards.add')}</Button> : null
  const words = [...new Set([...RANGES, ...(word ? [word] : [])])]
  return (
    <div className={`${shell.page} ${css.board}`} data-present={present.on || undefined}>
      <div className={shell.pageHead}>
        <h1>{board.name}</h1>
        <span className="quiet num" data-as-of>{t('dashboards.asOf', { time: f.time(at) })}</span>
        <Select
          aria-label={t('dashboards.range')}
          w={210}
          allowDeselect={false}
          value={word}
          onChange={(w) => set({ range: w === own ? undefined : (w ?? undefined) })}
          data={[...(own === '' ? [{ value: '', label: t('dashboards.ownRange') }] : []), ...words.map((w) => ({ value: w, label: w === 'all' ? t('range.all') : /^\d+d$/.test(w) ? t('range.last', { count: parseInt(w, 10) }) : w.replace('..', ' – ') }))]}
        />
        <Tool label={t('dashboards.refresh')} onClick={refresh}><IconRefresh size={18} /></Tool>
        <Tool label={t('saved.copyLink')} onClick={() => copy(`/w/${ws}/dashboards/${board.id}`)}><IconLink size={18} /></Tool>
        <Tool label={t(present.on ? 'dashboards.leavePresent' : 'dashboards.present')} onClick={present.toggle}>{present.on ? <IconX size={18} /> : <IconMaximize size={18} />}</Tool>
        {board.cards.length ? edit : null}
        <FiguresOnly />
      </div>
      {board.description ? <p className="quiet">{board.description}</p> : null}
      {board.cards.length === 0 ? <div className="panel"><Empty icon={IconLayoutDashboard} title={t('dashboards.noCards')} text={t('dashboards.noCardsText')} action={edit} /></div> : null}
      <div className={css.grid}>
        {board.cards.map((card, i) => <CardView key={`${i}-${card.saved ?? ''}`} id={String(i)} card={card} range={range} questions={questions} />)}
      </div>
    </div>
  )
}

function Tool({ label, onClick, children }: { label: string; onClick: () => void; children: React.ReactNode }) {
  return <Tooltip label={label}><ActionIcon variant="default" size={36} aria-label={label} onClick={onClick}>{children}</ActionIcon></Tooltip>
}

/** One card. What is chosen within it, such as a page of its list, is its own; whose people are open is in the address. */
function CardView({ id, card, range, questions }: { id: string; card: Card; range: Range | undefined; questions: SavedQuestion[] }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const found = ofCard(card, questions)
  const [own, change] = useState<Partial<Search>>({})
  const question = useMemo(() => {
    const base = own.q ?? found?.question
    return base && over(base, range)
  }, [found?.question, own.q, range])
  const place = useMemo(() => ({ card: id, own: { ...own, ...(question ? { q: question } : {}) }, change }), [id, own, question])
  const title = found?.title || (question ? t(`kind.${question.kind}`) : t('dashboards.gone'))
  return (
    <section className={`panel ${css.card}`} data-card={id} data-wide={card.width > FULL / 2 || undefined} aria-label={title}>
      <div className={css.cardHead}>
        <h2>{title}</h2>
        {question ? <Link to="/w/$ws/ask" params={{ ws: String(ws) }} search={{ ...placeOf(question), ...(card.saved ? { saved: card.saved } : {}) } as never} className={css.open}><IconZoomQuestion size={16} aria-hidden />{t('dashboards.open')}<span className="hidden"> {title}</span></Link> : null}
      </div>
      {/* A card that is taller than its place scrolls, by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={css.cardBody} role="group" aria-label={title} tabIndex={0}>
        {question ? <InPart.Provider value={place}><AnswerView question={question} /></InPart.Provider> : <p className="quiet">{t('dashboards.goneText')}</p>}
      </div>
    </section>
  )
}

/** Asks all cards anew every so many seconds, and when told to; at is when they were last asked. */
function useRefresh(ws: number, seconds: number): { at: number; refresh: () => void } {
  const client = useQueryClient()
  const [at, setAt] = useState(() => Date.now())
  const refresh = useCallback(() => {
    void client.invalidateQueries({ queryKey: ['ask', ws], refetchType: 'active' }).then(() => setAt(Date.now()))
    void client.invalidateQueries({ queryKey: ['dashboards', ws], refetchType: 'active' })
  }, [client, ws])
  useEffect(() => {
    if (!seconds) return undefined
    const timer = window.setInterval(() => {
      if (document.visibilityState === 'visible') refresh()
    }, seconds * 1000)
    return () => window.clearInterval(timer)
  }, [seconds, refresh])
  return { at, refresh }
}

/** Shows the board alone, on the whole screen where the browser lets it. */
function usePresent(): { on: boolean; toggle: () => void } {
  const [on, setOn] = useState(false)
  useEffect(() => {
    document.documentElement.toggleAttribute('data-present', on)
    const left = () => {
      if (!document.fullscreenElement) setOn(false)
    }
    const key = (e: KeyboardEvent) => {
      if (e.key === 'Escape' && !document.querySelector('[role=dialog]')) setOn(false)
    }
    document.addEventListener('fullscreenchange', left)
    document.addEventListener('keydown', key)
    return () => {
      document.documentElement.removeAttribute('data-present')
      document.removeEventListener('fullscreenchange', left)
      document.removeEventListener('keydown', key)
    }
  }, [on])
  const toggle = () => {
    setOn(!on)
    if (on) void document.exitFullscreen?.().catch(() => undefined)
    else void document.documentElement.requestFullscreen?.().catch(() => undefined)
  }
  return { on, toggle }
}
