import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { patchUser, signOut } from '../api/calls'
import { IconBandage, IconBook2, IconCheck, IconDots, IconHelpCircle, IconId, IconKeyboard, IconLanguage, IconLayoutDashboard, IconLogout, IconMap2, IconMessage2, IconMessages, IconMoon, IconPlug, IconRoute, IconSearch, IconSettings, IconStar, IconSun, IconUser, IconUsers, IconUsersGroup, IconZoomQuestion } from '../ui/icons'
import { useFormat, useScreens, useSession, useWorkspace } from './hooks'
import { Bell } from './Bell'
import { useFetchAhead } from './fetchAhead'
import { LANGUAGES, switchLanguage, type Language } from './i18n'
import { useLive } from './live'
import { usePlace } from './place'
import css from './shell.module.css'

const Finder = lazy(() => import('./Finder'))
const KeysMap = lazy(() => import('./KeysMap'))

export const MAC = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent)

export const SCREENS = [
  { key: 'j', id: 'journey', to: '/w/$ws/journey', icon: IconRoute },
  { key: 'w', id: 'maps', to: '/w/$ws/maps', icon: IconMap2 },
  { key: 'p', id: 'people', to: '/w/$ws/people', icon: IconUsers },
  { key: 'a', id: 'ask', to: '/w/$ws/ask', icon: IconZoomQuestion },
  { key: 't', id: 'voice', to: '/w/$ws/voice', icon: IconMessages },
  { key: 'd', id: 'dashboards', to: '/w/$ws/dashboards', icon: IconLayoutDashboard },
  { key: 'm', id: 'segments', to: '/w/$ws/segments', icon: IconUsersGroup },
  { key: 'o', id: 'personas', to: '/w/$ws/personas', icon: IconId },
  { key: 'b', id: 'pains', to: '/w/$ws/pains', icon: IconBandage },
  { key: 'h', id: 'help', to: '/w/$ws/help', icon: IconHelpCircle },
  { key: 'v', id: 'surveys', to: '/w/$ws/surveys', icon: IconMessage2 },
  { key: 'r', id: 'reviews', to: '/w/$ws/reviews', icon: IconStar },
  { key: 's', id: 'sources', to: '/w/$ws/sources', icon: IconPlug },
  { key: 'l', id: 'ledger', to: '/w/$ws/ledger', icon: IconBook2 },
  { key: 'e', id: 'settings', to: '/w/$ws/settings', icon: IconSettings },
] as const

/** So many screens have a place of their own at the foot of a phone. */
const NEAR = 4

/** The frame of every screen of a workspace. */
export function Shell() {
  const { t } = useTranslation()
  const session = useSession()
  const workspace = useWorkspace()
  const screens = useScreens(SCREENS)
  const { ws, search } = usePlace()
  const navigate = useNavigate()
  const [find, setFind] = useState(false)
  const [keys, setKeys] = useState(false)
  const go = useRef(false)
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: (s) => s.location.pathname })
  const before = useRef(path)
  useFetchAhead(SCREENS)
  useEffect(() => {
    if (before.current !== path) main.current?.focus({ preventScroll: true })
    before.current = path
  }, [path])
  useEffect(() => {
    const screen = SCREENS.find((s) => path.includes(`/${s.id}`))
    document.title = [screen ? t(`nav.${screen.id}`) : '', workspace?.name, 'Jejak'].filter(Boolean).join(' · ')
  }, [path, workspace?.name, t])
  // g, then the letter of a screen.
  useHotkeys([
    ['mod+K', () => setFind(true)],
    ['/', () => setFind(true)],
    ['shift+?', () => setKeys(true)],
    ['?', () => setKeys(true)],
    ['G', () => { go.current = true; window.setTimeout(() => { go.current = false }, 1200) }],
    ...SCREENS.map((s): [string, () => void] => [s.key, () => {
      if (!go.current) return
      go.current = false
      void navigate({ to: s.to, params: { ws: String(ws) } })
    }]),
  ])
  return (
    <div className={css.app}>
      <a className={css.skip} href="#main">{t('shell.skip')}</a>
      <header className={css.head}>
        {session?.demo ? <div className={css.banner} role="note">{t('shell.demo')}</div> : null}
        <div className={css.bar}>
          <Link to="/w/$ws/journey" params={{ ws: String(ws) }} search={{ range: search.range }} className={css.brand}>
            <img src="/icon.svg" alt={t('shell.brand')} />
            <span aria-hidden>{t('shell.brand')}</span>
          </Link>
          <WorkspaceName />
          <div className={css.tools}>
            <Live />
            <button type="button" className={`plain ${css.find}`} onClick={() => setFind(true)} aria-keyshortcuts="Control+K Meta+K">
              <IconSearch size={15} aria-hidden />
              <span className={css.wideText}>{t('shell.find')}</span>
              <kbd aria-hidden className={`${css.key} ${css.wide}`}>{t(MAC ? 'shell.findKey' : 'shell.findKeyCtrl')}</kbd>
            </button>
            <Bell />
            <LanguageMenu />
            <Scheme />
            <Me onKeys={() => setKeys(true)} />
          </div>
        </div>
      </header>
      <nav className={css.nav} aria-label={t('shell.nav')}>
        {screens.map((s, i) => (
          <Link key={s.id} data-far={i >= NEAR || undefined} to={s.to} params={{ ws: String(ws) }} search={(s.id === 'journey' || s.id === 'ledger' ? { range: search.range } : {}) as never} activeOptions={{ includeSearch: false }}>
            <s.icon size={19} stroke={1.7} aria-hidden />
            <span>{t(`nav.${s.id}`)}</span>
          </Link>
        ))}
        <MoreScreens screens={screens.slice(NEAR)} />
      </nav>
      <main className={css.main} id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      <Suspense fallback={null}>
        {find ? <Finder onClose={() => setFind(false)} /> : null}
        {keys ? <KeysMap onClose={() => setKeys(false)} /> : null}
      </Suspense>
    </div>
  )
}

