// One open map: the server's sheet, the changes that it has not answered yet, and what they come to together.
import { ApiError } from '../../api/client'
import type { MapHead, MapOp, MapSheet } from '../../api/types'
import { newUuid } from './edits'
import { backOff, Outbox, type Change } from './outbox'
import { apply, inverse, isKind, read, seen, type Board, type Fields, type Kind } from './sheet'

/** What the server made of a change, ours or somebody else's. */
export interface Arrival { revision: number; id?: string; ops: MapOp[] }

/** A name that two wrote at once: it is now what the later one wrote; lost is what the other one did. */
export interface Over { kind: Kind; id: string; field: string; lost: string; stands: string; mine: boolean }

/** The calls that the store makes. */
interface Calls {
  send: (change: { id: string; base: number; ops: MapOp[] }) => Promise<Arrival & { kept?: string[] | null }>
  since: (revision: number) => Promise<Arrival[]>
}

export type Saving = 'saved' | 'saving' | 'offline'

/** What the screen shows. kept counts the changes that wait here; refused says why the server would not take one. */
export interface View { head: MapHead; sheet: MapSheet; board: Board; saving: Saving; kept: number; canUndo: boolean; canRedo: boolean; refused?: string; stayed?: number; over?: Over[] }

interface Step { ops: MapOp[]; back: MapOp[]; group?: string }

/** Edits within this time go in one change. */
const REST = 250
/** So many operations the server takes at once. */
const MOST = 200
const DEEP = 200

export class MapStore {
  private base: MapSheet
  private baseHead: MapHead
  private queue: Change[]
  private answered = new Set<string>()
  /** The names that this screen wrote. */
  private written = new Set<string>()
  private arrived = new Map<number, Arrival>()
  private undos: Step[] = []
  private redos: Step[] = []
  private sending: string | undefined
  private tries = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private gap: ReturnType<typeof setTimeout> | undefined
  private closed = false
  private listeners = new Set<() => void>()
  private current: View
  private readonly calls: Calls
  private readonly box: Outbox

  constructor(head: MapHead, sheet: MapSheet, calls: Calls, box: Outbox) {
    this.baseHead = head
    this.base = sheet
    this.calls = calls
    this.box = box
    this.queue = box.load()
    this.current = { head, sheet, board: read(sheet), saving: 'saved', kept: 0, canUndo: false, canRedo: false }
    this.refresh()
    if (this.queue.length) this.schedule(0)
  }

  readonly subscribe = (f: () => void) => {
    this.listeners.add(f)
    return () => { this.listeners.delete(f) }
  }
  readonly view = () => this.current
  get revision() { return this.baseHead.revision }

  /** Does these at once on the screen, and sends them soon. Edits of one group are undone together. What it answers takes this one back, whatever came after. */
  edit(ops: MapOp[], group?: string): () => void {
    if (ops.length === 0) return () => undefined
    const { sheet, head } = this.current
    const back = inverse(sheet, head as unknown as Fields, ops)
    const last = this.undos.at(-1)
    if (group && last?.group === group) {
      last.ops = [...last.ops, ...ops]
      last.back = [...back, ...last.back]
    } else this.undos = [...this.undos.slice(-DEEP), { ops, back, group }]
    this.redos = []
    this.commit(ops)
    return () => { this.edit(back) }
  }

  undo = (): void => this.turn('undos', 'redos')
  redo = (): void => this.turn('redos', 'undos')

  private turn(from: 'undos' | 'redos', to: 'undos' | 'redos') {
    const step = this[from].at(-1)
    if (!step) return
    this[from] = this[from].slice(0, -1)
    const ops = from === 'undos' ? step.back : step.ops.map((op) => ({ ...op, was: undefined }))
    this[to] = [...this[to], { ...step, group: undefined }]
    this.commit(ops)
  }

  private commit(ops: MapOp[]) {
    for (const op of ops) for (const [field, value] of Object.entries((op.fields ?? {}) as Fields)) if (typeof value === 'string' && op.kind !== 'card') this.written.add(written(op.kind, op.id, field, value))
    const { sheet, head } = this.current
    const told = seen(sheet, head as unknown as Fields, ops)
    const last = this.queue.at(-1)
    const now = Date.now()
    const joins = last && last.id !== this.sending && !this.answered.has(last.id) && this.tries === 0 && now - last.at < REST && last.ops.length + told.length <= MOST
    const changes = joins ? [last] : []
    if (joins) last.ops = [...last.ops, ...told]
    else {
      for (let i = 0; i < told.length; i += MOST) changes.push({ id: newUuid(), base: this.revision, ops: told.slice(i, i + MOST), at: Math.max(now, (last?.at ?? 0) + 1) + i })
      this.queue = [...this.queue, ...changes]
    }
    for (const c of changes) this.box.keep(c)
    this.refresh()
    if (this.tries === 0) this.schedule(REST)
  }

