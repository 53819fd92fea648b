import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '../src/api/client'
import type { MapHead, MapOp, MapSheet } from '../src/api/types'
import { addCard, addEdge, addLane, addStage, addStep, moveCard, moveStep, newUuid, put, removal, shift, shiftStep } from '../src/features/maps/edits'
import { arcs, feelAt, feelY, lines } from '../src/features/maps/layout'
import { backOff, Outbox, type Change } from '../src/features/maps/outbox'
import { between, byPlace, placeAt } from '../src/features/maps/places'
import { apply, cardsOf, EMPTY, inverse, leadsTo, read, seen, strength } from '../src/features/maps/sheet'
import { MapStore, type Arrival } from '../src/features/maps/store'

/** Numbers that look random and are the same at each run. */
function dice(seed: number) {
  return (n: number) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    return seed % n
  }
}

describe('places', () => {
  it('are between their neighbours, wherever things are put', () => {
    const roll = dice(7)
    const list: { id: string; place: string }[] = []
    for (let i = 0; i < 2000; i++) {
      const at = i % 5 === 0 ? 0 : i % 7 === 0 ? list.length : roll(list.length + 1)
      const place = placeAt(list, at)
      expect(place).toMatch(/^[0-9a-z]*[1-9a-z]$/)
      if (at > 0) expect(list[at - 1]!.place < place).toBe(true)
      if (at < list.length) expect(place < list[at]!.place).toBe(true)
      list.splice(at, 0, { id: String(i), place })
    }
    expect([...list].sort(byPlace).map((x) => x.id)).toEqual(list.map((x) => x.id))
  })

  it('stay short where things are added at the end, as mostly', () => {
    let last = ''
    for (let i = 0; i < 200; i++) last = between(last, '')
    expect(last.length).toBeLessThan(14)
  })

  it('are made after the first where two authors took the same one', () => {
    expect(between('i', 'i') > 'i').toBe(true)
    expect(between('m', 'i') > 'm').toBe(true)
  })
})

/** A sheet of so many stages with two steps each, and so many lanes. */
function sheetOf(stages: number, lanes: number): MapSheet {
  let sheet = EMPTY
  for (let i = 0; i < stages; i++) {
    const made = addStage(sheet, undefined, `Stage ${i}`, `Step ${i}a`)
    sheet = apply(sheet, made.ops)
    sheet = apply(sheet, addStep(sheet, made.id, `Step ${i}b`).ops)
  }
  for (let i = 0; i < lanes; i++) sheet = apply(sheet, addLane(sheet, i ? 'action' : 'emotion', `Lane ${i}`).ops)
  return sheet
}

const order = (s: MapSheet) => read(s).columns.map((c) => c.step?.name ?? '')

