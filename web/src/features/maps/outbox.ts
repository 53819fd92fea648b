// Changes that the server has not answered yet, kept in the browser so that a closed tab or a cut connection loses none of them.
import type { MapOp } from '../../api/types'

/** One change: its id is made here, so that sending it twice does it once. */
export interface Change { id: string; base: number; ops: MapOp[]; at: number }

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** Each change has an entry of its own: several tabs never write over each other's, and one that finds another's sends it too, which does no harm. */
export class Outbox {
  private readonly prefix: string
  private readonly store: Store | undefined

  constructor(user: string, ws: number, map: string, store: Store | undefined) {
    this.prefix = `jejak-map ${user} ${ws} ${map} `
    this.store = store
  }

  /** What is kept, oldest first. */
  load(): Change[] {
    const found: Change[] = []
    try {
      for (let i = 0; i < (this.store?.length ?? 0); i++) {
        const key = this.store!.key(i)
        if (!key?.startsWith(this.prefix)) continue
        const change = readChange(this.store!.getItem(key))
        if (change) found.push(change)
      }
    } catch {
      // Closed storage keeps nothing.
    }
    return found.sort((a, b) => a.at - b.at)
  }

  /** Whether it is kept; storage may be full or closed. */
  keep(change: Change): boolean {
    try {
      this.store?.setItem(this.prefix + change.id, JSON.stringify(change))
      return this.store !== undefined
    } catch {
      return false
    }
  }

  drop(id: string): void {
    try {
      this.store?.removeItem(this.prefix + id)
    } catch {
      // It is sent once more and counted once.
    }
  }
}

function readChange(text: string | null): Change | undefined {
  try {
    const c = JSON.parse(text ?? '') as Change
    return typeof c.id === 'string' && Array.isArray(c.ops) && typeof c.at === 'number' ? c : undefined
  } catch {
    return undefined
  }
}

/** How long to wait before the next try: longer each time, never all at once. */
export function backOff(tries: number, random = Math.random()): number {
  return Math.min(30_000, 500 * 2 ** Math.min(tries, 6)) * (0.75 + random / 2)
}

/** The browser's storage, where it lets us. */
export function browserStore(): Store | undefined {
  try {
    return window.localStorage
  } catch {
    return undefined
  }
}
