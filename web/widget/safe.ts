import { h } from './dom'

// The text of an article as nodes. The server has made it safe already; here only what is known is built again, so that nothing else
// ever stands on somebody's website.

const KEPT = new Set('P BR HR STRONG B EM I DEL CODE PRE BLOCKQUOTE UL OL LI TABLE THEAD TBODY TR TH TD'.split(' '))
const OPENS = /^(https?|mailto|tel):$/

interface Policy { createHTML(text: string): string }
let policy: Policy | undefined

/** A text for the parser; where a website enforces Trusted Types, it allows the policy jejak-help. */
function trusted(html: string): string {
  const types = (window as unknown as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }).trustedTypes
  policy ??= types?.createPolicy('jejak-help', { createHTML: (text) => text })
  return policy ? policy.createHTML(html) : html
}

/** Nodes of safe HTML; addresses in it are those of a server. */
export function nodes(html: string, base: string): DocumentFragment {
  const out = document.createDocumentFragment()
  copy(new DOMParser().parseFromString(trusted(html), 'text/html').body, out, base)
  return out
}

function copy(from: Node, to: Node, base: string): void {
  for (const n of from.childNodes) {
    if (n.nodeType === Node.TEXT_NODE) to.appendChild(document.createTextNode(n.textContent ?? ''))
    else if (n.nodeType === Node.ELEMENT_NODE && !/^(SCRIPT|STYLE|TEMPLATE)$/.test(n.nodeName)) {
      // Of what is not known the words alone are left.
      const like = alike(n as Element, base)
      if (like) to.appendChild(like)
      copy(n, like ?? to, base)
    }
  }
}

function alike(el: Element, base: string): HTMLElement | undefined {
  const name = el.nodeName
  // Headings of an article stand below those of the panel.
  if (/^H[1-6]$/.test(name)) return document.createElement(name < 'H3' ? 'h4' : 'h5')
  if (name === 'A') {
    const href = address(el.getAttribute('href'), base)
    return href && OPENS.test(href.protocol) ? h('a', { href: href.href, target: '_blank', rel: 'noopener noreferrer' }) : undefined
  }
  if (name === 'IMG') {
    const src = address(el.getAttribute('src'), base)
    return src?.protocol === 'https:' ? h('img', { src: src.href, alt: el.getAttribute('alt') ?? '', loading: 'lazy', referrerpolicy: 'no-referrer' }) : undefined
  }
  return KEPT.has(name) ? document.createElement(name.toLowerCase()) : undefined
}

function address(text: string | null, base: string): URL | undefined {
  try {
    return text === null ? undefined : new URL(text, base)
  } catch {
    return undefined
  }
}
