import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { exportMap, mapImagePath, touchpoints } from '../../../api/calls'
import type { MapHead, MapOverlay, MapSheet } from '../../../api/types'
import { useFormat } from '../../../app/hooks'
import { usePlace } from '../../../app/place'
import { useWords } from '../../../app/words'
import { IconDownload } from '../../../ui/icons'
import { save } from '../../ask/save'
import { cardLine, stepLines } from '../live/figureText'
import { sheetCsv } from './csv'
import { fileName } from './fileName'
import { sheetWords } from './words'

const FORMATS = ['png', 'svg', 'pdf', 'csv', 'json'] as const
type FileFormat = (typeof FORMATS)[number]

/** The map as a file, as it stands on the screen; JSON as it stands on the server. */
export function ExportMenu({ map, sheet, overlay }: { map: MapHead; sheet: MapSheet; overlay?: MapOverlay }) {
  const { t, i18n } = useTranslation()
  const { ws } = usePlace()
  const f = useFormat()
  const names = useWords()
  const known = useQuery(touchpoints(ws)).data
  const [busy, setBusy] = useState(false)
  const figures = { people: (n: number) => t('people.count', { count: n, n: f.num(n) }), step: (id: string) => sheet.steps.find((s) => s.id === id)?.name || t('maps.noName.step'), leave: t('maps.live.leave'), other: t('maps.against.other'), scale: (s: string) => t(`maps.live.scale.${s}`, s) }
  const words = sheetWords(t, { measured: { step: (id) => stepLines(overlay, id, f, figures), card: (id) => cardLine(overlay, id, f, figures) }, language: i18n.language, channel: names.channel, touchpoint: (id) => known?.find((p) => p.id === id)?.name ?? id, date: f.dateTime })

  const file = async (format: FileFormat): Promise<Blob> => {
    if (format === 'json') return new Blob([JSON.stringify(await exportMap(ws, map.id), null, 2)], { type: 'application/json' })
    if (format === 'csv') return new Blob(['\uFEFF', sheetCsv(sheet, words)], { type: 'text/csv;charset=utf-8' })
    const { make } = await import('./make')
    const made = await make(format, map, sheet, words, (id) => mapImagePath(ws, map.id, id))
    if (made.missing.length) notifications.show({ message: t('mapExport.missing', { signs: f.list(made.missing.slice(0, 12)) }), color: 'orange' })
    return made.file
  }
  const run = (format: FileFormat) => {
    setBusy(true)
    file(format)
      .then((blob) => save(`${fileName(map.name)}.${format}`, blob))
      .catch(() => notifications.show({ message: t('mapExport.failed', { file: format.toUpperCase() }), color: 'red' }))
      .finally(() => setBusy(false))
  }
  return (
    <Menu position="bottom-end" shadow="md" withInitialFocusPlaceholder={false} withinPortal={false}>
      <Tooltip label={t('mapExport.title')}>
        <Menu.Target><ActionIcon variant="subtle" color="gray" size={34} loading={busy} aria-label={t('mapExport.title')}><IconDownload size={18} /></ActionIcon></Menu.Target>
      </Tooltip>
      <Menu.Dropdown>
        {FORMATS.map((format) => <Menu.Item key={format} onClick={() => run(format)}>{t(`mapExport.${format}`)}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  )
}
