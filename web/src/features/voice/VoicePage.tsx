import { SegmentedControl } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { usePlace } from '../../app/place'
import { RangePicker } from '../../app/RangePicker'
import shell from '../../app/shell.module.css'
import { askAhead } from './ahead'
import { Accuracy } from './Accuracy'
import { Connections } from './connections/Connections'
import { Listening } from './listening/Listening'
import { Texts } from './Texts'
import { Themes } from './Themes'
import css from './voice.module.css'

const VIEWS = ['texts', 'themes', 'listening', 'connections', 'accuracy'] as const

/** What customers say: the texts, what they are about, and how well their feeling is read. */
export default function VoicePage() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const client = useQueryClient()
  const view = VIEWS.find((v) => v === search.view) ?? 'texts'
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <h1>{t('nav.voice')}</h1>
        <div className={css.tools}>
          <div className={css.views}><SegmentedControl aria-label={t('voice.view')} value={view} onChange={(v) => set({ view: v === 'texts' ? undefined : v, edit: undefined })} data={VIEWS.map((v) => ({ value: v, label: <span onPointerEnter={() => askAhead(client, ws, { ...search, view: v })}>{t(`voice.views.${v}`)}</span> }))} /></div>
          {view === 'accuracy' || view === 'connections' ? null : <RangePicker />}
        </div>
      </div>
      {view === 'texts' ? <Texts /> : view === 'themes' ? <Themes /> : view === 'listening' ? <Listening /> : view === 'connections' ? <Connections /> : <Accuracy />}
    </div>
  )
}
