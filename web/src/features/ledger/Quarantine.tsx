import { Button, JsonInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SideSheet } from '../../ui/dialogs'
import { quarantine, replay, sources } from '../../api/calls'
import type { Quarantined, Verdict } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useFaultWords } from '../../app/faults'
import { useWords } from '../../app/words'
import { Badge, Code, Facts } from '../../ui/bits'
import { IconCheck, IconInbox } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import css from './ledger.module.css'

const PAGE = 50

/** Rejected events, kept as they came: see, mend, send in again. */
export function QuarantineView() {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const say = useFaultWords()
  const { ws, search, set } = usePlace()
  const [before, setBefore] = useState<number[]>([])
  const { data, error, refetch } = useQuery(quarantine(ws, { source: search.source, before: before.at(-1), limit: PAGE }))
  const named = new Map((useQuery(sources(ws)).data ?? []).map((s) => [s.id, s.name]))
  const open = data?.rows.find((r) => r.id === search.open)
  return (
    <>
      <section className="panel" aria-label={t('ledger.quarantine')}>
        {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
        {!data && !error ? <Lines n={8} height={24} /> : null}
        {data?.rows.length === 0 ? <Empty icon={IconCheck} title={t('quarantine.empty')} text={t('quarantine.emptyText')} action={<Button variant="light" onClick={() => set({ view: undefined })}>{t('ledger.accounts')}</Button>} /> : null}
        <ul className={css.q}>
          {data?.rows.map((r) => (
            <li key={r.id}>
              <button type="button" className={`plain ${css.qRow}`} aria-haspopup="dialog" onClick={() => set({ open: r.id })}>
                <small className="num">{f.dateTime(r.at)}</small>
                <span>{named.get(r.source) ?? r.source}</span>
                <span><b style={{ fontWeight: 560 }}>{words.reason(r.reason)}</b> <small>{say.rejected(r)}</small></span>
                {r.replayed ? <Badge tone="good">{t('quarantine.replayed')}</Badge> : <span />}
              </button>
            </li>
          ))}
        </ul>
      </section>
      {data && (before.length > 0 || data.next) ? (
        <div style={{ display: 'flex', gap: 8 }}>
          <Button variant="default" disabled={before.length === 0} onClick={() => setBefore(before.slice(0, -1))}>{t('quarantine.newer')}</Button>
          <Button variant="default" disabled={!data.next} onClick={() => data.next && setBefore([...before, data.next])}>{t('quarantine.older')}</Button>
        </div>
      ) : null}
      <SideSheet opened={open !== undefined} onClose={() => set({ open: undefined })} size={560} title={t('quarantine.one')}>
        {open ? <Body key={open.id} row={open} source={named.get(open.source) ?? String(open.source)} /> : null}
      </SideSheet>
    </>
  )
}

/** Pretty where it is JSON, as it came where it is not. */
export function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function Body({ row, source }: { row: Quarantined; source: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const say = useFaultWords()
  const { ws } = usePlace()
  const may = useCan('quarantine.replay')
  const client = useQueryClient()
  const [text, setText] = useState(() => pretty(row.body))
  const mended = text !== pretty(row.body)
  const value = parsed(text)
  const send = useMutation({
    mutationFn: () => replay(ws, row.id, mended ? value : undefined),
    onSuccess: () => {
      for (const key of ['quarantine', 'ledger', 'ask', 'people']) void client.invalidateQueries({ queryKey: [key, ws] })
    },
  })
  return (
    <div className={css.body}>
      {row.cut ? <p className="quiet">{t('quarantine.cut')}</p> : null}
      <Facts rows={[[t('ask.time'), f.dateTime(row.at)], [t('ledger.source'), source], [t('quarantine.reason'), words.reason(row.reason)], [t('quarantine.detail'), say.rejected(row)]]} />
      {may ? (
        <>
          <JsonInput className={css.editor} label={t('quarantine.body')} description={t('quarantine.bodyHint')} value={text} onChange={setText} autosize minRows={8} maxRows={24} error={value === undefined ? t('quarantine.notJson') : undefined} spellCheck={false} />
          <FormFault error={send.error} />
          <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
            <Button loading={send.isPending} disabled={(mended && value === undefined) || (row.cut && !mended)} onClick={() => send.mutate()}>{t(mended ? 'quarantine.replayMended' : 'quarantine.replayAsIs')}</Button>
            {mended ? <Button variant="default" onClick={() => setText(pretty(row.body))}>{t('quarantine.reset')}</Button> : null}
          </div>
        </>
      ) : <Code text={pretty(row.body)} label={t('quarantine.body')} />}
      {send.data ? <Result verdicts={send.data} /> : null}
    </div>
  )
}

function Result({ verdicts }: { verdicts: Verdict[] }) {
  const { t } = useTranslation()
  const words = useWords()
  const say = useFaultWords()
  const { ws } = usePlace()
  return (
    <ul className={css.q} role="status">
      {verdicts.map((v) => (
        <li key={v.index} style={{ padding: '10px 0', display: 'flex', gap: 10, flexWrap: 'wrap', alignItems: 'baseline' }}>
          <Badge tone={v.outcome === 'stored' ? 'good' : v.outcome === 'rejected' ? 'warn' : undefined}>{t(`live.${v.outcome}`)}</Badge>
          {v.reason ? <span>{words.reason(v.reason)} {say.rejected(v)}</span> : null}
          {v.person ? <Link to="/w/$ws/people/$person" params={{ ws: String(ws), person: v.person }}>{t('live.person')}</Link> : null}
        </li>
      ))}
      {verdicts.length === 0 ? <li><IconInbox size={16} aria-hidden /> {t('quarantine.nothing')}</li> : null}
    </ul>
  )
}
