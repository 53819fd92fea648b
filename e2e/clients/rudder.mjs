// What a shop's server sends with @rudderstack/rudder-sdk-node, gzip on as it is by default: node rudder.mjs HOST WRITE_KEY
import RudderAnalytics from '@rudderstack/rudder-sdk-node'

const [host, writeKey] = process.argv.slice(2)
const Client = RudderAnalytics.default ?? RudderAnalytics
const analytics = new Client(writeKey, { dataPlaneUrl: host, flushAt: 3, flushInterval: 200 })
const userId = 'rudder-node'
analytics.identify({ userId, traits: { email: 'mei@example.hk', city: '香港' } })
analytics.page({ userId, name: 'Landing' })
analytics.screen({ userId, name: 'Home' })
analytics.group({ userId, groupId: 'g-3', traits: { name: 'Kantor' } })
analytics.track({ userId, event: 'Order Completed', properties: { revenue: 50, currency: 'HKD' } })
analytics.alias({ previousId: 'old-mei', userId })
await analytics.flush()
await analytics.flush()
