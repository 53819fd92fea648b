import { SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { opportunities } from '../../../api/calls'
import type { MapOpportunity } from '../../../api/types'
import { usePlace } from '../../../app/place'
import { IconBulb, IconChecklist } from '../../../ui/icons'
import { Empty, Failed, Lines } from '../../../ui/states'
import { EvidenceSign, LaneSign } from '../looks'
import css from './talk.module.css'

const SCALE = [1, 2, 3, 4, 5]

/** The opportunities and pain points of all maps: much impact for little effort stands at the top left. */
export default function Opportunities() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const { data, error, refetch } = useQuery(opportunities(ws))
  const [which, setWhich] = useState<'all' | 'opportunity' | 'pain'>('all')
  const narrow = useMediaQuery('(max-width: 61.9em)', undefined, { getInitialValueInEffect: false })
  if (error && !data) return <section className="panel" aria-label={t('maps.chance.title')}><Failed error={error} retry={() => void refetch()} /></section>
  if (!data) return <Lines n={8} height={40} />
  if (data.length === 0) return <section className="panel" aria-label={t('maps.chance.title')}><Empty icon={IconBulb} title={t('maps.chance.none')} text={t('maps.chance.noneText')} /></section>
  const shown = data.filter((o) => which === 'all' || o.lane === which)
  const weighed = shown.filter((o) => o.impact && o.effort)
  const open = shown.filter((o) => !o.impact || !o.effort)
  return (
    <div className={css.chances}>
      <div className={css.chancesHead}>
        <SegmentedControl aria-label={t('maps.chance.which')} size="sm" value={which} onChange={(v) => setWhich(v as 'all')} data={[{ value: 'all', label: t('maps.chance.all') }, { value: 'opportunity', label: t('maps.laneKind.opportunity') }, { value: 'pain', label: t('maps.laneKind.pain') }]} />
        {narrow ? null : <span className="quiet">{t('maps.chance.text')}</span>}
      </div>
      {weighed.length === 0 ? null : narrow
        ? <ul className={css.chanceList} aria-label={t('maps.chance.grid')}>{weighed.map((o) => <Chance key={`${o.map} ${o.card}`} one={o} worth />)}</ul>
        : <Grid all={weighed} />}
      {open.length === 0 ? null : (
        <section aria-label={t('maps.chance.open')}>
          <h2 className={css.chanceTitle}>{t('maps.chance.open')} <span className="quiet num">{open.length}</span></h2>
          <ul className={css.chanceList}>{open.map((o) => <Chance key={`${o.map} ${o.card}`} one={o} worth={Boolean(o.impact || o.effort)} />)}</ul>
        </section>
      )}
    </div>
  )
}

function Grid({ all }: { all: MapOpportunity[] }) {
  const { t } = useTranslation()
  return (
    <div className={css.gridFrame}>
      <span className={css.axisY} aria-hidden>{t('maps.field.impact')}</span>
      <table className={css.gridTable} aria-label={t('maps.chance.grid')}>
        <colgroup><col className={css.gridScale} /></colgroup>
        <thead className="hidden"><tr><th scope="col">{t('maps.field.impact')}</th>{SCALE.map((e) => <th key={e} scope="col">{t('maps.chance.effortIs', { n: e })}</th>)}</tr></thead>
        <tbody>
          {[...SCALE].reverse().map((impact) => (
            <tr key={impact}>
              <th scope="row" className="num"><span className="hidden">{t('maps.chance.impactIs', { n: impact })}</span><span aria-hidden>{impact}</span></th>
              {SCALE.map((effort) => {
                const here = all.filter((o) => o.impact === impact && o.effort === effort)
                return (
                  <td key={effort} style={{ ['--good' as string]: `${Math.max(0, impact - effort) * 3.2}%` }} data-empty={here.length === 0 || undefined}>
                    {here.length ? <ul>{here.map((o) => <Chance key={`${o.map} ${o.card}`} one={o} />)}</ul> : null}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div className={css.axisX} aria-hidden><span>{SCALE.map((n) => <span key={n} className="num">{n}</span>)}</span><b>{t('maps.field.effort')}</b></div>
    </div>
  )
}

function Chance({ one: o, worth }: { one: MapOpportunity; worth?: boolean }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  return (
    <li className={css.chance} data-kind={o.lane}>
      <span className={css.chanceTop}>
        <LaneSign kind={o.lane} size={15} />
        <Link to="/w/$ws/maps/$map" params={{ ws: String(ws), map: o.map }} search={{ card: o.card } as never}>{o.text || t('maps.noText')}</Link>
        <span className={css.chanceSign}><EvidenceSign strength={o.evidence} label={t(`maps.evidence.${o.evidence}`)} /></span>
      </span>
      <span className={css.chanceFoot}>
        <span>{[o.mapName, o.step].filter(Boolean).join(' · ')}</span>
        {worth ? <span>{t('maps.worth', { impact: o.impact || '–', effort: o.effort || '–' })}</span> : null}
        {o.tasks ? <span className={css.chanceTasks}><IconChecklist size={14} aria-hidden />{t('maps.task.count', { count: o.tasks })}</span> : null}
      </span>
    </li>
  )
}
