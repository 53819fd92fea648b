import { Button, Pagination, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { productReviews } from '../../api/calls'
import { useCan } from '../../app/hooks'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { IconCode, IconDownload, IconSearch, IconStar } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { Bring } from './Bring'
import { OneReview } from './OneReview'
import css from './reviews.module.css'
import { Show } from './Show'
import { Sum } from './Sum'

const PAGE = 20
const STATES = ['all', 'unanswered', 'public', 'private'] as const
/** A product may be called anything: its choice begins with a sign that the brand's does not. */
const BRAND = 'brand'
const OF = '='
const NOTHING = { search: undefined, product: undefined, brand: undefined, stars: undefined, view: undefined, page: undefined }

/** What customers say of products for others to read: in figures, one by one, and answered. */
export default function ReviewsPage() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const may = useCan('surveys.edit')
  const named = useCan('people.read')
  const state = STATES.find((s) => s === search.view) ?? 'all'
  const page = search.page ?? 1
  const { data, error, refetch } = useQuery(productReviews(ws, { product: search.product, brand: !!search.brand, rating: search.stars, state, search: search.search, limit: PAGE, offset: (page - 1) * PAGE }))
  const chosen = !!(search.product || search.brand || search.stars || search.search || search.view)
  const close = () => set({ edit: undefined }, true)
  const bring = may ? <Button variant="default" leftSection={<IconDownload size={16} />} onClick={() => set({ edit: 'import' })}>{t('productReviews.bring')}</Button> : null
  const fresh = data?.total === 0 && !chosen
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <h1>{t('nav.reviews')}</h1>
        {fresh ? null : bring}
        <Button variant="default" leftSection={<IconCode size={16} />} onClick={() => set({ edit: 'show' })}>{t('productReviews.show')}</Button>
      </div>
      {error && !data ? <div className="panel"><Failed error={error} retry={() => void refetch()} /></div> : null}
      {!data && !error ? <div className="panel"><Lines n={10} height={28} /></div> : null}
      {fresh ? <div className="panel"><Empty icon={IconStar} title={t('productReviews.empty')} text={t('productReviews.emptyText')} action={<div className={css.row}><Button component={Link} to={`/w/${ws}/surveys`}>{t('productReviews.ask')}</Button>{bring}</div>} /></div> : null}
      {data && !fresh ? (
        <>
          {data.sum.count ? <Sum sum={data.sum} /> : null}
          <section className="panel" aria-label={t('nav.reviews')}>
            <Filters products={data.products} state={state} />
            {may ? null : <p className={`quiet ${css.filters}`}>{t(named ? 'productReviews.may' : 'productReviews.unnamed')}</p>}
            {data.total === 0 ? <Empty icon={IconStar} title={t('productReviews.none')} text={t('voice.noneText')} /> : null}
            <ul className={css.list}>{data.reviews.map((one) => <OneReview key={one.id} one={one} />)}</ul>
            {data.total > PAGE ? <div className={css.pages}><Pagination value={page} onChange={(p) => set({ page: p === 1 ? undefined : p })} total={Math.ceil(data.total / PAGE)} size="sm" siblings={1} getControlProps={(c) => ({ 'aria-label': t(`ui.page.${c}`) })} /></div> : null}
          </section>
        </>
      ) : null}
      {search.edit === 'show' && data ? <Show products={data.products} onClose={close} /> : null}
      {search.edit === 'import' && may ? <Bring onClose={close} /> : null}
    </div>
  )
}

function Filters({ products, state }: { products: string[]; state: (typeof STATES)[number] }) {
  const { t } = useTranslation()
  const { search, set } = usePlace()
  const now = search.search ?? ''
  const [text, setText] = useState(now)
  const [was, setWas] = useState(now)
  const [wanted] = useDebouncedValue(text.trim(), 250)
  if (was !== now) { // the address has changed: by what is typed, or by a step back, which the field follows
    setWas(now)
    if (now !== text.trim()) setText(now)
  }
  useEffect(() => {
    // The first letters are a step of their own, so that a step back leads to all reviews; those that follow are the same step.
    if (wanted !== now && wanted === text.trim()) set({ search: wanted || undefined, page: undefined }, now !== '')
    // Only what is typed leads; the address follows.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted])
  const clear = () => {
    setText('')
    set(NOTHING)
  }
  return (
    <div className={css.filters}>
      <TextInput className={css.find} leftSection={<IconSearch size={15} />} label={t('productReviews.search')} value={text} maxLength={200} onChange={(e) => setText(e.currentTarget.value)} />
      <Select className={css.pick} label={t('productReviews.product')} placeholder={t('productReviews.allProducts')} clearable searchable value={search.brand ? BRAND : search.product ? OF + search.product : null} onChange={(p) => set({ product: p && p !== BRAND ? p.slice(OF.length) : undefined, brand: p === BRAND ? 'only' : undefined, page: undefined })} data={[{ value: BRAND, label: t('productReviews.byBrand') }, ...[...new Set([...(search.product ? [search.product] : []), ...products])].map((p) => ({ value: OF + p, label: p }))]} />
      <Select className={css.pick} label={t('productReviews.state')} allowDeselect={false} value={state} onChange={(s) => set({ view: s && s !== 'all' ? s : undefined, page: undefined })} data={STATES.map((s) => ({ value: s, label: t(`productReviews.states.${s}`) }))} />
      {search.product || search.brand || search.stars || text || search.view ? <Button variant="subtle" color="gray" onClick={clear}>{t('voice.clear')}</Button> : null}
    </div>
  )
}
