import { ActionIcon, Button, Modal, SegmentedControl } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mapImagePath } from '../../../api/calls'
import type { MapCard, MapLane, MapStep } from '../../../api/types'
import { useFormat } from '../../../app/hooks'
import { usePlace } from '../../../app/place'
import { IconArrowLeft, IconArrowRight, IconDiamondFilled, IconX } from '../../../ui/icons'
import { useImagePath } from '../images'
import { Face, LaneSign, stageHue } from '../looks'
import { cardsOf, isValue, leadsTo, type Board } from '../sheet'
import type { View } from '../store'
import css from './present.module.css'
import { ChooseWalk, useWalks, WalkedHere } from './Walked'

interface Props { view: Pick<View, 'head' | 'board'>; onClose: () => void; real?: boolean }

/** A map walked step by step, the whole screen long; real: what customers really did may go along. */
export default function Present({ view, onClose, real = false }: Props) {
  const { t } = useTranslation()
  const { head, board } = view
  const steps = board.columns.flatMap((c) => (c.step ? [c] : []))
  const [eyes, setEyes] = useState(head.personas[0]?.name ?? '')
  const walks = useWalks(head, eyes, real)
  // 0 is the cover.
  const [at, setAt] = useState(0)
  const go = (i: number) => setAt(Math.max(0, Math.min(steps.length, i)))
  useHotkeys([
    ['ArrowRight', () => go(at + 1)], ['ArrowDown', () => go(at + 1)], ['PageDown', () => go(at + 1)],
    ['ArrowLeft', () => go(at - 1)], ['ArrowUp', () => go(at - 1)], ['PageUp', () => go(at - 1)],
    ['Home', () => go(0)], ['End', () => go(steps.length)],
  ], ['INPUT'])
  // The browser's own full screen where it is to be had; without it the page is filled.
  useEffect(() => {
    const el = document.documentElement
    el.requestFullscreen?.().catch(() => undefined)
    const left = () => { if (!document.fullscreenElement) onClose() }
    document.addEventListener('fullscreenchange', left)
    return () => {
      document.removeEventListener('fullscreenchange', left)
      if (document.fullscreenElement) void document.exitFullscreen()
    }
    // Full screen is entered once.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  const column = steps[at - 1]
  const stage = column ? board.stages.findIndex((s) => s.id === column.stage.id) : -1
  return (
    <Modal.Root opened onClose={onClose} fullScreen transitionProps={{ duration: 0 }}>
      <Modal.Content className={css.screen}>
        <Modal.Body className={css.body}>
          <div className={css.head}>
            <Modal.Title className={css.name}>{head.name}</Modal.Title>
            {eyes ? <span className={css.eyes}>{t('maps.present.eyes', { name: eyes })}</span> : null}
            <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('maps.present.leave')} title={t('maps.present.leave')} onClick={onClose}><IconX size={20} /></ActionIcon>
          </div>
          <div className={css.slide} aria-live="polite">
            {column?.step
              ? <Slide key={column.key} step={column.step} stage={column.stage.name} hue={stageHue(stage)} board={board} map={head.id} onGo={(id) => go(steps.findIndex((c) => c.key === id) + 1)} at={at} of={steps.length} real={walks.journey ? <WalkedHere journey={walks.journey} letter={'ABCDE'[walks.nth]!} step={column.step.id} /> : null} />
              : (
                <div className={css.cover}>
                  <h2>{head.name}</h2>
                  {head.description ? <p>{head.description}</p> : null}
                  {head.personas.length > 1 ? <SegmentedControl aria-label={t('maps.personas')} orientation={head.personas.length > 3 ? 'vertical' : 'horizontal'} value={eyes} onChange={setEyes} data={[...new Set(head.personas.map((p) => p.name))]} /> : null}
                  <ChooseWalk walks={walks} />
                  {steps.length ? <Button size="md" data-autofocus onClick={() => go(1)}>{t('maps.present.begin')}</Button> : <p className="quiet">{t('maps.present.empty')}</p>}
                </div>
              )}
          </div>
          <div className={css.foot}>
            <Button variant="default" leftSection={<IconArrowLeft size={16} />} disabled={at === 0} onClick={() => go(at - 1)}>{t('maps.present.back')}</Button>
            <Way board={board} at={at} onGo={go} />
            <Button variant="default" rightSection={<IconArrowRight size={16} />} disabled={at === steps.length} onClick={() => go(at + 1)}>{t('maps.present.next')}</Button>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

/** Where on the way one is: a mark for every step, in the colours of the stages. */
function Way({ board, at, onGo }: { board: Board; at: number; onGo: (i: number) => void }) {
  const steps = board.columns.filter((c) => c.step)
  return (
    <div className={css.way} aria-hidden>
      {steps.map((c, i) => <button key={c.key} type="button" tabIndex={-1} className="plain" data-on={i < at || undefined} data-here={i === at - 1 || undefined} style={{ ['--hue' as string]: stageHue(board.stages.findIndex((s) => s.id === c.stage.id)) }} title={c.step!.name} onClick={() => onGo(i + 1)} />)}
    </div>
  )
}

interface SlideProps { step: MapStep; stage: string; hue: number; board: Board; map: string; at: number; of: number; onGo: (step: string) => void; real: React.ReactNode }

function Slide({ step, stage, hue, board, map, at, of, onGo, real }: SlideProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const lanes = board.lanes.map((lane) => ({ lane, cards: cardsOf(board, step.id, lane.id) })).filter((x) => x.cards.length > 0)
  const feeling = lanes.find((x) => x.lane.kind === 'emotion')?.cards[0]
  const said = lanes.filter((x) => x.lane.kind !== 'emotion')
  // What leads elsewhere than on can be followed.
  const ways = board.edges.some((e) => e.from === step.id) ? leadsTo(board, step.id) : []
  return (
    <article className={css.step} style={{ ['--hue' as string]: hue }}>
      <div className={css.stepHead}>
        <span className={css.stage}>{stage || t('maps.noName.stage')}</span>
        <span className="quiet num">{t('maps.present.step', { n: f.num(at), of: f.num(of) })}</span>
      </div>
      <div className={css.title}>
        <h2>{step.name || t('maps.noName.step')}</h2>
        {feeling ? <span className={css.feel}><Face value={feeling.value ?? 0} size="2.1em" /><span>{t(`maps.feel.${feeling.value ?? 0}`)}{feeling.text ? <><br /><span className="quiet">{feeling.text}</span></> : null}</span></span> : null}
      </div>
      {said.length === 0 ? <p className="quiet">{t('maps.present.nothing')}</p> : null}
      <dl className={css.lanes}>
        {said.map(({ lane, cards }) => (
          <div key={lane.id} data-kind={lane.kind}>
            <dt><LaneSign kind={lane.kind} size={17} />{lane.name}</dt>
            {cards.map((c) => <dd key={c.id}><Words card={c} lane={lane} map={map} /></dd>)}
          </div>
        ))}
      </dl>
      {real}
      {ways.length ? (
        <p className={css.ways}>
          <span className="quiet">{t('maps.present.leads')}</span>
          {ways.map((id) => <Button key={id} variant="light" size="compact-md" onClick={() => onGo(id)}>{board.columns.find((c) => c.key === id)?.step?.name || t('maps.noName.step')}</Button>)}
        </p>
      ) : null}
    </article>
  )
}

function Words({ card, lane, map }: { card: MapCard; lane: MapLane; map: string }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const path = useImagePath() ?? ((id: string) => mapImagePath(ws, map, id))
  return (
    <>
      {card.image ? <img src={path(card.image)} alt={card.text} /> : null}
      {isValue(lane.kind) ? <span className="num">{t('maps.dots', { n: card.value ?? 3 })} </span> : null}
      {card.moment && lane.kind !== 'moment' ? <IconDiamondFilled size={13} role="img" aria-label={t('journey.moment')} className={css.moment} /> : null}
      {card.text}
      {card.note ? <span className={css.note}>{card.note}</span> : null}
    </>
  )
}
