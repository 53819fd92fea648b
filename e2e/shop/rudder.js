// The same with the browser library of RudderStack, as its documentation says.
const { writeKey, host } = await (await fetch('/config.json')).json()
const analytics = new window.rudderanalytics.RudderAnalytics()
analytics.load(writeKey, host, { configUrl: host })
analytics.page('Home')
analytics.identify('user-dewi', { email: 'dewi@example.id' })
document.querySelector('#buy').addEventListener('click', () => {
  analytics.track('Order Completed', { order_id: 'O-2', revenue: 50000, currency: 'IDR' })
})
