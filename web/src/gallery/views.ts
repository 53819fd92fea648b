import type { Session } from '../api/types'
import { EXAMPLES } from '../features/ask/examples'
import { PERSON, session } from './data'

const enc = (v: unknown) => encodeURIComponent(JSON.stringify(v))

const VIEWER = { workspaces: [{ ...session.workspaces[0]!, role: 'viewer' as const, permissions: ['workspace.read', 'members.read', 'sources.read', 'ledger.read', 'ask', 'model.read'] }] }

/** Every view of the app, as an address and what the session is like there. */
export const VIEWS: { id: string; path: string; session?: Partial<Session> }[] = [
  { id: 'signin', path: '/signin', session: { user: undefined, workspaces: [] } },
  { id: 'setup', path: '/setup', session: { setup: true, user: undefined, workspaces: [] } },
  { id: 'journey', path: '/w/1/journey', session: { demo: true } },
  { id: 'journey-compare', path: '/w/1/journey?compare=prev&range=90d' },
  { id: 'journey-people', path: `/w/1/journey?cell=${enc({ outcome: 'stalled', from: 'engagement' })}` },
  { id: 'journey-viewer', path: '/w/1/journey', session: VIEWER },
  { id: 'maps', path: '/w/1/maps' },
  { id: 'map', path: '/w/1/maps/m1' },
  { id: 'map-viewer', path: '/w/1/maps/m1', session: VIEWER },
  { id: 'map-history', path: '/w/1/maps/m1?view=history' },
  { id: 'people', path: '/w/1/people' },
  { id: 'person', path: `/w/1/people/${PERSON}` },
  { id: 'person-why', path: `/w/1/people/${PERSON}?view=why` },
  { id: 'reviews', path: '/w/1/people/reviews' },
  ...EXAMPLES.map((e) => ({ id: `ask-${e.id}`, path: `/w/1/ask?q=${enc(e.question)}` })),
  { id: 'ask-funnel-by', path: `/w/1/ask?q=${enc({ ...EXAMPLES[0]!.question, breakdown: { by: 'channel' } })}` },
  { id: 'ask-attribution-compare', path: `/w/1/ask?compare=prev&q=${enc({ kind: 'attribution', attribution: { conversion: { event: 'Order Completed' } } })}` },
  { id: 'ask-drivers-few', path: `/w/1/ask?q=${enc({ kind: 'drivers', drivers: { outcome: { event: 'Order Completed' }, anchor: { event: 'Survey Answered' }, window: '1d' } })}` },
  { id: 'ask', path: '/w/1/ask' },
  { id: 'ask-saved', path: '/w/1/ask?saved=q1' },
  { id: 'segments', path: '/w/1/segments' },
  { id: 'segment', path: '/w/1/segments/s1' },
  { id: 'segment-viewer', path: '/w/1/segments/s1', session: VIEWER },
  { id: 'segment-edit', path: '/w/1/segments/s3?edit=rule' },
  { id: 'dashboards', path: '/w/1/dashboards' },
  { id: 'dashboard', path: '/w/1/dashboards/d1' },
  { id: 'dashboard-viewer', path: '/w/1/dashboards/d1', session: VIEWER },
  { id: 'dashboard-edit', path: '/w/1/dashboards/d1?edit=cards' },
  { id: 'sources', path: '/w/1/sources' },
  { id: 'source', path: '/w/1/sources/1' },
  { id: 'source-live', path: '/w/1/sources/1?view=live' },
  { id: 'ledger', path: '/w/1/ledger' },
  { id: 'quarantine', path: '/w/1/ledger?view=quarantine' },
  { id: 'quarantine-open', path: '/w/1/ledger?view=quarantine&open=31' },
  { id: 'settings', path: '/w/1/settings' },
  { id: 'settings-members', path: '/w/1/settings?view=members' },
  { id: 'settings-tokens', path: '/w/1/settings?view=tokens' },
  { id: 'settings-stages', path: '/w/1/settings?view=stages' },
  { id: 'settings-stages-edit', path: '/w/1/settings?view=stages&edit=own' },
  { id: 'settings-touchpoints', path: '/w/1/settings?view=touchpoints' },
  { id: 'settings-touchpoint', path: '/w/1/settings?view=touchpoints&edit=payment' },
  { id: 'settings-gaps', path: '/w/1/settings?view=touchpoints&group=gaps' },
  { id: 'settings-identity', path: '/w/1/settings?view=identity' },
  { id: 'settings-audit', path: '/w/1/settings?view=audit' },
  { id: 'settings-profile', path: '/w/1/settings?view=profile' },
]
