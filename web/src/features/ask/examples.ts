import type { Kind, Question } from '../../api/types'

/** One question of each kind to begin with; the builder fills in the workspace's own event names. */
export const EXAMPLES: { id: Kind; question: Question }[] = [
  { id: 'funnel', question: { kind: 'funnel', funnel: { window: '14d', steps: [{ filter: { event: 'Product Viewed' } }, { filter: { event: 'Product Added' } }, { filter: { event: 'Checkout Started' } }, { filter: { event: 'Order Completed' } }] } } },
  { id: 'paths', question: { kind: 'paths', paths: { by: 'event', depth: 5, collapse: true, top: 8, container: 'journey' } } },
  { id: 'retention', question: { kind: 'retention', retention: { start: { event: 'Order Completed' }, return: { event: 'Order Completed' }, period: 'week', periods: 8 } } },
  { id: 'trend', question: { kind: 'trend', trend: { measure: 'people', interval: 'day' } } },
  { id: 'stages', question: { kind: 'stages', stages: {} } },
  { id: 'people', question: { kind: 'people', people: {} } },
  { id: 'touchpoints', question: { kind: 'touchpoints', touchpoints: { conversion: { event: 'Order Completed' } } } },
  { id: 'conformance', question: { kind: 'conformance', conformance: { collapseRepeats: true, steps: ['Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed'].map((event, i) => ({ id: `s${i + 1}`, rule: { event } })) } } },
  { id: 'coverage', question: { kind: 'coverage' } },
  { id: 'friction', question: { kind: 'friction', friction: {} } },
  { id: 'drivers', question: { kind: 'drivers', drivers: { outcome: { event: 'Order Completed' }, anchor: { event: 'Survey Answered' }, until: 'anchor', window: '30d', signals: [{ name: 'NPS', kind: 'nps', filter: { event: 'Survey Answered' }, property: 'score' }], touchpoints: ['*'] } } },
  { id: 'audience', question: { kind: 'audience', audience: {} } },
  { id: 'value', question: { kind: 'value', value: {} } },
  { id: 'attribution', question: { kind: 'attribution', attribution: { conversion: { event: 'Order Completed' }, value: 'revenue' } } },
  { id: 'content', question: { kind: 'content', content: { conversion: { event: 'Order Completed' } } } },
]
