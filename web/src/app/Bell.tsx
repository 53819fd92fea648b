import { ActionIcon, Indicator, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { notices } from '../api/calls'
import { IconBell } from '../ui/icons'
import { useFormat } from './hooks'
import { withMessages } from './i18n'
import { usePlace } from './place'

const Notices = lazy(() => withMessages('audit', import('./Notices')))

const OFTEN = 20_000

/** Says how much concerns you that you have not seen, and opens it. */
export function Bell() {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const [open, setOpen] = useState(false)
  const { data } = useQuery({ ...notices(ws), refetchInterval: OFTEN, refetchOnWindowFocus: true })
  const fresh = data?.new ?? 0
  const label = fresh ? t('notices.count', { count: fresh, n: f.num(fresh) }) : t('notices.title')
  return (
    <>
      <Tooltip label={label}>
        <Indicator disabled={!fresh} label={fresh > 99 ? '99' : fresh} size={15} offset={5}>
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={label} aria-haspopup="dialog" onClick={() => setOpen(true)}><IconBell size={19} stroke={1.7} /></ActionIcon>
        </Indicator>
      </Tooltip>
      <Suspense fallback={null}>{open ? <Notices onClose={() => setOpen(false)} /> : null}</Suspense>
    </>
  )
}
