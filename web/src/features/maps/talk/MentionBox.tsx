import { Button, Combobox, Textarea, useCombobox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { members } from '../../../api/calls'
import { usePlace } from '../../../app/place'
import css from './talk.module.css'

const MOST = 6

/** The word after an @ that is being written where the caret stands. */
export function asked(text: string, caret: number): string | undefined {
  return /(?:^|[\s(（，、])@([^\s@]{0,40}(?: [^\s@]{0,40})?)$/u.exec(text.slice(0, caret))?.[1]
}

/** Ids of the members whom a text names. A longer name is taken before one that it begins with. */
export function named(text: string, all: readonly { id: string; name: string }[]): number[] {
  let left = text
  const ids: number[] = []
  for (const m of [...all].sort((a, b) => b.name.length - a.name.length)) {
    if (!m.name || !left.includes('@' + m.name)) continue
    left = left.replaceAll('@' + m.name, '')
    ids.push(Number(m.id))
  }
  return ids
}

/** A text in which @ names members. */
export function MentionBox({ label, word, value, onChange, onSend, busy, onCancel, focus }: { label: string; word: string; value: string; onChange: (text: string) => void; onSend: (mentions: number[]) => void; busy: boolean; onCancel?: () => void; focus?: boolean }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const people = useQuery(members(ws)).data ?? []
  const box = useRef<HTMLTextAreaElement>(null)
  const [ask, setAsk] = useState<string>()
  const list = useCombobox()
  useEffect(() => { if (focus) box.current?.focus() }, [focus])
  const found = ask === undefined ? [] : people.filter((m) => m.name.toLocaleLowerCase().includes(ask.toLocaleLowerCase())).slice(0, MOST)
  const look = (el: HTMLTextAreaElement) => {
    const q = asked(el.value, el.selectionStart)
    setAsk(q)
    if (q === undefined) list.closeDropdown()
    else { list.openDropdown(); list.selectFirstOption() }
  }
  const take = (name: string) => {
    const el = box.current!
    const before = value.slice(0, el.selectionStart - (ask?.length ?? 0))
    const next = `${before}${name} ${value.slice(el.selectionStart)}`
    onChange(next)
    setAsk(undefined)
    list.closeDropdown()
    requestAnimationFrame(() => {
      el.focus()
      el.setSelectionRange(before.length + name.length + 1, before.length + name.length + 1)
    })
  }
  const send = () => { if (value.trim() && !busy) onSend(named(value, people)) }
  const open = list.dropdownOpened && found.length > 0
  return (
    <form className={css.box} onSubmit={(e) => { e.preventDefault(); send() }}>
      <Combobox store={list} onOptionSubmit={take} withinPortal={false} position="bottom-start">
        <Combobox.Target withKeyboardNavigation={open} withAriaAttributes={open}>
          <Textarea
            ref={box} label={label} autosize minRows={2} maxRows={10} maxLength={10_000} value={value} data-autofocus={focus || undefined}
            onChange={(e) => { onChange(e.currentTarget.value); look(e.currentTarget) }}
            onClick={(e) => look(e.currentTarget)}
            onBlur={() => list.closeDropdown()}
            onKeyDown={(e) => {
              if (e.key === 'Escape' && open) { e.stopPropagation(); list.closeDropdown(); setAsk(undefined) }
              else if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); send() }
            }}
          />
        </Combobox.Target>
        <Combobox.Dropdown hidden={!open}>
          <Combobox.Options aria-label={t('maps.talk.members')}>
            {found.map((m) => <Combobox.Option key={m.id} value={m.name}>{m.name} <span className="quiet">{m.email}</span></Combobox.Option>)}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      <div className={css.boxFoot}>
        {onCancel ? <Button size="compact-sm" variant="default" onClick={onCancel}>{t('ui.cancel')}</Button> : <span className="quiet">{t('maps.talk.hint')}</span>}
        <Button type="submit" size="compact-sm" loading={busy} disabled={!value.trim()}>{word}</Button>
      </div>
    </form>
  )
}
