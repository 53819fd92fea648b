// What a shop's own script does: load the client library as its documentation says, and tell it what people do.
const { writeKey, host, surveys, help } = await (await fetch('/config.json')).json()
const analytics = window.AnalyticsNext.AnalyticsBrowser.load({ writeKey, cdnURL: host })
const product = { product_id: 'gayo-250', name: 'Kopi Gayo 250 g', price: 98000, currency: 'IDR', quantity: 1 }
const name = document.body.dataset.page

analytics.page(name)
if (name === 'Product') analytics.track('Product Viewed', product)

// A shop that asks: the widget needs the library where it looks for it, and one script.
if (surveys) {
  window.analytics = analytics
  if (name === 'Order') analytics.track('Checkout Started', { value: 98000, currency: 'IDR' })
  const widget = document.createElement('script')
  widget.src = `${host}/widget.js`
  widget.async = true
  widget.dataset.writeKey = writeKey
  document.head.append(widget)
}

if (help) {
  window.analytics = analytics
  const widget = document.createElement('script')
  widget.src = `${host}/help.js`
  widget.async = true
  widget.dataset.key = help
  document.head.append(widget)
}

// A browser gives up a request that is on its way when its page is left: as the library's documentation says, the page waits for it.
document.querySelector('#add')?.addEventListener('click', async (click) => {
  click.preventDefault()
  await analytics.track('Product Added', product)
  location.assign(click.target.href)
})

document.querySelector('#login')?.addEventListener('submit', async (submit) => {
  submit.preventDefault()
  const email = new FormData(submit.target).get('email')
  await analytics.identify(`user-${email}`, { email, name: 'Rina' })
  submit.target.submit()
})

document.querySelector('#buy')?.addEventListener('click', async () => {
  await analytics.track('Order Completed', { order_id: 'O-1', revenue: 98000, currency: 'IDR', products: [product] })
  document.querySelector('#done').textContent = 'Terima kasih'
})
