import { Button, MultiSelect, SegmentedControl, Select, Tabs, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { putSurvey, surveySettings } from '../../api/calls'
import { ApiError } from '../../api/client'
import type { Survey, SurveyContent, SurveyQuestion } from '../../api/types'
import { usePlace } from '../../app/place'
import { Badge } from '../../ui/bits'
import { useFaultWords } from '../../app/faults'
import { FormFault } from '../auth/Frame'
import { Conflict, theirsOf } from '../dashboards/conflict'
import { asPublic, faultsOf, LANGUAGES, missingIn, tidy } from './content'
import { Look } from './Look'
import { Preview } from './Preview'
import { QuestionList } from './QuestionList'
import { Target } from './Target'
import { Side, TextsEdit } from './TextsEdit'
import { useLanguageName } from './words'
import css from './surveys.module.css'

const PARTS = ['questions', 'who', 'look'] as const

/** Puts a survey together, with what people will see beside it. */
export default function Build({ one }: { one: Survey }) {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const client = useQueryClient()
  const [name, setName] = useState(one.name)
  const [content, setContent] = useState<SurveyContent>(one.content)
  const [seen, setSeen] = useState(one.version)
  const [open, setOpen] = useState<string | undefined>(one.content.questions[0]?.id)
  const [side, setSide] = useState<string | undefined>(one.content.languages[1])
  const put = (patch: Partial<SurveyContent>) => setContent((c) => ({ ...c, ...patch }))
  const settings = useQuery(surveySettings(ws)).data
  const save = useMutation({
    mutationFn: (version: number) => putSurvey(ws, one.id, { name: name.trim(), owner: one.owner, content: tidy(content), version }),
    onSuccess: (saved) => {
      client.setQueryData(['surveys', ws, one.id], saved)
      void client.invalidateQueries({ queryKey: ['surveys', ws], exact: true })
      setSeen(saved.version)
      setContent(saved.content)
      notifications.show({ message: t('ui.saved'), color: 'trail' })
    },
  })
  const theirs = theirsOf<Survey>(save.error)
  const take = (s: Survey) => {
    setName(s.name)
    setContent(s.content)
    setSeen(s.version)
    save.reset()
  }
  const changed = useMemo(() => JSON.stringify([name, content]) !== JSON.stringify([one.name, one.content]), [name, content, one])
  const first = content.languages[0] ?? 'en'
  const sides = [first, ...(side && side !== first && content.languages.includes(side) ? [side] : [])]
  const part = PARTS.find((p) => p === search.edit) ?? 'questions'
  const faults = faultsOf(content)
  return (
    <Side.Provider value={sides}>
      <form className={css.builder} onSubmit={(e) => { e.preventDefault(); if (name.trim()) save.mutate(seen) }}>
        <section className={`panel ${css.form}`} aria-label={t('surveys.build')}>
          <TextInput label={t('surveys.name')} description={t('surveys.nameText')} required maxLength={200} value={name} onChange={(e) => setName(e.currentTarget.value)} />
          <Languages content={content} side={sides[1]} onSide={setSide} onChange={put} />
          <Tabs value={part} onChange={(p) => set({ edit: p === 'questions' ? undefined : (p ?? undefined) }, true)} keepMounted={false}>
            <div className="scroll-x"><Tabs.List style={{ flexWrap: 'nowrap' }}>{PARTS.map((p) => <Tabs.Tab key={p} value={p} style={{ whiteSpace: 'nowrap' }}>{t(`surveys.part.${p}`)}</Tabs.Tab>)}</Tabs.List></div>
            <Tabs.Panel value="questions" pt="md">
              <div className={css.form}>
                {content.questions.length === 0 ? <p className="quiet">{t('surveys.noQuestions')}</p> : null}
                <QuestionList questions={content.questions} first={first} open={open} onOpen={setOpen} onChange={(change: (q: SurveyQuestion[]) => SurveyQuestion[]) => setContent((c) => ({ ...c, questions: change(c.questions) }))} />
                <TextsEdit label={t('surveys.thanks')} long value={content.thanks} onChange={(thanks) => put({ thanks })} />
                <p className="quiet">{t('surveys.piping', { answer: '{{answer:q1|…}}', trait: '{{trait:name|…}}' })}</p>
              </div>
            </Tabs.Panel>
            <Tabs.Panel value="who" pt="md"><Target content={content} onChange={put} /></Tabs.Panel>
            <Tabs.Panel value="look" pt="md"><Look value={content.theme ?? {}} below={settings?.theme} onChange={(theme) => put({ theme })} /></Tabs.Panel>
          </Tabs>
          {theirs ? <Conflict theirs={theirs} onTake={() => take(theirs)} onKeep={() => { setSeen(theirs.version); save.mutate(theirs.version) }} /> : <Faults error={save.error} />}
          <div className={css.ends}>
            {faults.some((f) => f.key === 'words') ? <span className={css.warn}>{t('surveys.wordsMissing')}</span> : changed ? <span className="quiet">{t('surveys.unsaved')}</span> : null}
            <Button type="submit" loading={save.isPending} disabled={!changed || !name.trim() || faults.some((f) => f.key === 'words')}>{t('ui.save')}</Button>
          </div>
        </section>
        <Preview of={(l) => asPublic(content, name, l, settings?.theme)} languages={content.languages} at={open} />
      </form>
    </Side.Provider>
  )
}

/** What the server says is wrong, field by field. */
function Faults({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const say = useFaultWords()
  const place = (name: string) => {
    const n = /^content\.questions\[(\d+)\]/.exec(name)?.[1]
    return n === undefined ? '' : `${t('surveys.questionNumber', { n: Number(n) + 1 })}: `
  }
  return (
    <>
      <FormFault error={error} />
      {error instanceof ApiError ? error.fault.fields?.map((f) => <p key={f.name} className={css.warn}>{place(f.name) + say.field(f)}</p>) : null}
    </>
  )
}

function Languages({ content, side, onSide, onChange }: { content: SurveyContent; side: string | undefined; onSide: (l: string | undefined) => void; onChange: (patch: Partial<SurveyContent>) => void }) {
  const { t } = useTranslation()
  const name = useLanguageName()
  const [first, ...others] = content.languages
  const known = [...new Set([...content.languages, ...LANGUAGES])]
  return (
    <div className={css.languages}>
      <Select label={t('surveys.firstLanguage')} allowDeselect={false} value={first} onChange={(l) => l && onChange({ languages: [l, ...content.languages.filter((x) => x !== l)] })} data={content.languages.map((l) => ({ value: l, label: name(l) }))} />
      <MultiSelect label={t('surveys.otherLanguages')} placeholder={others.length ? undefined : t('surveys.addLanguage')} value={others} hidePickedOptions searchable nothingFoundMessage={t('finder.none')} data={known.filter((l) => l !== first).map((l) => ({ value: l, label: name(l) }))} onChange={(v) => { onChange({ languages: [first!, ...v] }); onSide(v.find((l) => !others.includes(l)) ?? (side && v.includes(side) ? side : v[0])) }} />
      {others.length ? (
        <div className={css.missing}>
          <SegmentedControl size="xs" aria-label={t('surveys.beside')} value={side ?? ''} onChange={(l) => onSide(l || undefined)} data={[{ value: '', label: t('surveys.onlyFirst') }, ...others.map((l) => ({ value: l, label: name(l) }))]} />
          {content.languages.map((l) => { const n = missingIn(content, l); return n ? <Badge key={l} tone="warn">{t('surveys.missing', { count: n, language: name(l) })}</Badge> : null })}
        </div>
      ) : null}
    </div>
  )
}
