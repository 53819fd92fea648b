import { Button, Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Kind } from '../../api/types'
import { useCan } from '../../app/hooks'
import { IconChevronDown } from '../../ui/icons'
import css from './ask.module.css'
import { GROUPS, SIGNS } from './kinds'
import view from './view.module.css'

/** The groups with the kinds that the reader may ask: people are named only to those who may look at them. */
export function useGroups() {
  const may = useCan('people.read')
  return GROUPS.map((g) => ({ ...g, kinds: g.kinds.filter((k) => k !== 'people' || may) }))
}

/** Chooses the kind of question, in groups; a phone lists them under each other. */
export function KindPicker({ value, onChange }: { value: Kind; onChange: (k: Kind) => void }) {
  const { t } = useTranslation()
  const groups = useGroups()
  const Sign = SIGNS[value]
  return (
    <Menu position="bottom-start" shadow="md" loop>
      <Menu.Target>
        <Button variant="default" leftSection={<Sign size={17} />} rightSection={<IconChevronDown size={14} />} aria-label={`${t('ask.kind')}: ${t(`kind.${value}`)}`}>{t(`kind.${value}`)}</Button>
      </Menu.Target>
      <Menu.Dropdown mah="min(70vh, 560px)" maw="calc(100vw - 24px)" style={{ overflowY: 'auto' }}>
        <div className={view.chooser} role="presentation">
          {groups.map((g) => (
            <div key={g.id} role="group" aria-label={t(`kindGroup.${g.id}`)}>
              <Menu.Label>{t(`kindGroup.${g.id}`)}</Menu.Label>
              {g.kinds.map((k) => {
                const Icon = SIGNS[k]
                return <Menu.Item key={k} leftSection={<Icon size={17} />} aria-current={k === value || undefined} data-chosen={k === value || undefined} onClick={() => onChange(k)}>{t(`kind.${k}`)}</Menu.Item>
              })}
            </div>
          ))}
        </div>
      </Menu.Dropdown>
    </Menu>
  )
}

/** The first look: every kind with what it asks. */
export function Begin({ onChoose }: { onChoose: (k: Kind) => void }) {
  const { t } = useTranslation()
  return (
    <div className={view.begin}>
      {useGroups().map((g) => (
        <section key={g.id} aria-label={t(`kindGroup.${g.id}`)}>
          <h2>{t(`kindGroup.${g.id}`)}</h2>
          <div className={css.begin}>
            {g.kinds.map((k) => {
              const Sign = SIGNS[k]
              return (
                <button key={k} type="button" className={`plain panel ${css.beginCard}`} onClick={() => onChoose(k)}>
                  <Sign size={26} stroke={1.5} aria-hidden />
                  <b>{t(`kind.${k}`)}</b>
                  <span>{t(`kindText.${k}`)}</span>
                </button>
              )
            })}
          </div>
        </section>
      ))}
    </div>
  )
}
