import { page } from './page'
import { site } from './site'

// One script for both: on a website the tag names the source; on the answer page it does not.

const script = document.currentScript as HTMLScriptElement | null
const root = `${script ? new URL(script.src).origin : location.origin}/api/v1/public/surveys`
const key = script?.dataset.writeKey
if (!key) void page(root, decodeURIComponent(location.pathname.split('/')[2] ?? ''))
else if (document.body) site(root, key)
else document.addEventListener('DOMContentLoaded', () => site(root, key))
