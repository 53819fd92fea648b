import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Cell, Rate } from '../api/types'
import { channelLook } from '../app/channels'
import { SMALL_N } from '../app/format'
import { useCan, useFormat } from '../app/hooks'
import { useWords } from '../app/words'
import { useOpenCell } from './cell'
import { IconCheck, IconCopy } from './icons'
import css from './ui.module.css'

/** A short number that opens to the exact one on hover and focus. */
export function Num({ n, exact }: { n: number; exact?: boolean }) {
  const f = useFormat()
  const short = f.short(n)
  const whole = f.num(n)
  if (exact || short === whole) return <span className="num">{whole}</span>
  return (
    <Tooltip label={whole}>
      <span className="num">{short}<span className="hidden"> ({whole})</span></span>
    </Tooltip>
  )
}

/** A figure that opens the people behind it. */
export function Figure({ cell, label, children, className, disabled }: { cell: Cell; label: string; children: ReactNode; className?: string; disabled?: boolean }) {
  const open = useOpenCell()
  const { t } = useTranslation()
  if (disabled) return <span className={className}>{children}</span>
  if (!open) return <span className={className} title={t('people.closed')}>{children}</span>
  return (
    <button type="button" className={`plain figure ${className ?? ''}`} aria-haspopup="dialog" onClick={() => open(cell)}>
      {children}
      <span className="hidden"> {t('people.openLabel', { what: label })}</span>
    </button>
  )
}

/** Says to those whose role shows figures alone why none of them opens. */
export function FiguresOnly() {
  const { t } = useTranslation()
  return useCan('people.read') ? null : <span className="quiet">{t('people.closed')}</span>
}

/** A share with half the width of its 95 % interval; few people are greyed and said. */
export function RateText({ rate }: { rate: Rate }) {
  const f = useFormat()
  const { t } = useTranslation()
  if (rate.n === 0) return <span className="quiet">{t('ui.none')}</span>
  const r = f.rate(rate)
  const small = rate.n < SMALL_N
  const label = t('ui.interval', { low: r.low, high: r.high, k: f.num(rate.k), n: f.num(rate.n) }) + (small ? ' ' + t('ui.smallSample') : '')
  return (
    <Tooltip label={label}>
      <span className={`${css.rate} num ${small ? 'small-n' : ''}`}>
        {r.value}
        <small>{r.margin}</small>
      </span>
    </Tooltip>
  )
}

export function ChannelSign({ channel, size = 20 }: { channel: string | undefined; size?: number }) {
  const look = channelLook(channel)
  return (
    <span className={css.chipSign} style={{ ['--c' as string]: look.color, width: size, height: size }} aria-hidden>
      <look.icon size={Math.round(size * 0.68)} stroke={1.8} />
    </span>
  )
}

export function ChannelChip({ channel }: { channel: string }) {
  const words = useWords()
  return (
    <span className={css.chip}>
      <ChannelSign channel={channel} />
      {words.channel(channel)}
    </span>
  )
}

export function Badge({ tone, children }: { tone?: 'good' | 'warn'; children: ReactNode }) {
  return <span className={css.badge} data-tone={tone}>{children}</span>
}

export function Copy({ value, label }: { value: string; label?: string }) {
  const { t } = useTranslation()
  return (
    <CopyButton value={value} timeout={1600}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('ui.copied') : (label ?? t('ui.copy'))}>
          <ActionIcon variant="subtle" color="gray" onClick={copy} aria-label={copied ? t('ui.copied') : (label ?? t('ui.copy'))}>
            {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  )
}

export function Code({ text, label }: { text: string; label?: string }) {
  return (
    <div className={css.code}>
      {/* A scrolling block must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} aria-label={label}>{text}</pre>
      <Copy value={text} />
    </div>
  )
}

export function Facts({ rows }: { rows: [string, ReactNode][] }) {
  return (
    <dl className={css.facts}>
      {rows.map(([k, v]) => (
        <div key={k} style={{ display: 'contents' }}>
          <dt>{k}</dt>
          <dd>{v}</dd>
        </div>
      ))}
    </dl>
  )
}
