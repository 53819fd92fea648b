// Runs before the first paint, so that a dark screen never flashes white. A file of its own, since the page's policy allows no inline script.
;(function () {
  var stored = null
  try {
    stored = localStorage.getItem('jejak-scheme')
  } catch {
    // Storage may be closed to us; the system's choice stands.
  }
  var dark = stored === 'dark' || (stored !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
