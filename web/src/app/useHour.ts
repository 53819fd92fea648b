import { useState } from 'react'

/** The hour in which a screen was opened, so that what asks by the clock asks the same until it is opened again. */
export function useHour(): number {
  const [hour] = useState(() => Math.floor(Date.now() / 3_600_000) * 3_600_000)
  return hour
}
