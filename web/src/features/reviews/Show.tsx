import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { productReviews, publicReviewsPath, sources } from '../../api/calls'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { Code } from '../../ui/bits'
import { SideSheet } from '../../ui/dialogs'
import css from './reviews.module.css'

/** How a shop shows the reviews of a product to people and search engines. */
export function Show({ products, onClose }: { products: string[]; onClose: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, search } = usePlace()
  const [product, setProduct] = useState(search.product ?? products[0] ?? '')
  const { data } = useQuery({ ...productReviews(ws, { product, limit: 1 }), enabled: product !== '' })
  const keyed = useQuery(sources(ws)).data?.filter((s) => s.writeKey && !s.disabled)
  const key = (keyed?.find((s) => s.kind === 'website') ?? keyed?.[0])?.writeKey
  const address = location.origin + publicReviewsPath(key ?? 'WRITE_KEY', product)
  return (
    <SideSheet opened title={t('productReviews.show')} onClose={onClose} size={560}>
      <div className={css.page}>
        <p>{t('productReviews.showText')}</p>
        {product ? (
          <>
            <Select label={t('productReviews.product')} allowDeselect={false} searchable value={product} onChange={(p) => p && setProduct(p)} data={[...new Set([product, ...products])]} />
            {data ? <p className="quiet">{t('productReviews.ofProduct', { n: f.num(data.sum.public), all: f.num(data.sum.count) })}</p> : null}
            {key ? null : <p className="quiet">{t('sources.keyHidden')}</p>}
            <h3>{t('productReviews.snippet')}</h3>
            <Code label={t('productReviews.snippet')} text={script(address)} />
            <h3>{ADDRESS}</h3>
            <Code label={ADDRESS} text={address} />
          </>
        ) : <p>{t('productReviews.noProduct')}</p>}
      </div>
    </SideSheet>
  )
}

const ADDRESS = 'URL'

/** Markup cannot be named by an address: a page has to carry it. */
const script = (address: string) => `<script>
fetch("${address}")
  .then((r) => (r.ok ? r.text() : Promise.reject(r.status)))
  .then((markup) => {
    const s = document.createElement("script")
    s.type = "application/ld+json"
    s.textContent = markup
    document.head.append(s)
  })
  .catch(() => {}) // the page stands without it
</script>`