  /** Something came from the server: an answer to us or what somebody else did. */
  arrive(a: Arrival): void {
    if (a.id) this.answered.add(a.id)
    if (a.revision <= this.revision) {
      if (a.id) this.settle(a.id)
    } else this.arrived.set(a.revision, a)
    let next = this.arrived.get(this.revision + 1)
    while (next) {
      this.arrived.delete(next.revision)
      this.base = apply(this.base, next.ops)
      this.baseHead = { ...applyHead(this.baseHead, next.ops), revision: next.revision }
      this.overwritten(next)
      if (next.id) this.settle(next.id)
      next = this.arrived.get(this.revision + 1)
    }
    this.refresh()
    // What lies between comes by the live feed as a rule; where it does not, it is asked for.
    clearTimeout(this.gap)
    if (this.arrived.size) this.gap = setTimeout(() => void this.catchUp(), 400)
  }

  /** Tells of a name that was written over, to who wrote over it and to whose text it was. */
  private overwritten(a: Arrival) {
    const own = this.queue.some((c) => c.id === a.id)
    const told: Over[] = []
    for (const op of a.ops) {
      if (!isKind(op.kind)) continue
      for (const [field, value] of Object.entries((op.over ?? {}) as Fields)) {
        const lost = String(value ?? '')
        const wrote = this.written.has(written(op.kind, op.id, field, lost))
        if (typeof value === 'string' && (own || wrote)) told.push({ kind: op.kind, id: op.id ?? '', field, lost, stands: String((op.fields as Fields | undefined)?.[field] ?? ''), mine: wrote && !own })
      }
    }
    if (told.length) this.current = { ...this.current, over: [...(this.current.over ?? []), ...told] }
  }

  async catchUp(): Promise<void> {
    try {
      for (const a of await this.calls.since(this.revision)) this.arrive(a)
    } catch {
      if (!this.closed) this.gap = setTimeout(() => void this.catchUp(), backOff(3))
    }
  }

  private settle(id: string) {
    this.box.drop(id)
    this.answered.delete(id)
    this.queue = this.queue.filter((c) => c.id !== id)
  }

  /** The connection is back, or may be. */
  retry = (): void => {
    if (this.queue.length) this.schedule(0)
  }

  private schedule(ms: number) {
    clearTimeout(this.timer)
    if (!this.closed) this.timer = setTimeout(() => void this.pump(), ms)
  }

  private async pump(): Promise<void> {
    const next = this.queue.find((c) => !this.answered.has(c.id))
    if (this.sending || !next || this.closed) return
    this.sending = next.id
    this.refresh()
    try {
      const answer = await this.calls.send({ id: next.id, base: next.base, ops: next.ops })
      this.tries = 0
      this.sending = undefined
      if (answer.kept?.length) this.refresh({ stayed: (this.current.stayed ?? 0) + answer.kept.length })
      this.arrive({ revision: answer.revision, id: next.id, ops: answer.ops })
      this.schedule(0)
    } catch (e) {
      this.sending = undefined
      if (refuses(e)) {
        this.settle(next.id)
        this.refresh({ refused: (e as ApiError).message })
        this.schedule(0)
      } else {
        this.tries++
        this.refresh()
        this.schedule(backOff(this.tries))
      }
    }
  }

  told = (): void => this.refresh({ refused: undefined, stayed: undefined, over: undefined })

  private refresh(more: Partial<View> = {}) {
    const ops = this.queue.flatMap((c) => c.ops)
    const sheet = apply(this.base, ops)
    const waits = this.queue.filter((c) => !this.answered.has(c.id)).length
    this.current = {
      ...this.current,
      ...more,
      sheet,
      head: applyHead(this.baseHead, ops),
      board: read(sheet, this.current.board),
      saving: waits === 0 ? 'saved' : this.tries > 0 ? 'offline' : 'saving',
      kept: waits,
      canUndo: this.undos.length > 0,
      canRedo: this.redos.length > 0,
    }
    for (const f of this.listeners) f()
  }

  /** Nothing is sent any more from here; what waits is kept. */
  close(): void {
    this.closed = true
    clearTimeout(this.timer)
    clearTimeout(this.gap)
  }
}

/** A map that is only looked at: nothing is sent, nothing is kept. */
export function readOnly(head: MapHead, sheet: MapSheet): MapStore {
  return new MapStore(head, sheet, { send: () => Promise.reject(new Error('read only')), since: () => Promise.resolve([]) }, new Outbox('', 0, '', undefined))
}

function applyHead(head: MapHead, ops: readonly MapOp[]): MapHead {
  let out = head
  for (const op of ops) if (op.kind === 'map' && op.do === 'put') out = { ...out, ...(op.fields as Partial<MapHead>) }
  return out
}

const written = (kind: string, id: string | undefined, field: string, value: string) => JSON.stringify([kind, id ?? '', field, value])

/** A fault that will not go away by sending the same again. */
function refuses(e: unknown): boolean {
  return e instanceof ApiError && [400, 403, 404, 409, 413, 422].includes(e.status)
}
