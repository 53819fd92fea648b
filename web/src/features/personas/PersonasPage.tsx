import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { personas, segmentSize } from '../../api/calls'
import type { Persona } from '../../api/types'
import { useCan } from '../../app/hooks'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { useHidden } from '../../app/useLater'
import { Num } from '../../ui/bits'
import { IconId, IconPlus, IconUsersGroup } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { say, useSpeech } from '../segments/say'
import { Face } from './Face'
import { PersonaEdit } from './PersonaEdit'
import css from './personas.module.css'
import { Suggest } from './Suggest'

/** All personas, and suggestions of new ones. */
export default function PersonasPage() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const may = useCan('segments.edit')
  const hidden = useHidden('personas')
  const { data, error, refetch } = useQuery(personas(ws))
  const list = data?.filter((p) => !hidden.includes(p.id))
  if (search.edit === 'new' && may) return <PersonaEdit begin={search.segment} onClose={() => set({ edit: undefined, segment: undefined })} />
  if (search.view === 'suggest' && may) return <Suggest onClose={() => set({ view: undefined, open: undefined })} />
  const add = <Button leftSection={<IconPlus size={16} />} onClick={() => set({ edit: 'new' })}>{t('personas.new')}</Button>
  const suggest = <Button variant="default" leftSection={<IconUsersGroup size={16} />} onClick={() => set({ view: 'suggest', range: search.range ?? '90d' })}>{t('personas.suggest')}</Button>
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <h1>{t('nav.personas')}</h1>
        {may && list?.length ? <>{suggest}{add}</> : null}
      </div>
      {list?.length ? <ul className={css.list}>{list.map((p) => <Card key={p.id} one={p} />)}</ul> : (
        <section className="panel" aria-label={t('nav.personas')}>
          {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
          {!data && !error ? <Lines n={6} height={40} /> : null}
          {list ? <Empty icon={IconId} title={t('personas.empty')} text={t('personas.emptyText')} action={may ? <div className={css.tools}>{suggest}{add}</div> : null} /> : null}
        </section>
      )}
    </div>
  )
}

function Card({ one }: { one: Persona }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const speech = useSpeech()
  const size = useQuery(segmentSize(ws, one.rule))
  return (
    <li className={`panel ${css.one}`}>
      <Face name={one.name} story={one.story} />
      <div>
        <h2><Link to="/w/$ws/personas/$persona" params={{ ws: String(ws), persona: one.id }}>{one.name}</Link></h2>
        <p className="quiet">{size.error ? <span className={css.warn}>{t('personas.gone')}</span> : size.data ? <><Num n={size.data.people} /> {t('journey.people', { count: size.data.people })}</> : t('segments.looking')}</p>
        <p className={`${css.clip} ${one.story.quote ? css.quote : 'quiet'}`}>{one.story.quote ? t('personas.quoted', { text: one.story.quote }) : one.story.text || say(one.rule, speech)}</p>
      </div>
    </li>
  )
}
