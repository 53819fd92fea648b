import { Tabs } from '@mantine/core'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan, useSession } from '../../app/hooks'
import { withMessages } from '../../app/i18n'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { Lines } from '../../ui/states'
import { Members } from './Members'
import { Profile } from './Profile'
import { StageModels } from './StageModels'
import { Tokens } from './Tokens'
import { WorkspaceForm } from './WorkspaceForm'

const AuditLog = lazy(() => withMessages('audit', import('./Audit')))
const Identity = lazy(() => import('./Identity'))
const Touchpoints = lazy(() => import('../model/Touchpoints'))

export default function SettingsPage() {
  const { t } = useTranslation()
  const { search, set } = usePlace()
  const session = useSession()
  const may = { members: useCan('members.read'), tokens: useCan('tokens.manage'), audit: useCan('audit.read'), identity: useCan('workspace.manage') }
  const views = ['workspace', ...(may.members ? ['members'] : []), 'touchpoints', 'stages', ...(may.identity ? ['identity'] : []), ...(may.tokens ? ['tokens'] : []), ...(may.audit ? ['audit'] : []), ...(session?.user ? ['profile'] : [])]
  const view = views.includes(search.view ?? '') ? search.view! : 'workspace'
  const tabs = useRef<HTMLDivElement>(null)
  // On a narrow screen the tab that is open may lie beyond the edge.
  useEffect(() => {
    void tabs.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [view])
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}><h1>{t('nav.settings')}</h1></div>
      <Tabs value={view} onChange={(v) => set({ view: v === 'workspace' ? undefined : (v ?? undefined), page: undefined, edit: undefined, cell: undefined })} keepMounted={false}>
        <div className="scroll-x" ref={tabs}>
          <Tabs.List style={{ flexWrap: 'nowrap' }}>
            {views.map((v) => <Tabs.Tab key={v} value={v} style={{ whiteSpace: 'nowrap' }}>{t(`settings.${v}`)}</Tabs.Tab>)}
          </Tabs.List>
        </div>
        <Tabs.Panel value="workspace" pt="md"><WorkspaceForm /></Tabs.Panel>
        <Tabs.Panel value="members" pt="md"><Members /></Tabs.Panel>
        <Tabs.Panel value="touchpoints" pt="md"><Suspense fallback={<div className="panel"><Lines n={8} height={30} /></div>}><Touchpoints /></Suspense></Tabs.Panel>
        <Tabs.Panel value="stages" pt="md"><StageModels /></Tabs.Panel>
        <Tabs.Panel value="identity" pt="md"><Suspense fallback={<div className="panel"><Lines n={8} height={30} /></div>}><Identity /></Suspense></Tabs.Panel>
        <Tabs.Panel value="tokens" pt="md"><Tokens /></Tabs.Panel>
        <Tabs.Panel value="audit" pt="md"><Suspense fallback={<div className="panel"><Lines n={8} height={22} /></div>}><AuditLog /></Suspense></Tabs.Panel>
        <Tabs.Panel value="profile" pt="md"><Profile /></Tabs.Panel>
      </Tabs>
    </div>
  )
}
