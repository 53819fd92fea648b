import { describe, expect, it } from 'vitest'
import type { SurveyContent, SurveyQuestion } from '../src/api/types'
import { asPublic, asRead, faultsOf, freshId, linksCsv, missingIn, newQuestion, tidy, tidyLogic } from '../src/features/surveys/content'
import { begin, STARTS } from '../src/features/surveys/starts'

const q = (id: string, more: Partial<SurveyQuestion> = {}): SurveyQuestion => ({ id, kind: 'nps', title: { en: id }, ...more })
const content = (questions: SurveyQuestion[], more: Partial<SurveyContent> = {}): SurveyContent => ({ languages: ['en', 'id'], questions, ...more })

describe('logic while questions move', () => {
  const when = [{ question: 'a', op: 'gte' as const, value: 9 }]
  it('keeps what still looks back and leads on', () => {
    const list = [q('a', { next: [{ when, to: 'c' }, { when, to: 'end' }] }), q('b', { show: when }), q('c')]
    expect(tidyLogic(list)).toEqual(list.map((x) => ({ ...x, show: x.show, next: x.next })))
  })
  it('drops a condition on what comes later, a jump back, and both on what is gone', () => {
    const [b, a] = tidyLogic([q('b', { show: when }), q('a', { next: [{ when, to: 'b' }, { when, to: 'end' }] })])
    expect([b!.show, a!.next]).toEqual([undefined, [{ when, to: 'end' }]])
    expect(tidyLogic([q('b', { show: when, next: [{ when, to: 'end' }] })])[0]).toMatchObject({ show: undefined, next: undefined })
  })
  it('drops a condition that the question cannot hold any more', () => {
    const choice = q('a', { kind: 'choice', options: [{ id: 'o1', label: { en: 'One' } }] })
    const show = (value: unknown) => tidyLogic([choice, q('b', { show: [{ question: 'a', op: 'eq', value }] })])[1]!.show?.length
    expect([show('o1'), show('o2'), show('other'), show(1)]).toEqual([1, undefined, undefined, undefined])
  })
})

it('counts the texts that a language lacks', () => {
  const c = content([q('a', { title: { en: 'A', id: 'A' }, help: { en: 'Help' } }), q('b', { kind: 'choice', options: [{ id: 'o1', label: { en: 'One', id: ' ' } }] })], { thanks: { en: 'Thanks' } })
  expect([missingIn(c, 'en'), missingIn(c, 'id')]).toEqual([0, 4])
  expect(faultsOf(content([]))).toEqual([{ key: 'empty' }])
  expect(faultsOf(content([q('a', { title: {} })]))).toEqual([{ key: 'words', question: 'a' }])
})

it('saves no empty words and none of a language that was taken away', () => {
  const c = tidy(content([q('a', { title: { en: 'A', fr: 'A' }, help: { en: ' ' } })], { thanks: { id: '' } }))
  expect([c.questions[0]!.title, c.questions[0]!.help, c.thanks]).toEqual([{ en: 'A' }, undefined, undefined])
})

it('shows a text in the language, or in the one that stands in for it, with the words for a trait that nobody has', () => {
  const c = content([q('a', { title: { en: 'Hello {{trait:name|there}}', id: '' } })], { theme: { accent: '#112233', logo: '' } })
  expect(asPublic(c, 'x', 'id', { accent: '#000000', logo: 'https://a.example/l.png' })).toMatchObject({ questions: [{ title: 'Hello there' }], theme: { accent: '#112233', logo: 'https://a.example/l.png' } })
})

it('names new things so that no two are called alike', () => {
  expect(freshId('q', [{ id: 'q1' }, { id: 'q3' }])).toBe('q2')
  expect(newQuestion('matrix', [q('q1')], 'id', { option: (n) => `Pilihan ${n}` })).toMatchObject({ id: 'q2', rows: [{ id: 'r1', label: { id: 'Pilihan 1' } }, { id: 'r2' }], columns: [{ id: 'c1' }, { id: 'c2' }, { id: 'c3' }] })
})

it('begins with surveys whose every text is there and whose logic holds', () => {
  for (const start of STARTS) {
    const c = begin(start, 'id', ((key: string) => key) as never)
    expect(tidy(c).questions.map((x) => x.show?.length ?? 0)).toEqual(c.questions.map((x) => x.show?.length ?? 0))
    expect(faultsOf(c).filter((f) => f.key === 'words')).toEqual([])
  }
})

it('writes links as a table that a spreadsheet does not take for formulas', () => {
  expect(linksCsv([{ token: 't', ids: [{ type: 'email', value: '=cmd("x")' }] }, { token: 'u', ids: [] }], 'https://j.example')).toBe('id_type,id,link\r\nemail,"\'=cmd(""x"")",https://j.example/s/t\r\n,,https://j.example/s/u\r\n')
})

it('reads a text with places as it reads to nobody in particular', () => {
  expect(asRead('{{trait:firstName|您好}}，您給 {{answer:recommend}} 分的原因？')).toBe('您好，您給 … 分的原因？')
  expect(asRead('{{ trait:name | }}: why {{other}}?')).toBe('…: why {{other}}?')
})
