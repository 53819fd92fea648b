import { Button } from '@mantine/core'
import type { QueryClient } from '@tanstack/react-query'
import { useQuery } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Navigate, Outlet, useRouter, useRouterState, type ErrorComponentProps, type RouterHistory } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { session } from '../api/calls'
import type { Session } from '../api/types'
import { ApiError, keepSession, offline, reachable, unfetched } from '../api/client'
import { Failed, Lines } from '../ui/states'
import { IconRoute } from '../ui/icons'
import { Empty } from '../ui/states'
import { askAhead } from '../features/voice/ahead'
import { Reading } from './hooks'
import { hasChosenLanguage, switchLanguage, withMessages } from './i18n'
import { Here, readSearch, useAddress } from './place'
import { Shell } from './Shell'

const ChoosePassword = lazy(() => import('../features/auth/ChoosePassword'))

interface Context { client: QueryClient }

/** Nobody passes who is not signed in; a fresh server asks for its owner first. */
function Gate() {
  const path = useRouterState({ select: (s) => s.location.pathname })
  // Whoever was given a link to a map needs no account.
  const open = path.startsWith('/shared/')
  const { data, error, refetch } = useQuery({ ...session(), enabled: !open })
  // In the demo nobody has an account of their own: the browser's language holds.
  const locale = data?.demo ? undefined : data?.user?.locale
  useEffect(() => {
    if (locale && !hasChosenLanguage()) void switchLanguage(locale)
  }, [locale])
  if (open) return <Known><Outlet /></Known>
  if (error) return <Failed page error={error} retry={() => void refetch()} />
  if (!data) return <Lines n={8} />
  // Children ask at once, before effects run.
  keepSession(data)
  if (data.setup && path !== '/setup') return <Navigate to="/setup" />
  if (!data.setup && !data.user && !data.demo && path !== '/signin') return <Navigate to="/signin" search={{ view: path } as never} />
  return <Known session={data}>{data.user?.mustSetPassword ? <Suspense fallback={<Lines n={8} />}><ChoosePassword /></Suspense> : <Outlet />}</Known>
}

/** Tells what is within who reads, and where. */
function Known({ session, children }: { session?: Session; children: ReactNode }) {
  const place = useAddress()
  const reader = useMemo(() => ({ session, workspace: session?.workspaces?.find((w) => w.id === place.ws) }), [session, place.ws])
  return <Here.Provider value={place}><Reading.Provider value={reader}>{children}</Reading.Provider></Here.Provider>
}

function Home() {
  const { data } = useQuery(session())
  const first = data?.workspaces?.[0]
  const { t } = useTranslation()
  if (!data) return <Lines n={8} />
  if (!first) return <Empty icon={IconRoute} title={t('shell.noWorkspace')} text={t('shell.noWorkspaceText')} />
  return <Navigate to="/w/$ws/journey" params={{ ws: String(first.id) }} replace />
}

/**
 * A screen, fetched when it is first opened. Where a newer server no longer has it, the router loads the whole page anew; it knows such an error by its
 * words, and not where styles are gone first. Without a server there is no page to load either.
 */
function screen(load: () => Promise<{ default: () => ReactNode }>) {
  return lazyRouteComponent(() => load().catch(async (error: unknown) => {
    if (!unfetched(error)) throw error
    throw (await reachable()) ? new TypeError(`Failed to fetch dynamically imported module: ${error.message}`) : offline()
  }))
}

