// The same with the browser library of RudderStack, as its documentation says.
const { writeKey, host, surveys } = await (await fetch('/config.json')).json()
const analytics = new window.rudderanalytics.RudderAnalytics()
analytics.load(writeKey, host, { configUrl: host })
analytics.page('Home')
const who = new URLSearchParams(location.search).get('as') ?? 'dewi'
analytics.identify(`user-${who}`, { email: `${who}@example.id` })
document.querySelector('#buy').addEventListener('click', () => {
  analytics.track('Order Completed', { order_id: 'O-2', revenue: 50000, currency: 'IDR' })
})

// The widget finds it where a snippet of RudderStack leaves it.
if (surveys) {
  window.rudderanalytics = analytics
  const widget = document.createElement('script')
  widget.src = `${host}/widget.js`
  widget.async = true
  widget.dataset.writeKey = writeKey
  document.head.append(widget)
}