/** The screens that have no room at the foot of a phone. */
function MoreScreens({ screens }: { screens: readonly (typeof SCREENS)[number][] }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const navigate = useNavigate()
  const path = useRouterState({ select: (s) => s.location.pathname })
  const here = screens.some((s) => path.startsWith(`/w/${ws}/${s.id}`))
  if (screens.length === 0) return null
  return (
    <Menu position="top-end">
      <Menu.Target>
        <button type="button" className={`plain ${css.more}`} data-here={here || undefined}><IconDots size={19} stroke={1.7} aria-hidden /><span>{t('shell.more')}</span></button>
      </Menu.Target>
      <Menu.Dropdown>
        {screens.map((s) => <Menu.Item key={s.id} leftSection={<s.icon size={17} stroke={1.7} />} onClick={() => void navigate({ to: s.to, params: { ws: String(ws) } })}>{t(`nav.${s.id}`)}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  )
}

function WorkspaceName() {
  const session = useSession()
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const { t } = useTranslation()
  if (!workspace) return null
  if ((session?.workspaces.length ?? 0) < 2) return <span className={css.workspace}>{workspace.name}</span>
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className={`plain ${css.workspace}`} aria-label={t('shell.workspaces')}>{workspace.name}</button>
      </Menu.Target>
      <Menu.Dropdown>
        {session?.workspaces.map((w) => (
          <Menu.Item key={w.id} onClick={() => void navigate({ to: '/w/$ws/journey', params: { ws: String(w.id) } })} rightSection={w.id === workspace.id ? <IconCheck size={15} /> : null}>
            {w.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Live() {
  const { ws } = usePlace()
  const live = useLive(ws)
  const f = useFormat()
  const { t } = useTranslation()
  const text = live.on ? t('shell.live', { n: f.short(live.rate) }) : t('shell.offline')
  return (
    <Tooltip label={live.on ? t('shell.liveHint', { n: f.num(live.rate) }) : t('shell.offlineHint')}>
      <span className={`${css.live} ${live.on ? css.on : ''}`} data-live={live.on}>
        <span className={css.dot} aria-hidden />
        <span className={live.on ? '' : css.wide}>{text}</span>
      </span>
    </Tooltip>
  )
}

function LanguageMenu() {
  const { t, i18n } = useTranslation()
  const session = useSession()
  const choose = (l: Language) => {
    void switchLanguage(l)
    if (session?.user && !session.demo) void patchUser({ locale: l }).catch(() => undefined)
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('shell.language')}><IconLanguage size={19} stroke={1.7} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map((l) => (
          <Menu.Item key={l} lang={l} onClick={() => choose(l)} rightSection={i18n.language === l ? <IconCheck size={15} /> : null}>
            {t(`language.${l}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Scheme() {
  const { t } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const dark = colorScheme === 'dark' || (colorScheme === 'auto' && document.documentElement.dataset.mantineColorScheme === 'dark')
  const label = dark ? t('shell.light') : t('shell.dark')
  return (
    <ActionIcon variant="subtle" color="gray" size={32} aria-label={label} className={css.wide} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
      {dark ? <IconSun size={19} stroke={1.7} /> : <IconMoon size={19} stroke={1.7} />}
    </ActionIcon>
  )
}

function Me({ onKeys }: { onKeys: () => void }) {
  const { t } = useTranslation()
  const session = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { ws } = usePlace()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const leave = async () => {
    await signOut()
    client.clear()
    await navigate({ to: '/signin' })
  }
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('shell.me')}><IconUser size={19} stroke={1.7} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {session?.user ? <Menu.Label>{session.user.name || session.user.email}</Menu.Label> : null}
        <Menu.Item leftSection={<IconSettings size={16} />} onClick={() => void navigate({ to: '/w/$ws/settings', params: { ws: String(ws) }, search: { view: 'profile' } as never })}>{t('shell.profile')}</Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onKeys}>{t('shell.keys')}</Menu.Item>
        <Menu.Item leftSection={<IconMoon size={16} />} onClick={() => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark')}>{t('shell.scheme')}</Menu.Item>
        {session?.demo ? null : <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>{t('shell.signOut')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}