describe('a sheet', () => {
  it('sets the fields of a put alone, takes fields away, and makes what is not there', () => {
    const sheet = apply(EMPTY, [put('lane', 'l', { kind: 'text', name: 'A', place: 'i' }), put('card', 'c', { step: 's', lane: 'l', place: 'i', text: 'old', note: 'n' })])
    const after = apply(sheet, [put('card', 'c', { text: 'new', note: null })])
    expect(after.cards[0]).toEqual({ id: 'c', step: 's', lane: 'l', place: 'i', text: 'new' })
    expect(after.lanes).toBe(sheet.lanes)
    expect(sheet.cards[0]!.text).toBe('old')
  })

  it('reads columns in the order of stages and steps; a stage without steps keeps a column, a step without its stage is shown at the end', () => {
    let sheet = sheetOf(2, 1)
    expect(order(sheet)).toEqual(['Step 0a', 'Step 0b', 'Step 1a', 'Step 1b'])
    sheet = apply(sheet, shift(sheet, 'stage', sheet.stages[1]!.id, -1))
    expect(order(sheet)).toEqual(['Step 1a', 'Step 1b', 'Step 0a', 'Step 0b'])
    sheet = apply(sheet, [put('stage', 'empty', { name: 'Empty', place: 'zz' }), put('step', 'lost', { stage: 'gone', name: 'Lost', place: 'i' })])
    expect(order(sheet)).toEqual(['Step 1a', 'Step 1b', 'Step 0a', 'Step 0b', '', 'Lost'])
  })

  it('takes with a stage its steps, their cards and arrows, and undo brings all of it back', () => {
    let sheet = sheetOf(3, 2)
    const [a, b] = [sheet.steps[0]!, sheet.steps[1]!]
    sheet = apply(sheet, [...addCard(sheet, a.id, sheet.lanes[1]!.id, { text: 'x' }).ops, ...addEdge(sheet, a.id, b.id), ...addEdge(sheet, sheet.steps[4]!.id, a.id)])
    const gone = apply(sheet, removal('stage', a.stage!))
    expect(gone.cards).toHaveLength(0)
    expect(gone.edges).toHaveLength(0)
    expect(gone.steps).toHaveLength(4)
    expect(apply(gone, inverse(sheet, {}, removal('stage', a.stage!)))).toEqual(sheet)
  })

  it('comes back to what it was when every edit of a long day is undone', () => {
    const roll = dice(3)
    let sheet = sheetOf(4, 3)
    const states: MapSheet[] = []
    const back: MapOp[][] = []
    for (let i = 0; i < 300; i++) {
      const ops = someEdit(sheet, roll)
      states.push(sheet)
      back.push(inverse(sheet, {}, ops))
      sheet = apply(sheet, ops)
    }
    while (states.length) {
      sheet = apply(sheet, back.pop()!)
      expect(sheet).toEqual(states.pop())
    }
  })

  it('moves cards within and between cells, and steps past the end of their stage', () => {
    let sheet = sheetOf(2, 2)
    const [step, lane] = [sheet.steps[0]!.id, sheet.lanes[1]!.id]
    const ids = ['a', 'b', 'c'].map((text) => {
      const made = addCard(sheet, step, lane, { text })
      sheet = apply(sheet, made.ops)
      return made.id
    })
    const texts = (of: string) => cardsOf(read(sheet), of, lane).map((c) => c.text)
    sheet = apply(sheet, moveCard(sheet, ids[2]!, step, lane, 0))
    expect(texts(step)).toEqual(['c', 'a', 'b'])
    expect(moveCard(sheet, ids[2]!, step, lane, 0)).toEqual([])
    const other = sheet.steps.find((s) => s.id !== step)!.id
    sheet = apply(sheet, moveCard(sheet, ids[0]!, other, lane))
    expect([texts(step), texts(other)]).toEqual([['c', 'b'], ['a']])
    const first = read(sheet).columns[1]!.step!
    sheet = apply(sheet, shiftStep(sheet, first.id, 1))
    expect(order(sheet)).toEqual(['Step 0a', 'Step 0b', 'Step 1a', 'Step 1b'])
    expect(sheet.steps.find((s) => s.id === first.id)!.stage).toBe(sheet.stages[1]!.id)
    sheet = apply(sheet, moveStep(sheet, first.id, sheet.stages[1]!.id, 2))
    expect(order(sheet)).toEqual(['Step 0a', 'Step 1a', 'Step 1b', 'Step 0b'])
  })

  it('keeps the cells that nothing happened to, so that they are not drawn anew', () => {
    let sheet = sheetOf(2, 2)
    const [a, b] = sheet.steps
    for (const s of [a!, b!]) sheet = apply(sheet, addCard(sheet, s.id, sheet.lanes[1]!.id, { text: s.name }).ops)
    const before = read(sheet)
    const card = sheet.cards.find((c) => c.step === a!.id)!
    const after = read(apply(sheet, [put('card', card.id, { text: 'new' })]), before)
    expect(cardsOf(after, b!.id, sheet.lanes[1]!.id)).toBe(cardsOf(before, b!.id, sheet.lanes[1]!.id))
    expect(cardsOf(after, a!.id, sheet.lanes[1]!.id)).not.toBe(cardsOf(before, a!.id, sheet.lanes[1]!.id))
  })

  it('leads on to the next step, or only where its arrows go', () => {
    let sheet = sheetOf(2, 1)
    const ids = read(sheet).columns.map((c) => c.step!.id)
    expect(ids.map((id) => leadsTo(read(sheet), id))).toEqual([[ids[1]], [ids[2]], [ids[3]], []])
    sheet = apply(sheet, [...addEdge(sheet, ids[1]!, ids[3]!), ...addEdge(sheet, ids[1]!, ids[0]!)])
    expect(new Set(leadsTo(read(sheet), ids[1]!))).toEqual(new Set([ids[3], ids[0]]))
    expect(addEdge(sheet, ids[1]!, ids[3]!)).toEqual([])
  })

  it('draws arrows so that none lies on another', () => {
    let sheet = sheetOf(5, 1)
    const ids = read(sheet).columns.map((c) => c.step!.id)
    for (const [a, b] of [[0, 9], [1, 3], [2, 5], [5, 2], [4, 4], [6, 8]]) sheet = apply(sheet, addEdge(sheet, ids[a!]!, ids[b!]!))
    const { arcs: all } = arcs(read(sheet))
    for (const [i, a] of all.entries()) {
      for (const b of all.slice(i + 1)) {
        if (a.level !== b.level) continue
        const [a1, a2, b1, b2] = [Math.min(a.from, a.to), Math.max(a.from, a.to), Math.min(b.from, b.to), Math.max(b.from, b.to)]
        expect(a2 <= b1 || b2 <= a1, `${a.from}-${a.to} and ${b.from}-${b.to}`).toBe(true)
      }
    }
  })

  it('says how well something is borne out', () => {
    expect([undefined, {}, { rule: {} }, { note: 'x' }, { touchpoint: 't' }, { signal: 'nps' as const }, { rule: { event: 'A' }, note: 'x' }].map((e) => strength(e))).toEqual(['assumed', 'assumed', 'assumed', 'partly', 'full', 'full', 'full'])
  })

  it('finds a feeling again where it was drawn', () => {
    for (const v of [-2, -1, 0, 1, 2]) expect(feelAt(feelY(v, 9), 9)).toBe(v)
    expect([feelAt(-50, 9), feelAt(50, 9)]).toEqual([2, -2])
  })

  it('reckons lines for all three languages', () => {
    expect(lines('short')).toBe(1)
    expect(lines('one\ntwo')).toBe(2)
    expect(lines('顧客在門市等候時不知道還要多久才能拿到飲料')).toBeGreaterThan(1)
    expect(lines('Pembayaran dengan dompet digital gagal, orang lain menunggu')).toBeGreaterThan(2)
  })
})

