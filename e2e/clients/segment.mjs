// What a shop's server sends with @segment/analytics-node: node segment.mjs HOST WRITE_KEY
import { Analytics } from '@segment/analytics-node'

const [host, writeKey] = process.argv.slice(2)
const analytics = new Analytics({ host, writeKey, maxEventsInBatch: 3 })
analytics.on('error', (error) => {
  throw error
})
const userId = 'segment-node'
analytics.track({ anonymousId: 'segment-anonymous', event: 'Product Viewed', properties: { product_id: 'gayo-250' } })
analytics.identify({ userId, anonymousId: 'segment-anonymous', traits: { email: 'budi@example.id', name: 'Budi' } })
analytics.page({ userId, name: 'Keranjang', category: 'Belanja', properties: { url: 'https://toko.example/keranjang' } })
analytics.screen({ userId, name: 'Beranda' })
analytics.group({ userId, groupId: 'koperasi-7', traits: { name: 'Koperasi Gayo' } })
analytics.alias({ userId, previousId: 'segment-anonymous' })
analytics.track({ userId, event: 'Order Completed', properties: { revenue: 129500.5, currency: 'IDR', products: [{ product_id: '咖啡', quantity: 2 }] } })
await analytics.closeAndFlush()
