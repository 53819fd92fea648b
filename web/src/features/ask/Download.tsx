import { Button, Menu } from '@mantine/core'
import { useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../api/types'
import { IconDownload } from '../../ui/icons'
import { save } from './save'
import { csv, sheets } from './sheets'

/** The answer as files: its tables as CSV, its charts as SVG and PNG. */
export function Download({ answer, within }: { answer: Answer; within: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation()
  const [charts, setCharts] = useState<{ label: string; svg: SVGSVGElement }[]>([])
  const tables = sheets(answer)
  // The charts of the answer's own view, as they stand when the menu opens.
  const look = (open: boolean) => open && setCharts([...(within.current?.querySelectorAll<SVGSVGElement>('div[role=img] svg') ?? [])].map((svg) => ({ svg, label: svg.closest('[role=group][aria-label]')?.getAttribute('aria-label') ?? t('view.download.chart') })))
  const name = (part: string, ending: string) => `jejak-${answer.kind}-${part}.${ending}`
  return (
    <Menu position="bottom-end" shadow="md" onChange={look}>
      <Menu.Target><Button variant="subtle" size="compact-sm" leftSection={<IconDownload size={15} />}>{t('view.download.title')}</Button></Menu.Target>
      <Menu.Dropdown>
        {tables.map((s) => <Menu.Item key={s.id} onClick={() => save(name(s.id, 'csv'), new Blob(['\uFEFF', csv(s)], { type: 'text/csv;charset=utf-8' }))}>{entry('CSV', t(`view.download.${s.id}`))}</Menu.Item>)}
        {charts.map((c, i) => [
          <Menu.Item key={`svg${i}`} onClick={() => save(name(`chart-${i + 1}`, 'svg'), drawing(c.svg))}>{entry('SVG', c.label)}</Menu.Item>,
          <Menu.Item key={`png${i}`} onClick={() => void picture(c.svg).then((b) => b && save(name(`chart-${i + 1}`, 'png'), b))}>{entry('PNG', c.label)}</Menu.Item>,
        ])}
      </Menu.Dropdown>
    </Menu>
  )
}

const entry = (format: string, what: string) => `${format} · ${what}`

/** The chart as it stands, on the page's ground, readable by itself. */
function drawing(svg: SVGSVGElement): Blob {
  const own = svg.cloneNode(true) as SVGSVGElement
  own.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  ground.setAttribute('width', '100%')
  ground.setAttribute('height', '100%')
  ground.setAttribute('fill', getComputedStyle(document.documentElement).getPropertyValue('--surface').trim())
  own.prepend(ground)
  return new Blob([new XMLSerializer().serializeToString(own)], { type: 'image/svg+xml;charset=utf-8' })
}

/** Twice the size, for print and wide screens. */
async function picture(svg: SVGSVGElement): Promise<Blob | null> {
  const size = svg.getBoundingClientRect()
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await drawing(svg).text())}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = size.width * 2
  canvas.height = size.height * 2
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
}
