import { Button } from '@mantine/core'
import encodeQR from 'qr'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { IconDownload } from '../../ui/icons'
import { save } from '../ask/save'
import css from './surveys.module.css'

/** A link as a QR code, to look at and to print; dark on light whatever the screen is, as readers of codes need it. */
export function QrCode({ text, name }: { text: string; name: string }) {
  const { t } = useTranslation()
  const { size, path } = useMemo(() => {
    const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 3 })
    return { size: rows.length, path: rows.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : ''))).join('') }
  }, [text])
  const file = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`
  return (
    <div className={css.qr}>
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('surveys.deliver.qrOf', { name })} shapeRendering="crispEdges"><path fill="#fff" d={`M0 0h${size}v${size}H0z`} /><path fill="#000" d={path} /></svg>
      <Button size="compact-sm" variant="subtle" leftSection={<IconDownload size={14} />} onClick={() => save('jejak-survey-qr.svg', new Blob([file], { type: 'image/svg+xml' }))}>{t('surveys.deliver.qrSave')}</Button>
    </div>
  )
}