function someEdit(sheet: MapSheet, roll: (n: number) => number): MapOp[] {
  const step = sheet.steps[roll(Math.max(1, sheet.steps.length))]
  const card = sheet.cards[roll(Math.max(1, sheet.cards.length))]
  const lane = sheet.lanes[roll(Math.max(1, sheet.lanes.length))]
  switch (roll(9)) {
    case 0: return addStage(sheet, sheet.stages[0]?.id, 'S', 'P').ops
    case 1: return step ? addStep(sheet, step.stage!, 'N', 0).ops : []
    case 2: return card ? [put('card', card.id, { text: `t${roll(100)}`, note: roll(2) ? 'n' : null })] : []
    case 3: return step && card ? moveCard(sheet, card.id, step.id, lane!.id, roll(3)) : []
    case 4: return step ? addEdge(sheet, step.id, sheet.steps[roll(sheet.steps.length)]!.id) : []
    case 5: return roll(4) === 0 && sheet.stages.length > 2 ? removal('stage', sheet.stages[0]!.id) : []
    case 6: return card && roll(3) === 0 ? removal('card', card.id) : []
    case 7: return roll(6) === 0 && sheet.lanes.length > 2 ? removal('lane', lane!.id) : []
    default: return step && lane ? addCard(sheet, step.id, lane.id, { text: 'c' }).ops : []
  }
}