/** What is shown instead of a screen that failed. */
function Broken({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  if (unfetched(error)) return <Unfetched error={error} />
  return <Failed page error={error} retry={() => (error instanceof ApiError ? void router.invalidate() : reset())} />
}

/** What is shown instead of a part that could not be fetched: whether the server is out of reach, or has the part no longer. It comes with the whole page. */
function Unfetched({ error }: { error: Error }) {
  const [there, setThere] = useState<boolean>()
  useEffect(() => void reachable().then(setThere), [])
  if (there === undefined) return <Lines n={8} />
  return <Failed page error={there ? error : offline()} retry={() => void reachable().then((back) => (back ? location.reload() : setThere(false)))} />
}

const root = createRootRouteWithContext<Context>()({ component: Gate, notFoundComponent: NotFound, validateSearch: readSearch })

function NotFound() {
  const { t } = useTranslation()
  return (
    <main>
      <Empty page icon={IconRoute} title={t('fault.notFound.title')} text={t('fault.notFound.text')} action={<Button component="a" href="/" variant="light">{t('nav.journey')}</Button>} />
    </main>
  )
}

const home = createRoute({ getParentRoute: () => root, path: '/', component: Home })
const signin = createRoute({ getParentRoute: () => root, path: '/signin', component: screen(() => import('../features/auth/SignIn')) })
const setup = createRoute({ getParentRoute: () => root, path: '/setup', component: screen(() => import('../features/auth/Setup')) })
const shared = createRoute({ getParentRoute: () => root, path: '/shared/$token', component: screen(() => import('../features/maps/talk/SharedPage')) })
const ws = createRoute({ getParentRoute: () => root, path: '/w/$ws', component: Shell })
const wsHome = createRoute({ getParentRoute: () => ws, path: '/', component: Home })
const journey = createRoute({ getParentRoute: () => ws, path: 'journey', component: screen(() => import('../features/journey/JourneyPage')) })
const maps = createRoute({ getParentRoute: () => ws, path: 'maps', component: screen(() => import('../features/maps/MapsPage')) })
const map = createRoute({ getParentRoute: () => ws, path: 'maps/$map', component: screen(() => import('../features/maps/MapPage')) })
const people = createRoute({ getParentRoute: () => ws, path: 'people', component: screen(() => import('../features/people/PeoplePage')) })
const reviews = createRoute({ getParentRoute: () => ws, path: 'people/reviews', component: screen(() => import('../features/people/ReviewsPage')) })
const person = createRoute({ getParentRoute: () => ws, path: 'people/$person', component: screen(() => import('../features/people/PersonPage')) })
const ask = createRoute({ getParentRoute: () => ws, path: 'ask', component: screen(() => withMessages('ask', import('../features/ask/AskPage'))) })
const segments = createRoute({ getParentRoute: () => ws, path: 'segments', component: screen(() => import('../features/segments/SegmentsPage')) })
const segment = createRoute({ getParentRoute: () => ws, path: 'segments/$segment', component: screen(() => import('../features/segments/SegmentPage')) })
const personas = createRoute({ getParentRoute: () => ws, path: 'personas', component: screen(() => import('../features/personas/PersonasPage')) })
const persona = createRoute({ getParentRoute: () => ws, path: 'personas/$persona', component: screen(() => import('../features/personas/PersonaPage')) })
const help = createRoute({ getParentRoute: () => ws, path: 'help', component: screen(() => import('../features/help/HelpPage')) })
const pains = createRoute({ getParentRoute: () => ws, path: 'pains', component: screen(() => import('../features/pains/PainsPage')) })
const pain = createRoute({ getParentRoute: () => ws, path: 'pains/$pain', component: screen(() => import('../features/pains/PainPage')) })
const surveys = createRoute({ getParentRoute: () => ws, path: 'surveys', component: screen(() => import('../features/surveys/SurveysPage')) })
const survey = createRoute({ getParentRoute: () => ws, path: 'surveys/$survey', component: screen(() => import('../features/surveys/SurveyPage')) })
const told = createRoute({ getParentRoute: () => ws, path: 'reviews', component: screen(() => withMessages('reviews', import('../features/reviews/ReviewsPage'))) })
const voice = createRoute({ getParentRoute: () => ws, path: 'voice', component: screen(() => import('../features/voice/VoicePage')), loader: ({ context, params, location }) => askAhead(context.client, Number(params.ws), location.search) })
const dashboards = createRoute({ getParentRoute: () => ws, path: 'dashboards', component: screen(() => import('../features/dashboards/DashboardsPage')) })
const dashboard = createRoute({ getParentRoute: () => ws, path: 'dashboards/$dashboard', component: screen(() => import('../features/dashboards/DashboardPage')) })
const sources = createRoute({ getParentRoute: () => ws, path: 'sources', component: screen(() => import('../features/sources/SourcesPage')) })
const source = createRoute({ getParentRoute: () => ws, path: 'sources/$source', component: screen(() => import('../features/sources/SourcePage')) })
const ledger = createRoute({ getParentRoute: () => ws, path: 'ledger', component: screen(() => import('../features/ledger/LedgerPage')) })
const settings = createRoute({ getParentRoute: () => ws, path: 'settings', component: screen(() => import('../features/settings/SettingsPage')) })

const tree = root.addChildren([home, signin, setup, shared, ws.addChildren([wsHome, journey, maps, map, people, reviews, person, ask, segments, segment, personas, persona, pains, pain, help, surveys, survey, told, voice, dashboards, dashboard, sources, source, ledger, settings])])

export function makeRouter(client: QueryClient, history?: RouterHistory) {
  return createRouter({ routeTree: tree, context: { client }, history, defaultPreload: 'intent', scrollRestoration: true, defaultPendingComponent: () => <Lines n={10} />, defaultPendingMs: 200, defaultErrorComponent: Broken })
}

declare module '@tanstack/react-router' {
  interface Register { router: ReturnType<typeof makeRouter> }
}
