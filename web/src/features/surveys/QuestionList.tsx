import { closestCenter, DndContext, KeyboardSensor, MeasuringStrategy, PointerSensor, useSensor, useSensors, type Announcements, type DragEndEvent } from '@dnd-kit/core'
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { ActionIcon, Button, Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SurveyQuestion } from '../../api/types'
import { Badge } from '../../ui/bits'
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronRight, IconGripVertical, IconPlus, IconTrash } from '../../ui/icons'
import { undoable } from '../../ui/undo'
import { moved } from '../model/rule'
import { inLanguage, KINDS, newQuestion, tidyLogic, type Kind } from './content'
import { QuestionEdit } from './QuestionEdit'
import css from './surveys.module.css'

interface Props { questions: SurveyQuestion[]; first: string; open?: string; onOpen: (id: string | undefined) => void; onChange: (change: (before: SurveyQuestion[]) => SurveyQuestion[]) => void }

/** The questions in their order; moved by pointer or by keyboard, and edited where they stand. While one moves, all are shut: their heights are alike. */
export function QuestionList({ questions, first, open, onOpen, onChange }: Props) {
  const { t } = useTranslation()
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }))
  const at = (id: string | number | undefined) => questions.findIndex((q) => q.id === id)
  const name = (id: string | number) => inLanguage(questions[at(id)]?.title, first, first) || t('surveys.untitled', { n: at(id) + 1 })
  const to = (from: number, i: number) => onChange((all) => tidyLogic(moved(all, from, Math.max(0, Math.min(all.length - 1, i)))))
  const dropped = ({ active, over }: DragEndEvent) => { if (over && over.id !== active.id) to(at(active.id), at(over.id)) }
  const say = (id: string | number, where: string | number | undefined) => t('dashboards.at', { name: name(id), place: at(where) + 1, total: questions.length })
  const announcements: Announcements = {
    onDragStart: ({ active }) => t('dashboards.taken', { name: name(active.id) }),
    onDragOver: ({ active, over }) => (over && over.id !== active.id ? say(active.id, over.id) : `${t('dashboards.taken', { name: name(active.id) })} ${say(active.id, active.id)}`),
    onDragEnd: ({ active, over }) => say(active.id, over?.id ?? active.id),
    onDragCancel: ({ active }) => say(active.id, active.id),
  }
  const add = (kind: Kind) => {
    const words = { ...kindWords(kind, t), option: (n: number) => t('surveys.option', { n }) }
    const made = newQuestion(kind, questions, first, words)
    onChange((all) => [...all, made])
    onOpen(made.id)
  }
  const remove = (q: SurveyQuestion) => {
    const before = questions
    onChange((all) => tidyLogic(all.filter((x) => x.id !== q.id)))
    if (open === q.id) onOpen(undefined)
    undoable({ message: t('surveys.questionGone', { name: name(q.id) }), word: t('ui.undo'), close: t('ui.close'), undo: () => onChange(() => before) })
  }
  return (
    <>
      <DndContext sensors={sensors} collisionDetection={closestCenter} measuring={{ droppable: { strategy: MeasuringStrategy.Always } }} onDragStart={() => onOpen(undefined)} onDragEnd={dropped} accessibility={{ announcements, screenReaderInstructions: { draggable: t('dashboards.how') } }}>
        <SortableContext items={questions.map((q) => q.id)} strategy={verticalListSortingStrategy}>
          <ol className={css.questions}>
            {questions.map((q, i) => (
              <Item key={q.id} q={q} n={i + 1} count={questions.length} name={name(q.id)} open={open === q.id} onOpen={() => onOpen(open === q.id ? undefined : q.id)} onMove={(by) => to(i, i + by)} onRemove={() => remove(q)}>
                <QuestionEdit q={q} questions={questions} onChange={(patch) => onChange((all) => all.map((x) => (x.id === q.id ? { ...x, ...patch } : x)))} name={name} />
              </Item>
            ))}
          </ol>
        </SortableContext>
      </DndContext>
      <Menu position="bottom-start">
        <Menu.Target><Button variant={questions.length ? 'default' : 'filled'} leftSection={<IconPlus size={16} />} style={{ justifySelf: 'start' }} disabled={questions.length >= 60}>{t('surveys.addQuestion')}</Button></Menu.Target>
        <Menu.Dropdown>{KINDS.map((k) => <Menu.Item key={k} onClick={() => add(k)}><b>{t(`surveys.kind.${k}`)}</b><br /><span className="quiet">{t(`surveys.kindText.${k}`)}</span></Menu.Item>)}</Menu.Dropdown>
      </Menu>
    </>
  )
}

/** What the ends of a scale are called where nobody has said so. */
function kindWords(kind: Kind, t: (key: string) => string): { title?: string; low?: string; high?: string } {
  if (kind === 'nps' || kind === 'csat' || kind === 'ces') return { low: t(`surveys.ends.${kind}.low`), high: t(`surveys.ends.${kind}.high`), title: kind === 'nps' ? t('surveys.texts.nps') : undefined }
  return {}
}

interface ItemProps { q: SurveyQuestion; n: number; count: number; name: string; open: boolean; onOpen: () => void; onMove: (by: number) => void; onRemove: () => void; children: React.ReactNode }

function Item({ q, n, count, name, open, onOpen, onMove, onRemove, children }: ItemProps) {
  const { t } = useTranslation()
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: q.id })
  return (
    <li ref={setNodeRef} className={css.question} data-open={open || undefined} data-dragging={isDragging || undefined} data-question={q.id} style={{ transform: CSS.Translate.toString(transform), transition }}>
      <div className={css.questionHead}>
        <button type="button" ref={setActivatorNodeRef} className={`plain ${css.grip}`} {...attributes} {...listeners} aria-label={t('dashboards.grip', { name })}><IconGripVertical size={18} aria-hidden /></button>
        <button type="button" className={`plain ${css.opener}`} aria-expanded={open} onClick={onOpen}>
          {open ? <IconChevronDown size={15} aria-hidden /> : <IconChevronRight size={15} aria-hidden />}
          <span className={css.number}>{n}</span>
          <b>{name}</b>
        </button>
        <span className={css.kinds}>
          {q.show?.length || q.next?.length ? <Badge>{t('surveys.hasLogic')}</Badge> : null}
          <Badge>{t(`surveys.kind.${q.kind}`)}</Badge>
        </span>
        <span className={css.questionTools}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('touch.up', { name })} disabled={n === 1} onClick={() => onMove(-1)}><IconArrowUp size={16} /></ActionIcon>
          <ActionIcon variant="subtle" color="gray" aria-label={t('touch.down', { name })} disabled={n === count} onClick={() => onMove(1)}><IconArrowDown size={16} /></ActionIcon>
          <ActionIcon variant="subtle" color="gray" aria-label={`${t('ui.remove')}: ${name}`} onClick={onRemove}><IconTrash size={16} /></ActionIcon>
        </span>
      </div>
      {open ? <div className={css.questionBody}>{children}</div> : null}
    </li>
  )
}
