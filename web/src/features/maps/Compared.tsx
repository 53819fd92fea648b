import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { channels, mapComparison, maps, touchpoints } from '../../api/calls'
import type { MapSheet } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useStageName } from '../../app/useStageName'
import { useWords } from '../../app/words'
import { Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import { useRuleText } from '../model/useRuleText'
import { Differ, type DiffWords } from './differ'
import { ComparedFigures } from './live/ComparedFigures'
import css from './maps.module.css'

/** What is not the same in two revisions, and what is measured at the steps of each. */
export function Compared({ id, from, to, sheet, onClose }: { id: string; from: number; to: number; sheet: MapSheet; onClose: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const { data, error } = useQuery(mapComparison(ws, id, from, to))
  const words = useDiffWords()
  const differ = new Differ(data ?? [], sheet, words)
  return (
    <section className={css.compared} aria-label={t('maps.between', { from: f.num(from), to: f.num(to) })}>
      <div className={css.evidenceHead}><h3>{t('maps.between', { from: f.num(from), to: f.num(to) })}</h3><Button variant="subtle" color="gray" size="compact-xs" onClick={onClose}>{t('ui.close')}</Button></div>
      <FormFault error={error} />
      {!data && !error ? <Lines n={3} /> : null}
      {data?.length === 0 ? <p className="quiet">{t('maps.noDifference')}</p> : null}
      <ul className={css.differences}>
        {data?.map((d) => {
          const shifts = differ.shifts(d)
          const title = differ.title(d)
          const where = differ.where(d)
          return (
            <li key={`${d.kind} ${d.id}`} data-what={d.what}>
              <b>{t(d.what === 'changed' && shifts.length === 0 ? 'maps.diff.moved' : `maps.diff.${d.what}`)}</b> {t(`maps.thing.${d.kind}`)} {title ? <q>{title}</q> : null}
              {where ? <span className={`quiet ${css.where}`}>{where}</span> : null}
              {shifts.length ? <ul>{shifts.map((s) => <li key={s.name}><span className="quiet">{s.name}</span> <del>{s.from}</del> → <ins>{s.to}</ins></li>)}</ul> : null}
            </li>
          )
        })}
      </ul>
      {data ? <ComparedFigures id={id} from={from} to={to} called={(step) => differ.thing('step', step, 'to')} /> : null}
    </section>
  )
}

function useDiffWords(): DiffWords {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const words = useWords()
  const stage = useStageName()
  const rule = useRuleText()
  const points = useQuery(touchpoints(ws)).data
  const own = useQuery(channels(ws)).data
  const all = useQuery(maps(ws)).data
  return {
    none: '–',
    noName: (kind) => t(`maps.noName.${kind}`),
    field: (name) => t(`maps.field.${name}`, { defaultValue: name }),
    touchpoint: (id) => points?.find((p) => p.id === id)?.name ?? id,
    channel: (id) => words.channel(id, own?.find((c) => c.id === id)?.name),
    stage,
    map: (id) => all?.find((m) => m.id === id)?.name ?? id,
    rule,
    lane: (kind) => t(`maps.laneKind.${kind}`),
    status: (status) => t(`maps.status.${status}`),
    state: (state) => t(`maps.state.${state}`),
    strength: (how) => t(`maps.evidence.${how}`),
    signal: (scale) => t(`maps.signal.${scale}`),
    question: (kind) => t(`kind.${kind}`),
    feeling: (n) => `${f.signed(n)} ${t(`maps.feel.${n}`)}`,
    dots: (n) => t('maps.dots', { n }),
    yes: t('maps.diff.yes'),
    no: t('maps.diff.no'),
    image: t('maps.laneKind.image'),
    others: (n) => t('maps.others', { count: n }),
  }
}
