/** What a browser's canvas holds: on a side, and in all. */
const SIDE = 16_000
const AREA = 160_000_000

/** How much larger than the screen a picture is drawn: twice, or what a canvas holds. */
export function pngScale(width: number, height: number): number {
  return Math.min(2, SIDE / width, SIDE / height, Math.sqrt(AREA / (width * height)))
}

/** The SVG as a picture of dots. */
export async function png(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml;charset=utf-8' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const scale = pngScale(image.naturalWidth, image.naturalHeight)
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.naturalWidth * scale)
    canvas.height = Math.round(image.naturalHeight * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    if (!blob) throw new Error('the canvas made no picture')
    return blob
  } finally {
    URL.revokeObjectURL(url)
  }
}
