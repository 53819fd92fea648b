import { Modal, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { people } from '../api/calls'
import { IconSearch, IconUser } from '../ui/icons'
import { useCan, useScreens } from './hooks'
import { usePlace } from './place'
import { SCREENS } from './Shell'
import { personName } from './words'
import css from './finder.module.css'

/** Finds screens and people from anywhere; a combobox that keeps the focus in the field. */
export default function Finder({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const navigate = useNavigate()
  const id = useId()
  const screens = useScreens(SCREENS)
  const may = useCan('people.read')
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [wanted] = useDebouncedValue(text.trim(), 160)
  const found = useQuery({ ...people(ws, { search: wanted, limit: 8 }), enabled: wanted.length > 1 && may })
  const low = text.trim().toLowerCase()
  const items = [
    ...screens.filter((s) => t(`nav.${s.id}`).toLowerCase().includes(low)).map((s) => ({
      key: s.id, icon: s.icon, label: t(`nav.${s.id}`), hint: t('finder.screen'), open: () => navigate({ to: s.to, params: { ws: String(ws) } }),
    })),
    ...(wanted.length > 1 ? (found.data?.people ?? []) : []).map((p) => ({
      key: p.person, icon: IconUser, label: personName(p), hint: t('finder.person'), open: () => navigate({ to: '/w/$ws/people/$person', params: { ws: String(ws), person: p.person } }),
    })),
  ]
  const active = Math.min(at, items.length - 1)
  const open = (i: number) => {
    const item = items[i]
    if (!item) return
    onClose()
    void item.open()
  }
  return (
    <Modal.Root opened onClose={onClose} padding={0} yOffset="12vh" size={560}>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content>
      <Modal.Title className="hidden">{t('shell.find')}</Modal.Title>
      <TextInput
        data-autofocus
        variant="unstyled"
        size="md"
        leftSection={<IconSearch size={18} />}
        placeholder={t('finder.placeholder')}
        aria-label={t('finder.placeholder')}
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={items[active] ? `${id}-${active}` : undefined}
        value={text}
        onChange={(e) => { setText(e.currentTarget.value); setAt(0) }}
        onKeyDown={(e) => {
          if (e.key === 'ArrowDown') { setAt((active + 1) % Math.max(items.length, 1)); e.preventDefault() }
          if (e.key === 'ArrowUp') { setAt((active - 1 + items.length) % Math.max(items.length, 1)); e.preventDefault() }
          if (e.key === 'Enter') open(active)
        }}
      />
      <div className={css.list} role="listbox" id={id} aria-label={t('shell.find')}>
        {items.map((item, i) => (
          // The field keeps the focus and takes the keys; options are for the pointer.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div key={item.key} id={`${id}-${i}`} role="option" tabIndex={-1} aria-selected={i === active} className={css.item} onMouseMove={() => setAt(i)} onClick={() => open(i)}>
            <item.icon size={17} stroke={1.7} aria-hidden />
            <span>{item.label}</span>
            <small>{item.hint}</small>
          </div>
        ))}
      </div>
      {items.length === 0 ? <p className={css.none}>{found.isFetching ? t('finder.looking') : t('finder.none')}</p> : null}
      </Modal.Content>
    </Modal.Root>
  )
}
