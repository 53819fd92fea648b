type Child = Node | string | false | undefined | null
type Props = Record<string, string | number | boolean | undefined | EventListener>

/** An element with attributes, listeners and children. Text is always text: nothing here reads markup. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const el = document.createElement(tag)
  put(el, props)
  for (const c of children) if (c) el.append(c)
  return el
}

function put(el: Element, props: Props): void {
  for (const [k, v] of Object.entries(props)) {
    if (typeof v === 'function') el.addEventListener(k, v)
    else if (v !== undefined && v !== false) el.setAttribute(k, v === true ? '' : String(v))
  }
}

/** A drawn sign of 24 by 24; it says nothing to those who listen. */
export function sign(...paths: string[]): SVGSVGElement {
  const ns = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(ns, 'svg')
  put(svg, { viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' })
  for (const d of paths) {
    const path = document.createElementNS(ns, 'path')
    path.setAttribute('d', d)
    svg.append(path)
  }
  return svg
}
