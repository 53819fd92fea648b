import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../api/types'
import { IconDownload } from '../../ui/icons'
import { save } from './save'
import { csv, sheets } from './sheets'
import view from './view.module.css'

/** The answer as files: its tables as CSV, all that is shown and each of its charts as SVG and PNG. */
export function Download({ answer, within }: { answer: Answer; within: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation()
  const [charts, setCharts] = useState<{ label: string; svg: SVGSVGElement }[]>([])
  const tables = sheets(answer)
  // The charts of the answer's own view, as they stand when the menu opens.
  const look = (open: boolean) => open && setCharts([...(within.current?.querySelectorAll<SVGSVGElement>('div[role=img] svg') ?? [])].map((svg) => ({ svg, label: svg.closest('[role=group][aria-label]')?.getAttribute('aria-label') ?? t('view.download.chart') })))
  const name = (part: string, ending: string) => `jejak-${answer.kind}-${part}.${ending}`
  const take = (format: 'svg' | 'png') => {
    if (within.current) void wholeView(within.current, format).then((b) => save(name('view', format), b)).catch(() => notifications.show({ color: 'red', message: t('view.download.failed') }))
  }
  return (
    <Menu position="bottom-end" shadow="md" onChange={look}>
      <Menu.Target><Button variant="subtle" size="compact-sm" leftSection={<IconDownload size={15} />}>{t('view.download.title')}</Button></Menu.Target>
      <Menu.Dropdown>
        {tables.map((s) => <Menu.Item key={s.id} onClick={() => save(name(s.id, 'csv'), new Blob(['\uFEFF', csv(s)], { type: 'text/csv;charset=utf-8' }))}>{entry('CSV', t(`view.download.${s.id}`))}</Menu.Item>)}
        <Menu.Item onClick={() => take('svg')}>{entry('SVG', t('view.download.whole'))}</Menu.Item>
        <Menu.Item onClick={() => take('png')}>{entry('PNG', t('view.download.whole'))}</Menu.Item>
        {charts.map((c, i) => [
          <Menu.Item key={`svg${i}`} onClick={() => save(name(`chart-${i + 1}`, 'svg'), drawing(c.svg))}>{entry('SVG', c.label)}</Menu.Item>,
          <Menu.Item key={`png${i}`} onClick={() => void picture(c.svg).then((b) => b && save(name(`chart-${i + 1}`, 'png'), b))}>{entry('PNG', c.label)}</Menu.Item>,
        ])}
      </Menu.Dropdown>
    </Menu>
  )
}

const entry = (format: string, what: string) => `${format} · ${what}`

/** All that a view shows, also what one would scroll to. */
async function wholeView(of: HTMLElement, format: 'svg' | 'png'): Promise<Blob> {
  const { toBlob, toSvg } = await import('html-to-image')
  of.classList.add(view.whole!)
  try {
    const right = Math.max(...Array.from(of.querySelectorAll('*'), (e) => e.getBoundingClientRect().right))
    const look = { backgroundColor: ground(), pixelRatio: 2, skipFonts: true, width: Math.ceil(right - of.getBoundingClientRect().left), height: of.scrollHeight, includeStyleProperties: LOOKS }
    if (format === 'svg') {
      const address = await toSvg(of, look)
      return new Blob([decodeURIComponent(address.slice(address.indexOf(',') + 1))], { type: 'image/svg+xml;charset=utf-8' })
    }
    const drawn = await toBlob(of, look)
    if (!drawn) throw new Error('nothing was drawn')
    return drawn
  } finally {
    of.classList.remove(view.whole!)
  }
}

/** What of an element's style a picture needs; all four hundred properties would make it ten times as large. */
const LOOKS = [
  'display', 'position', 'inset', 'z-index', 'visibility', 'opacity', 'overflow', 'clip', 'clip-path', 'box-sizing', 'width', 'height', 'min-width', 'max-width', 'min-height', 'max-height',
  'margin', 'padding', 'border-top', 'border-right', 'border-bottom', 'border-left', 'border-radius', 'border-collapse', 'border-spacing', 'table-layout', 'box-shadow', 'outline',
  'flex', 'flex-direction', 'flex-wrap', 'gap', 'align-items', 'align-self', 'align-content', 'justify-content', 'justify-items', 'justify-self', 'grid-template-columns', 'grid-template-rows', 'grid-column', 'grid-row', 'order',
  'background-color', 'background-image', 'background-size', 'background-position', 'background-repeat', 'color', 'font-family', 'font-size', 'font-style', 'font-weight', 'font-variant-numeric', 'line-height', 'letter-spacing',
  'text-align', 'text-decoration', 'text-overflow', 'text-transform', 'text-indent', 'white-space', 'vertical-align', 'overflow-wrap', 'word-break', 'list-style', 'transform', 'transform-origin', 'fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'text-anchor', 'dominant-baseline',
]

const ground = () => getComputedStyle(document.documentElement).getPropertyValue('--surface').trim()

/** The chart as it stands, on the page's ground, readable by itself. */
function drawing(svg: SVGSVGElement): Blob {
  const own = svg.cloneNode(true) as SVGSVGElement
  own.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  const under = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  under.setAttribute('width', '100%')
  under.setAttribute('height', '100%')
  under.setAttribute('fill', ground())
  own.prepend(under)
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
