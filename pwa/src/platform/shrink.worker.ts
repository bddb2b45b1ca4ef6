/**
 * Makes a photo small enough to travel: upright JPEG, quality 0.8, 2016 pixels on its long side, measured on the
 * way. Drawing drops what a camera wrote into the file, its position too. What this browser cannot decode
 * (HEIC on Android) is answered with null: the bytes are kept as they are.
 *
 * Effects  decodes and encodes; answers by message.
 */
import { fitted, LONG_SIDE, MEASURE_SIDE, told } from './picture'
import type { Shrunk } from './shrunk'

declare const self: DedicatedWorkerGlobalScope

self.onmessage = async ({ data }: MessageEvent<{ readonly n: number; readonly blob: Blob }>) => {
  const shrunk = await shrink(data.blob).catch(() => null)
  self.postMessage({ n: data.n, shrunk })
}

async function shrink(blob: Blob): Promise<Shrunk | null> {
  const picture = await createImageBitmap(blob, { imageOrientation: 'from-image' })
  try {
    const { width, height } = fitted(picture.width, picture.height, LONG_SIDE)
    const canvas = drawn(picture, width, height)
    const small = fitted(width, height, MEASURE_SIDE)
    const pixels = drawn(canvas, small.width, small.height).getContext('2d')?.getImageData(0, 0, small.width, small.height)
    const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 })
    if (jpeg.type !== 'image/jpeg') return null // some browsers answer an unknown wish with a huge PNG
    return { blob: jpeg, width, height, warnings: pixels ? told(pixels.data, small.width, small.height) : [] }
  } finally {
    picture.close()
  }
}

function drawn(source: ImageBitmap | OffscreenCanvas, width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height)
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(source, 0, 0, width, height)
  return canvas
}
