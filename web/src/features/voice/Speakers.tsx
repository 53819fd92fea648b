import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { speakers } from '../../api/calls'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useStageName } from '../../app/useStageName'
import { personName } from '../../app/words'
import { SideSheet } from '../../ui/dialogs'
import { IconUsers } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import ui from '../../ui/ui.module.css'
import { useChoice } from './choice'

/** The people behind the texts that are looked at, those who spoke last first. */
export function Speakers() {
  const { t } = useTranslation()
  const { search, set } = usePlace()
  const may = useCan('people.read')
  return <SideSheet opened={may && search.open === 1} onClose={() => set({ open: undefined })} size={440} title={t('voice.people')}>{may && search.open === 1 ? <List /> : null}</SideSheet>
}

function List() {
  const { t } = useTranslation()
  const f = useFormat()
  const stage = useStageName()
  const { ws } = usePlace()
  const { query } = useChoice()
  const { data, error, refetch } = useQuery(speakers(ws, query))
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Lines n={10} height={34} />
  if (data.people.length === 0) return <Empty icon={IconUsers} title={t('people.nobody')} text={t('people.nobodyText')} />
  return (
    <>
      <p className="quiet" aria-live="polite">{t(data.more ? 'voice.firstPeople' : 'voice.allPeople', { count: data.people.length })}</p>
      <ul style={{ listStyle: 'none', margin: '0 -12px', padding: 0 }}>
        {data.people.map((p) => (
          <li key={p.person}>
            <Link to="/w/$ws/people/$person" params={{ ws: String(ws), person: p.person }} className={ui.person}>
              <b>{personName(p)}</b>
              <span className="num">{t('people.eventCount', { count: p.events, n: f.num(p.events) })}</span>
              <span>{p.stage ? stage(p.stage) : ''}</span>
              <span>{p.lastSeen ? f.ago(p.lastSeen) : ''}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
