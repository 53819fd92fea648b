import type { TFunction } from 'i18next'
import type { SurveyContent, SurveyQuestion } from '../../api/types'

// Surveys to begin with. The words are the reader's, and the team changes them.

export const STARTS = ['blank', 'nps', 'checkout', 'delivered', 'promoter', 'review', 'effort'] as const
export type Start = (typeof STARTS)[number]

/** What a survey begins with. */
export function begin(start: Start, language: string, t: TFunction): SurveyContent {
  const say = (text: string) => ({ [language]: text })
  const ends = (of: 'nps' | 'csat' | 'ces') => ({ low: say(t(`surveys.ends.${of}.low`)), high: say(t(`surveys.ends.${of}.high`)) })
  const text = (id: string, title: string, show?: SurveyQuestion['show']): SurveyQuestion => ({ id, kind: 'text', title: say(title), show })
  const base: SurveyContent = { languages: [language], questions: [], thanks: say(t('surveys.texts.thanks')) }
  switch (start) {
    case 'nps':
      return { ...base, questions: [
        { id: 'q1', kind: 'nps', title: say(t('surveys.texts.nps')), ...ends('nps'), required: true },
        text('q2', t('surveys.texts.whyScore')),
      ], targeting: { again: 90 } }
    case 'checkout':
      return { ...base, questions: [
        { id: 'q1', kind: 'choice', title: say(t('surveys.texts.leftCheckout')), other: true, required: true, options: (['price', 'shipping', 'payment', 'later'] as const).map((id) => ({ id, label: say(t(`surveys.texts.${id}`)) })) },
        { id: 'q2', kind: 'ces', title: say(t('surveys.texts.effort')), ...ends('ces') },
      ], targeting: { via: ['widget'], trigger: { event: { event: 'Checkout Started' }, unless: { event: 'Order Completed' }, wait: '30m', until: '1d' }, again: 30 } }
    case 'delivered':
      return { ...base, questions: [
        { id: 'q1', kind: 'csat', title: say(t('surveys.texts.delivery')), ...ends('csat'), required: true },
        text('q2', t('surveys.texts.better'), [{ question: 'q1', op: 'lte', value: 3 }]),
      ], targeting: { trigger: { event: { event: 'Order Delivered' }, wait: '3d', until: '14d' }, again: 30 } }
    case 'promoter':
      return { ...base, questions: [
        { id: 'q1', kind: 'consent', title: say(t('surveys.texts.recommend')), placeholder: say(t('surveys.texts.recommendYes')) },
        text('q2', t('surveys.texts.recommendWhat'), [{ question: 'q1', op: 'eq', value: true }]),
      ], targeting: { who: { did: { event: { event: 'Survey Answered', where: [{ property: 'survey', op: 'eq', value: 'nps' }, { property: 'score', op: 'gte', value: 9 }] } } } } }
    case 'review':
      return { ...base, questions: [{ id: 'q1', kind: 'review', title: say(t('surveys.texts.review')), required: true }], targeting: { trigger: { event: { event: 'Order Delivered' }, wait: '7d', until: '30d' }, again: 30 } }
    case 'effort':
      return { ...base, questions: [
        { id: 'q1', kind: 'ces', title: say(t('surveys.texts.effort')), ...ends('ces'), required: true },
        text('q2', t('surveys.texts.better'), [{ question: 'q1', op: 'lte', value: 4 }]),
      ], targeting: { again: 30 } }
    default:
      return base
  }
}
