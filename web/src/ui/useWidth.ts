import { useCallback, useState } from 'react'

/** The width of an element, known before the first paint and kept as it changes. */
export function useWidth<E extends HTMLElement>(): [(el: E | null) => (() => void) | undefined, number] {
  const [width, setWidth] = useState(0)
  const ref = useCallback((el: E | null) => {
    if (!el) return undefined
    const measure = () => setWidth(Math.round(el.getBoundingClientRect().width))
    measure()
    if (typeof ResizeObserver === 'undefined') return undefined
    const watcher = new ResizeObserver(measure)
    watcher.observe(el)
    return () => watcher.disconnect()
  }, [])
  return [ref, width]
}
