// Copy-paste beginnings for each kind of sender. Pure: an address and a write key in, text out.

export const SNIPPETS = ['browser', 'node', 'go', 'curl', 'rudder'] as const
export type Snippet = (typeof SNIPPETS)[number]

export function snippet(kind: Snippet, base: string, key: string): string {
  const host = base.replace(/^https?:\/\//, '')
  switch (kind) {
    case 'browser':
      return `// npm install @segment/analytics-next
import { AnalyticsBrowser } from '@segment/analytics-next'

const analytics = AnalyticsBrowser.load(
  { writeKey: '${key}', cdnURL: '${base}' },
  { integrations: { 'Segment.io': { apiHost: '${host}/v1', protocol: '${base.startsWith('https') ? 'https' : 'http'}' } } },
)

analytics.page()
analytics.track('Product Viewed', { sku: 'GAYO-250', price: 91000 })
analytics.identify('u-1000', { email: 'budi@example.com' }) // at sign-in
`
    case 'node':
      return `// npm install @segment/analytics-node
import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({ writeKey: '${key}', host: '${base}' })

analytics.track({
  userId: 'u-1000',
  event: 'Order Completed',
  properties: { order_id: 'KS-20931', total: 182000, currency: 'IDR' },
})
await analytics.closeAndFlush()
`
    case 'go':
      return `// go get github.com/segmentio/analytics-go/v3
client, err := analytics.NewWithConfig("${key}", analytics.Config{Endpoint: "${base}"})
if err != nil {
	log.Fatal(err)
}
defer client.Close()

client.Enqueue(analytics.Track{
	UserId: "u-1000",
	Event:  "Order Completed",
	Properties: analytics.NewProperties().SetTotal(182000).SetCurrency("IDR"),
})
`
    case 'curl':
      return `curl -sS ${base}/v1/track -u '${key}:' -H 'Content-Type: application/json' -d '{
  "userId": "u-1000",
  "event": "Order Completed",
  "properties": { "order_id": "KS-20931", "total": 182000, "currency": "IDR" }
}'
`
    case 'rudder':
      return `// npm install @rudderstack/rudder-sdk-node
import RudderAnalytics from '@rudderstack/rudder-sdk-node'

const client = new RudderAnalytics('${key}', { dataPlaneUrl: '${base}' })

client.track({
  userId: 'u-1000',
  event: 'Order Completed',
  properties: { order_id: 'KS-20931', total: 182000, currency: 'IDR' },
})
client.flush()
`
  }
}
