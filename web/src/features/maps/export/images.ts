import type { MapSheet } from '../../../api/types'
import type { Image, Images } from './shapes'

/** Wider than this an image of a card is drawn smaller: no page shows more. */
const MOST = 1200

/** The images of a sheet as PNG, whatever they came as. One that cannot be had is left out: the text of its card is there. */
export async function loadImages(sheet: MapSheet, address: (id: string) => string): Promise<Images> {
  const ids = [...new Set(sheet.cards.flatMap((c) => (c.image ? [c.image] : [])))]
  const found = await Promise.all(ids.map(async (id) => [id, await load(address(id)).catch(() => undefined)] as const))
  return new Map(found.flatMap(([id, image]) => (image ? [[id, image] as const] : [])))
}

async function load(url: string): Promise<Image | undefined> {
  const answer = await fetch(url)
  if (!answer.ok) return undefined
  const bitmap = await createImageBitmap(await answer.blob())
  const scale = Math.min(1, MOST / bitmap.width, MOST / bitmap.height)
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  return blob ? { png: new Uint8Array(await blob.arrayBuffer()), width: canvas.width, height: canvas.height } : undefined
}
