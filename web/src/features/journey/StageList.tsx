import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { StagesAnswer } from '../../api/types'
import { channelLook } from '../../app/channels'
import { useFormat } from '../../app/hooks'
import { useWords } from '../../app/words'
import { ChannelSign, Figure, Num } from '../../ui/bits'
import { IconDiamondFilled } from '../../ui/icons'
import css from './journey.module.css'
import { Foot, MovedOn } from './Sheet'

/** The sheet on a narrow screen: stages from above, the band of people between them. */
export function StageList({ answer, before, channelOf, moments }: { answer: StagesAnswer; before?: StagesAnswer; channelOf: (id: string) => string | undefined; moments: Set<string> }) {
  const { t } = useTranslation()
  const words = useWords()
  const f = useFormat()
  const most = Math.max(1, ...answer.stages.map((s) => s.entered))
  const share = (n: number) => Math.max(4, (n / most) * 100)
  return (
    <div>
      {answer.stages.map((s, i) => {
        const name = words.stage(s.id, s.name)
        const touches = answer.touchpoints.filter((x) => x.stage === s.id && x.people > 0).sort((a, b) => b.people - a.people).slice(0, 6)
        const top = Math.max(1, ...touches.map((x) => x.people))
        const next = answer.stages[i + 1]
        const was = before?.stages.find((b) => b.id === s.id)
        return (
          <Fragment key={s.id}>
            <section className={`panel ${css.card}`} aria-label={name}>
              <div className={css.cardHead}>
                <div className={css.stage}>
                  <h2>{name}</h2>
                  <Figure cell={{ outcome: 'entered', from: s.id }} label={t('cell.entered', { stage: name })} className={css.big}><Num n={s.entered} /></Figure>
                  <span className={css.under}>{t('journey.entered', { count: s.entered })}{was ? ` · ${t('journey.before', { n: f.short(was.entered) })}` : ''}</span>
                </div>
              </div>
              <ul className={css.bars}>
                {touches.map((x) => {
                  const channel = channelOf(x.id)
                  return (
                    <li key={x.id}>
                      <Figure cell={{ touchpoint: x.id }} label={`${x.name}, ${f.num(x.people)}`} className={css.barRow}>
                        <span className={css.barName}><ChannelSign channel={channel} size={18} /><span>{x.name}</span>{moments.has(x.id) ? <IconDiamondFilled size={10} aria-label={t('journey.moment')} /> : null}</span>
                        <span className="num">{f.short(x.people)}</span>
                        <span className={css.barTrack} aria-hidden><span style={{ width: `${(x.people / top) * 100}%`, background: channelLook(channel).color }} /></span>
                      </Figure>
                    </li>
                  )
                })}
              </ul>
              <Foot stage={s} starts={answer.starts} values={answer.overTime[i] ?? []} />
            </section>
            {next ? (
              <div className={css.between}>
                <svg viewBox="0 0 100 64" preserveAspectRatio="none" aria-hidden>
                  <path d={`M${50 - share(s.entered) / 2} 0 C${50 - share(s.entered) / 2} 40 ${50 - share(s.movedOn.k) / 2} 24 ${50 - share(s.movedOn.k) / 2} 64 H${50 + share(s.movedOn.k) / 2} C${50 + share(s.movedOn.k) / 2} 24 ${50 + share(s.entered) / 2} 40 ${50 + share(s.entered) / 2} 0 Z`} className={css.band} data-kind="on" />
                </svg>
                <MovedOn stage={s} before={was} name={name} />
              </div>
            ) : null}
          </Fragment>
        )
      })}
    </div>
  )
}
