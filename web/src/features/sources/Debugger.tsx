import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sourceLivePath } from '../../api/calls'
import type { LiveVerdict, Source } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useFaultWords } from '../../app/faults'
import { useWords } from '../../app/words'
import { Badge } from '../../ui/bits'
import { IconPlayerPause, IconPlayerPlay, IconPlug, IconSearch } from '../../ui/icons'
import { Empty } from '../../ui/states'
import css from './sources.module.css'

const KEEP = 200
type Row = LiveVerdict & { key: number }

/** Events as they come in, with what became of each and why. */
export function Debugger({ source }: { source: Source }) {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const say = useFaultWords()
  const { ws } = usePlace()
  const [rows, setRows] = useState<Row[]>([])
  const [paused, setPaused] = useState(false)
  const [missed, setMissed] = useState(0)
  const [filter, setFilter] = useState('')
  const [outcome, setOutcome] = useState('all')
  const [connected, setConnected] = useState(true)
  const hold = useRef(false)
  const count = useRef(0)
  useEffect(() => {
    if (typeof EventSource === 'undefined') return
    const stream = new EventSource(sourceLivePath(ws, source.id))
    // Many a second arrive; the screen is drawn a few times a second at most.
    let waiting: Row[] = []
    let timer = 0
    const flush = () => {
      timer = 0
      const batch = waiting.reverse()
      waiting = []
      if (hold.current) setMissed((n) => n + batch.length)
      else setRows((old) => [...batch, ...old].slice(0, KEEP))
    }
    const take = (e: MessageEvent<string>) => {
      const v = JSON.parse(e.data) as LiveVerdict
      if (!v.outcome) return
      waiting.push({ ...v, key: count.current++ })
      if (waiting.length > KEEP) waiting.shift()
      timer ||= window.setTimeout(flush, 250)
    }
    stream.onmessage = take
    stream.addEventListener('event', take as EventListener)
    stream.onopen = () => setConnected(true)
    stream.onerror = () => setConnected(false)
    return () => {
      window.clearTimeout(timer)
      stream.close()
    }
  }, [ws, source.id])
  const pause = () => {
    hold.current = !paused
    setPaused(!paused)
    setMissed(0)
  }
  const low = filter.trim().toLowerCase()
  const shown = rows.filter((r) => (outcome === 'all' || r.outcome === outcome) && (!low || `${r.name} ${r.type} ${r.reason ?? ''} ${r.messageId}`.toLowerCase().includes(low)))
  return (
    <section className="panel" aria-label={t('sources.live')}>
      <div className={css.bar}>
        <Button variant={paused ? 'filled' : 'default'} leftSection={paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />} onClick={pause}>{paused ? t('live.resume') : t('live.pause')}</Button>
        <SegmentedControl aria-label={t('live.outcome')} value={outcome} onChange={setOutcome} size="xs" data={(['all', 'stored', 'duplicate', 'rejected'] as const).map((o) => ({ value: o, label: t(`live.${o}`) }))} />
        <TextInput aria-label={t('live.filter')} placeholder={t('live.filter')} leftSection={<IconSearch size={15} />} value={filter} onChange={(e) => setFilter(e.currentTarget.value)} />
        <span className="quiet" role="status">{paused ? t('live.missed', { count: missed, n: f.num(missed) }) : connected ? t('live.listening') : t('shell.offlineHint')}</span>
      </div>
      {rows.length === 0 ? <Empty icon={IconPlug} title={t('live.empty')} text={t('live.emptyText')} /> : null}
      {rows.length > 0 && shown.length === 0 ? <p className="quiet pad">{t('live.noMatch')}</p> : null}
      <ol className={css.live}>
        {shown.map((r) => (
          <li key={r.key} className={css.row}>
            <time dateTime={r.at}>{f.time(r.at)}</time>
            <Badge tone={r.outcome === 'stored' ? 'good' : r.outcome === 'rejected' ? 'warn' : undefined}>{r.outcome === 'stored' ? '✓' : r.outcome === 'rejected' ? '!' : '='} {t(`live.${r.outcome}`)}</Badge>
            <span>{r.name || r.type ? <b style={{ fontWeight: 560 }}>{words.eventName(r.name || r.type)}</b> : <span className="quiet">{t('live.unread')}</span>} <span className="quiet mono">{r.messageId}</span></span>
            {r.person ? <Link to="/w/$ws/people/$person" params={{ ws: String(ws), person: r.person }}>{t('live.person')}</Link> : <span />}
            {r.reason ? <p>{words.reason(r.reason)}{r.detail ? ` · ${say.rejected(r)}` : ''}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  )
}
