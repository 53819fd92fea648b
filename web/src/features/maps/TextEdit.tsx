import { useEffect, useRef, useState } from 'react'
import { lines } from './layout'
import css from './sheet.module.css'

interface Props {
  label: string
  value: string
  placeholder?: string
  single?: boolean
  max?: number
  /** Called once; on says by which key it was left. */
  onDone: (text: string, on: 'enter' | 'tab' | 'back-tab' | 'blur') => void
  onCancel: () => void
}

/** Writes in a card or head where it stands: Enter keeps, Escape gives up, Tab keeps and goes on. */
export function TextEdit({ label, value, placeholder, single, max = 2000, onDone, onCancel }: Props) {
  const [text, setText] = useState(value)
  const done = useRef(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const end = (f: () => void) => {
    if (done.current) return
    done.current = true
    f()
  }
  useEffect(() => {
    const el = field.current
    if (!el) return undefined
    el.focus({ preventScroll: true })
    el.setSelectionRange(el.value.length, el.value.length)
    // What is being written when the page goes is kept.
    const leave = () => el.blur()
    window.addEventListener('pagehide', leave)
    return () => window.removeEventListener('pagehide', leave)
  }, [])
  return (
    <textarea
      ref={field}
      className={css.write}
      aria-label={label}
      placeholder={placeholder}
      value={text}
      rows={single ? 1 : Math.max(1, lines(text))}
      maxLength={max}
      onChange={(e) => setText(single ? e.currentTarget.value.replace(/\n/g, ' ') : e.currentTarget.value)}
      onPointerDown={(e) => e.stopPropagation()}
      onDoubleClick={(e) => e.stopPropagation()}
      onBlur={() => end(() => onDone(text.trim(), 'blur'))}
      onKeyDown={(e) => {
        e.stopPropagation()
        // Signs are still being put together.
        if (e.nativeEvent.isComposing) return
        if (e.key === 'Enter' && !e.shiftKey) {
          e.preventDefault()
          end(() => onDone(text.trim(), 'enter'))
        } else if (e.key === 'Tab') {
          e.preventDefault()
          end(() => onDone(text.trim(), e.shiftKey ? 'back-tab' : 'tab'))
        } else if (e.key === 'Escape') {
          e.preventDefault()
          end(onCancel)
        }
      }}
    />
  )
}