describe('the outbox', () => {
  const storage = () => {
    const kept = new Map<string, string>()
    return { get length() { return kept.size }, key: (i: number) => [...kept.keys()][i] ?? null, getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => { kept.set(k, v) }, removeItem: (k: string) => { kept.delete(k) } }
  }
  const change = (id: string, at: number): Change => ({ id, at, base: 1, ops: [put('stage', id, { name: id })] })

  it('keeps what is not answered, of one map and one person, oldest first', () => {
    const store = storage()
    const box = new Outbox('u1', 1, 'm1', store)
    for (const c of [change('b', 2), change('a', 1)]) expect(box.keep(c)).toBe(true)
    new Outbox('u1', 1, 'm2', store).keep(change('c', 1))
    new Outbox('u2', 1, 'm1', store).keep(change('d', 1))
    store.setItem('jejak-map u1 1 m1 broken', '{')
    expect(new Outbox('u1', 1, 'm1', store).load().map((c) => c.id)).toEqual(['a', 'b'])
    box.drop('a')
    expect(box.load().map((c) => c.id)).toEqual(['b'])
  })

  it('works on without storage', () => {
    const box = new Outbox('u', 1, 'm', undefined)
    expect(box.keep(change('a', 1))).toBe(false)
    expect(box.load()).toEqual([])
  })

  it('waits longer each time, up to half a minute or so', () => {
    expect([1, 2, 3].map((n) => backOff(n, 0.5))).toEqual([1000, 2000, 4000])
    expect(backOff(50, 1)).toBeLessThan(40_000)
  })

  it('makes ids that are UUIDs', () => expect(newUuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/))

  /** A server that numbers changes, applies each once, and is away when it is told so. */
  function server() {
    const log: (Arrival & { id: string })[] = []
    const state = { away: false, refuse: false, calls: 0, log }
    const send = async (c: { id: string; ops: MapOp[] }) => {
      state.calls++
      if (state.away) throw new ApiError({ type: 'offline', title: 'offline', status: 0, detail: '' })
      if (state.refuse) throw new ApiError({ type: 'invalid', title: 'no', status: 422, detail: 'the value is out of range' })
      const known = log.find((x) => x.id === c.id)
      const entry = known ?? { id: c.id, revision: log.length + 2, ops: c.ops }
      if (!known) log.push(entry)
      return entry
    }
    return { state, send, since: async (n: number) => log.filter((x) => x.revision > n) }
  }
  const head = { id: 'm1', name: 'M', description: '', state: 'as_is', pair: '', personas: [], owner: '', revision: 1, created: '', changed: '', changedBy: '' } as MapHead

  it('shows an edit at once, sends edits made together as one change, and is saved when it is answered', async () => {
    vi.useFakeTimers()
    const far = server()
    const store = new MapStore(head, EMPTY, far, new Outbox('u', 1, 'm1', storage()))
    store.edit([put('stage', 'a', { name: 'A', place: 'i' })])
    store.edit([put('stage', 'b', { name: 'B', place: 'j' })])
    expect(store.view().sheet.stages.map((s) => s.name)).toEqual(['A', 'B'])
    expect(store.view().saving).toBe('saving')
    await vi.advanceTimersByTimeAsync(2000)
    expect(far.state.log).toHaveLength(1)
    expect(store.view()).toMatchObject({ saving: 'saved', kept: 0 })
    expect(store.revision).toBe(2)
    vi.useRealTimers()
  })

  it('keeps edits through a cut connection and a reload, and sends each once', async () => {
    vi.useFakeTimers()
    const far = server()
    const kept = storage()
    const first = new MapStore(head, EMPTY, far, new Outbox('u', 1, 'm1', kept))
    far.state.away = true
    first.edit([put('stage', 'a', { name: 'A', place: 'i' })])
    await vi.advanceTimersByTimeAsync(1000)
    first.edit([put('stage', 'b', { name: 'B', place: 'j' })])
    await vi.advanceTimersByTimeAsync(5000)
    expect(first.view()).toMatchObject({ saving: 'offline', kept: 2 })
    first.close()
    const second = new MapStore(head, EMPTY, far, new Outbox('u', 1, 'm1', kept))
    expect(second.view().sheet.stages.map((s) => s.name)).toEqual(['A', 'B'])
    far.state.away = false
    await vi.advanceTimersByTimeAsync(60_000)
    expect(far.state.log.flatMap((x) => x.ops.map((op) => op.id))).toEqual(['a', 'b'])
    expect(second.view()).toMatchObject({ saving: 'saved', kept: 0 })
    expect(kept.length).toBe(0)
    vi.useRealTimers()
  })

  it('offers a name that two wrote at once to both of them, and to nobody else', () => {
    const far = server()
    far.state.away = true
    const over = (id: string) => ({ id, revision: 2, ops: [{ ...put('stage', 'a', { name: 'theirs' }), over: { name: 'mine' } as never }] })
    const whose = new MapStore(head, EMPTY, far, new Outbox('u', 1, 'm1', storage()))
    whose.edit([put('stage', 'a', { name: 'mine', place: 'i' })])
    whose.arrive(over('x'))
    expect(whose.view().over).toEqual([{ kind: 'stage', id: 'a', field: 'name', lost: 'mine', stands: 'theirs', mine: true }])
    whose.told()
    expect(whose.view().over).toBeUndefined()
    const third = new MapStore(head, EMPTY, far, new Outbox('v', 1, 'm1', storage()))
    third.arrive(over('x'))
    expect(third.view().over).toBeUndefined()
    for (const s of [whose, third]) s.close()
  })

  it('puts what others did below what is not answered yet, and fetches what it missed', async () => {
    vi.useFakeTimers()
    const far = server()
    const store = new MapStore(head, EMPTY, far, new Outbox('u', 1, 'm1', storage()))
    far.state.away = true
    store.edit([put('stage', 'a', { name: 'mine', place: 'i' })])
    far.state.log.push({ id: 'x', revision: 2, ops: [put('stage', 'a', { name: 'theirs', place: 'i' })] }, { id: 'y', revision: 3, ops: [put('lane', 'l', { kind: 'text', name: 'L', place: 'i' })] })
    store.arrive(far.state.log[1]!)
    expect(store.view().sheet.lanes).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1000)
    expect(store.view().sheet.lanes).toHaveLength(1)
    expect(store.view().sheet.stages[0]!.name).toBe('mine')
    expect(store.revision).toBe(3)
    store.close()
    vi.useRealTimers()
  })

  it('gives up what the server refuses, says why, and goes on with the rest', async () => {
    vi.useFakeTimers()
    const far = server()
    const store = new MapStore(head, EMPTY, far, new Outbox('u', 1, 'm1', storage()))
    far.state.refuse = true
    store.edit([put('stage', 'a', { name: 'A', place: 'i' })])
    await vi.advanceTimersByTimeAsync(1000)
    expect(store.view()).toMatchObject({ saving: 'saved', refused: 'the value is out of range' })
    expect(store.view().sheet.stages).toHaveLength(0)
    vi.useRealTimers()
  })

  it('undoes and redoes, and says of an undo what it means to take back', () => {
    const store = new MapStore(head, EMPTY, server(), new Outbox('u', 1, 'm1', storage()))
    store.edit([put('stage', 'a', { name: 'A', place: 'i' })])
    store.edit([put('stage', 'a', { name: 'B' })])
    store.undo()
    expect(store.view().sheet.stages[0]!.name).toBe('A')
    store.undo()
    expect(store.view().sheet.stages).toEqual([])
    expect(store.view().canUndo).toBe(false)
    store.redo()
    store.redo()
    expect(store.view().sheet.stages[0]!.name).toBe('B')
    store.close()
  })

  it('tells the server what the author saw', () => {
    const sheet = apply(EMPTY, [put('card', 'c', { text: 'old', step: 's', lane: 'l', place: 'i' })])
    expect(seen(sheet, {}, [put('card', 'c', { text: 'new', note: 'n' }), put('card', 'd', { text: 'x' })])).toEqual([
      { do: 'put', kind: 'card', id: 'c', fields: { text: 'new', note: 'n' }, was: { text: 'old', note: null } },
      { do: 'put', kind: 'card', id: 'd', fields: { text: 'x' } },
    ])
    expect(inverse(sheet, {}, [put('card', 'c', { text: 'new' })])).toEqual([{ do: 'put', kind: 'card', id: 'c', fields: { text: 'old' }, was: { text: 'new' } }])
  })
})
