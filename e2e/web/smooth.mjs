// How smoothly a large map drags: a map of so many steps in eight lanes, with a curve of feeling and branches; a card and then a step carried over it, a feeling
// drawn up and down, and how long each frame of it took. Prints one line of JSON: node smooth.mjs [steps]
import { launch } from './browser.mjs'
import { call } from './screens.mjs'
import { startJejak } from './server.mjs'

const steps = Number(process.argv[2] ?? 200)
const MOVES = 240

const jejak = await startJejak('demo', '--people', '60', '--rate', '0')
const browser = await launch()
try {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })).newPage()
  await page.goto(`${jejak.base}/w/1/maps`)
  await page.locator('h1').first().waitFor()
  const { map } = await call(page, 'POST', '/workspaces/1/maps', { name: 'A long road' })
  await draw(page, map.id)
  await page.goto(`${jejak.base}/w/1/maps/${map.id}`)
  await page.getByRole('group', { name: 'Card 0.1' }).waitFor()
  const card = await carried(page, page.getByRole('group', { name: 'Card 0.1' }))
  const step = await carried(page, page.locator('[role=columnheader][data-may]').filter({ hasText: 'Step 1' }).first())
  const face = await carried(page, page.getByRole('slider').first(), true)
  console.log(JSON.stringify({ steps, card, step, face }))
} finally {
  await browser.close()
  await jejak.stop()
}

/** Eight lanes, ten steps on a stage, a card in every other cell and a feeling at each step; each stage leads back to its beginning too. */
async function draw(page, id) {
  const place = (i) => `m${String(i).padStart(4, '0')}i`
  const lanes = ['goal', 'action', 'touchpoint', 'question', 'pain', 'opportunity', 'backstage', 'emotion']
  const ops = lanes.map((lane, i) => ({ do: 'put', kind: 'lane', id: lane, fields: { kind: lane, name: lane, place: place(i) } }))
  for (let s = 0; s < steps; s++) {
    if (s % 10 === 0) ops.push({ do: 'put', kind: 'stage', id: `st_${s / 10}`, fields: { name: `Stage ${s / 10 + 1}`, place: place(s) } })
    ops.push({ do: 'put', kind: 'step', id: `sp_${s}`, fields: { stage: `st_${Math.floor(s / 10)}`, name: `Step ${s + 1}`, place: place(s) } })
    for (const [l, lane] of lanes.entries()) {
      if (lane === 'emotion') ops.push({ do: 'put', kind: 'card', id: `c_${s}_${l}`, fields: { step: `sp_${s}`, lane, value: (s % 5) - 2, place: 'm' } })
      else if ((s + l) % 2) ops.push({ do: 'put', kind: 'card', id: `c_${s}_${l}`, fields: { step: `sp_${s}`, lane, text: `Card ${s}.${l}`, place: 'm' } })
    }
  }
  for (let s = 9; s < steps; s += 10) for (const to of [s - 9, s + 1]) if (to < steps) ops.push({ do: 'put', kind: 'edge', id: `e_${s}_${to}`, fields: { from: `sp_${s}`, to: `sp_${to}`, place: place(s) } })
  for (let from = 0; from < ops.length; from += 100) {
    const { map } = await call(page, 'GET', `/workspaces/1/maps/${id}`)
    await call(page, 'POST', `/workspaces/1/maps/${id}/changes`, { id: `a-long-road-${from}`, base: map.revision, ops: ops.slice(from, from + 100) })
  }
}

/** Carries a thing to and fro over the sheet, or on its own lane, a move each frame, and puts it back. Times in ms between frames, and of the work of one. */
async function carried(page, thing, held = false) {
  const box = await thing.boundingBox()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2 + 30, box.y + box.height / 2 + 10, { steps: 3 })
  const times = await thing.evaluate(async (own, { x, y, moves, held }) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    const gaps = [], work = []
    let last = await frame()
    for (let i = 0; i < moves; i++) {
      const at = { clientX: x + 500 * Math.sin(i / 20), clientY: y + 150 * Math.sin(i / 13), pointerId: 1, pointerType: 'mouse', isPrimary: true, buttons: 1, bubbles: true, cancelable: true, composed: true }
      const began = performance.now()
      const under = held ? own : document.elementFromPoint(at.clientX, at.clientY) ?? document.body
      under.dispatchEvent(new PointerEvent('pointermove', at))
      under.dispatchEvent(new MouseEvent('mousemove', at))
      document.body.getBoundingClientRect() // what React wrote is laid out here, and counts
      work.push(performance.now() - began)
      const now = await frame()
      gaps.push(now - last)
      last = now
    }
    return { gaps, work }
  }, { x: box.x + box.width / 2 + 520, y: box.y + box.height / 2 + 160, moves: MOVES, held })
  await page.keyboard.press('Escape')
  await page.mouse.up()
  const at = (list, share) => { const s = [...list].sort((a, b) => a - b); return Math.round(10 * s[Math.min(s.length - 1, Math.floor(share * s.length))]) / 10 }
  return {
    frames: times.gaps.length, perSecond: Math.round(10_000 * times.gaps.length / times.gaps.reduce((a, b) => a + b)) / 10,
    gap: { median: at(times.gaps, 0.5), p95: at(times.gaps, 0.95) }, work: { median: at(times.work, 0.5), p95: at(times.work, 0.95) },
  }
}
