import { useMemo, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Cell, StagesAnswer } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { useWords } from '../../app/words'
import { useOpenCell } from '../../ui/cell'
import css from './journey.module.css'
import { layoutFlow, type Band } from './layout'

interface Tip { x: number; y: number; title: string; lines: ReactNode[] }

/** The stages as bars, and the bands of people between them. Pointer and keyboard say a band's figure and open its people. */
export function FlowMap({ answer, width }: { answer: StagesAnswer; width: number }) {
  const { t } = useTranslation()
  const words = useWords()
  const f = useFormat()
  const open = useOpenCell()
  const flow = useMemo(() => layoutFlow(answer, width), [answer, width])
  const [tip, setTip] = useState<Tip>()
  const [hot, setHot] = useState<string>()
  const name = (id: string) => words.stage(id, answer.stages.find((s) => s.id === id)?.name)
  const title = (b: Band) =>
    b.kind === 'new' ? t('flow.new', { stage: name(b.to) })
      : b.kind === 'back' ? t('flow.back', { stage: name(b.to) })
        : b.kind === 'lapse' ? t('flow.lapse', { stage: name(b.from) })
          : t(b.kind === 'skip' ? 'flow.skip' : 'flow.on', { from: name(b.from), to: name(b.to) })
  const cell = (b: Band): Cell =>
    b.kind === 'new' ? { outcome: 'entered', from: b.to } : b.kind === 'back' ? { outcome: 'reentered', from: b.to } : b.kind === 'lapse' ? { outcome: 'lapsed', from: b.from } : { outcome: 'moved', from: b.from, to: b.to }
  const show = (b: Band) => {
    const median = answer.flows.find((x) => x.from === b.from && x.to === b.to)?.median
    setHot(b.id)
    setTip({ x: b.tipX, y: b.tipY, title: title(b), lines: [t('people.count', { count: b.people, n: f.num(b.people) }), median && b.from && b.to ? t('journey.median', { span: f.span(median) }) : ''] })
  }
  const hide = () => { setHot(undefined); setTip(undefined) }
  return (
    <div className={css.flow} style={{ height: flow.height }}>
      <svg width={width} height={flow.height} role="group" aria-label={t('flow.label')}>
        <defs>
          <linearGradient id="jj-new" x1="0" x2="1"><stop offset="0" className={css.stopNone} /><stop offset="1" className={css.stopSoft} /></linearGradient>
          <linearGradient id="jj-down" x1="0" x2="0" y1="0" y2="1"><stop offset="0" className={css.stopNone} /><stop offset="1" className={css.stopSoft} /></linearGradient>
          <linearGradient id="jj-lapse" x1="0" x2="0" y1="0" y2="1"><stop offset="0.1" className={css.stopLapse} /><stop offset="1" className={css.stopNone2} /></linearGradient>
          <linearGradient id="jj-back" x1="0" x2="0" y1="1" y2="0"><stop offset="0" className={css.stopNone2} /><stop offset="1" className={css.stopLapse} /></linearGradient>
          <linearGradient id="jj-stay" x1="0" x2="1"><stop offset="0" className={css.stopStay} /><stop offset="1" className={css.stopNone} /></linearGradient>
          <linearGradient id="jj-on" x1="0" x2="1"><stop offset="0" className={css.stopSoft} /><stop offset="1" className={css.stopFull} /></linearGradient>
        </defs>
        {flow.bands.filter((b) => b.kind === 'stay').map((b) => <path key={b.id} d={b.d} className={css.stay} />)}
        {flow.bands.filter((b) => b.kind !== 'stay').sort((a, b) => rank(a) - rank(b)).map((b) => (
          <path
            key={b.id}
            d={b.d}
            className={css.band}
            data-kind={b.kind}
            data-dim={(hot !== undefined && hot !== b.id) || undefined}
            data-closed={!open || undefined}
            data-first={(b.kind === 'new' && b.tipX === 8) || undefined}
            role={open ? 'button' : 'img'}
            tabIndex={0}
            aria-haspopup={open ? 'dialog' : undefined}
            aria-label={t(open ? 'people.openLabel' : 'people.closedLabel', { what: `${title(b)}: ${t('people.count', { count: b.people, n: f.num(b.people) })}` })}
            onMouseEnter={() => show(b)}
            onMouseLeave={hide}
            onFocus={() => show(b)}
            onBlur={hide}
            onClick={() => open?.(cell(b))}
            onKeyDown={(e) => {
              if (open && (e.key === 'Enter' || e.key === ' ')) { e.preventDefault(); open(cell(b)) }
            }}
          />
        ))}
        {flow.columns.map((c, i) => <rect key={answer.stages[i]!.id} x={c.node.x} y={c.node.y} width={c.node.w} height={c.node.h} rx={3} className={css.node} />)}
      </svg>
      {tip ? (
        <div className={css.tip} role="status" style={{ left: Math.min(Math.max(tip.x, 90), width - 110), top: tip.y }}>
          <b>{tip.title}</b>
          {tip.lines.filter(Boolean).map((l, i) => <span key={i}>{l}</span>)}
        </div>
      ) : null}
    </div>
  )
}

// What leaves lies under what goes on.
function rank(b: Band): number {
  return { stay: 0, lapse: 0, back: 1, new: 2, skip: 3, on: 4 }[b.kind]
}
