import { Button, PasswordInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { openShared, shared, sharedImagePath } from '../../../api/calls'
import { ApiError } from '../../../api/client'
import type { MapCard, MapHead, MapLane, SharedMap } from '../../../api/types'
import { useFormat } from '../../../app/hooks'
import { Badge } from '../../../ui/bits'
import { SideSheet } from '../../../ui/dialogs'
import { IconLink, IconPresentation } from '../../../ui/icons'
import { Empty, Failed, Lines } from '../../../ui/states'
import { FormFault, Frame } from '../../auth/Frame'
import { ActContext, useEditor } from '../editor'
import { ImagesContext, useImagePath } from '../images'
import { Face } from '../looks'
import { CROWD, LiveContext, liveOf } from '../live/useLook'
import { Phone } from '../Phone'
import type { Strength } from '../sheet'
import { SheetView } from '../SheetView'
import { readOnly } from '../store'
import css from './talk.module.css'
import { usePhone } from '../../../ui/usePhone'

const Present = lazy(() => import('./Present'))

/** A map that somebody was given a link to: to be looked at, without an account. */
export default function SharedPage() {
  const { t } = useTranslation()
  const { token } = useParams({ strict: false }) as { token: string }
  const { data, error, refetch } = useQuery(shared(token))
  const open = useMutation({ mutationFn: (password: string) => openShared(token, password) })
  const [password, setPassword] = useState('')
  const found = data ?? open.data
  const status = error instanceof ApiError ? error.status : undefined
  if (found) return <ImagesContext.Provider value={(image) => sharedImagePath(token, image)}><Sheet found={found} /></ImagesContext.Provider>
  if (status === 401) {
    const wrong = open.error instanceof ApiError && open.error.status === 401
    return (
      <Frame title={t('maps.shared.locked')} text={t('maps.shared.lockedText')}>
        <form style={{ display: 'grid', gap: 14 }} onSubmit={(e) => { e.preventDefault(); open.mutate(password) }}>
          {wrong ? null : <FormFault error={open.error} />}
          <PasswordInput label={t('maps.share.password')} autoFocus required autoComplete="off" value={password} onChange={(e) => { setPassword(e.currentTarget.value); if (wrong) open.reset() }} error={wrong ? t('maps.shared.wrong') : undefined} visibilityToggleButtonProps={{ 'aria-label': t('maps.share.showPassword') }} />
          <Button type="submit" size="md" loading={open.isPending}>{t('maps.shared.open')}</Button>
        </form>
      </Frame>
    )
  }
  return (
    <main className={css.shared}>
      {error ? <h1 className="hidden">{t('maps.shared.title')}</h1> : null}
      {status === 404 ? <Empty icon={IconLink} title={t('maps.shared.gone')} text={t('maps.shared.goneText')} /> : error ? <Failed error={error} retry={() => void refetch()} /> : <Lines n={12} />}
    </main>
  )
}

/** The sheet of a link as the screens draw sheets. What stands behind its evidence is not told, how much of it is. */
function asView(found: SharedMap) {
  const evidence = (id: string) => ({ full: { signal: 'csat' as const }, partly: { note: '-' }, assumed: undefined })[(found.evidence[id] ?? 'assumed') as Strength]
  const head: MapHead = {
    id: '', name: found.name, description: found.description, state: found.state, pair: '', personas: (found.personas ?? []).map((name) => ({ name })),
    owner: '', revision: 0, created: found.changed, changed: found.changed, changedBy: '',
  }
  const sheet = { ...found.sheet, steps: found.sheet.steps.map((s) => ({ ...s, evidence: evidence(s.id) })), cards: found.sheet.cards.map((c) => ({ ...c, evidence: evidence(c.id) })) }
  return { head, sheet }
}

function Sheet({ found }: { found: SharedMap }) {
  const { t } = useTranslation()
  const f = useFormat()
  const phone = usePhone()
  const [presenting, setPresenting] = useState(false)
  const store = useMemo(() => {
    const { head, sheet } = asView(found)
    return readOnly(head, sheet)
  }, [found])
  const view = store.view()
  const live = useMemo(() => (found.overlay ? liveOf(found.overlay, { fading: false, stranger: true }) : undefined), [found.overlay])
  const editor = useEditor(store, false)
  useEffect(() => { document.title = found.name }, [found.name])
  const { detailed } = editor
  const card = detailed?.kind === 'card' ? view.sheet.cards.find((c) => c.id === detailed.id) : undefined
  const lane = card && view.sheet.lanes.find((l) => l.id === card.lane)
  return (
    <ActContext.Provider value={editor.act}>
      <LiveContext.Provider value={live}>
      <main className={css.shared}>
        <div className={css.sharedHead}>
          <h1 title={found.description || undefined}>{found.name}</h1>
          <Badge tone={found.state === 'to_be' ? 'good' : undefined}>{t(`maps.state.${found.state}`)}</Badge>
          {found.personas?.length ? <span className="quiet">{f.list(found.personas)}</span> : null}
          {found.overlay?.from && found.overlay.to ? <span className="quiet num" title={t('maps.shared.figuresText', { n: f.num(CROWD) })}>{t('maps.shared.figures', { from: f.date(found.overlay.from), to: f.date(found.overlay.to) })}<span className="hidden"> {t('maps.shared.figuresText', { n: f.num(CROWD) })}</span></span> : null}
          <Button variant="default" leftSection={<IconPresentation size={17} />} onClick={() => setPresenting(true)}>{t('maps.present.title')}</Button>
        </div>
        <div className={css.sharedSheet}>
          {phone ? <Phone view={view} act={editor.act} editor={editor} onNewLane={nothing} /> : <SheetView store={store} view={view} editor={editor} zoom={1} measured={live !== undefined} onNewLane={nothing} />}
        </div>
        <p className={css.sharedFoot}><span>{t('maps.shared.by')}</span><span>{t('maps.shared.changed', { when: f.dateTime(found.changed) })}</span></p>
        <p className="hidden" role="status" aria-live="polite">{editor.said}</p>
      </main>
      <SideSheet opened={card !== undefined} onClose={() => editor.act.details(undefined)} size={420} title={[lane?.name, view.sheet.steps.find((s) => s.id === card?.step)?.name].filter(Boolean).join(' · ')}>
        {card && lane ? <Read card={card} lane={lane} /> : null}
      </SideSheet>
      <Suspense fallback={null}>{presenting ? <Present view={view} onClose={() => setPresenting(false)} /> : null}</Suspense>
      </LiveContext.Provider>
    </ActContext.Provider>
  )
}

const nothing = () => undefined

function Read({ card, lane }: { card: MapCard; lane: MapLane }) {
  const { t } = useTranslation()
  const path = useImagePath()
  return (
    <div className={css.read}>
      {card.image && path ? <img src={path(card.image)} alt={card.text} /> : null}
      {lane.kind === 'emotion' ? <p><Face value={card.value ?? 0} /> {t(`maps.feel.${card.value ?? 0}`)}</p> : null}
      <p>{card.text || t('maps.noText')}</p>
      {card.note ? <p className="quiet">{card.note}</p> : null}
    </div>
  )
}
