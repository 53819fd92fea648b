import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { speakers } from '../../api/calls'
import { useCan } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { SideSheet } from '../../ui/dialogs'
import { IconUsers } from '../../ui/icons'
import { PeopleRows } from '../../ui/PeopleDrawer'
import { Empty, Failed, Lines } from '../../ui/states'
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
  const { ws } = usePlace()
  const { query } = useChoice()
  const { data, error, refetch } = useQuery(speakers(ws, query))
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Lines n={10} height={34} />
  if (data.people.length === 0) return <Empty icon={IconUsers} title={t('people.nobody')} text={t('people.nobodyText')} />
  return (
    <>
      <p className="quiet" aria-live="polite">{t(data.more ? 'voice.firstPeople' : 'voice.allPeople', { count: data.people.length })}</p>
      <PeopleRows people={data.people} />
    </>
  )
}
