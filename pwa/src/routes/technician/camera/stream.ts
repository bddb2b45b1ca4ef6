/** The camera behind the page: opened, its light, one full frame, and let go. Effects: getUserMedia, canvas. */
import { look, SIDE, warningsOf } from './quality'

export async function openCamera(): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException('no camera in this browser', 'NotFoundError')
  return await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: { ideal: 'environment' }, width: { ideal: 2560 }, height: { ideal: 1920 } } })
}

export function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
}

export function hasTorch(stream: MediaStream): boolean {
  const able = stream.getVideoTracks()[0]?.getCapabilities?.() as { torch?: boolean } | undefined
  return able?.torch === true
}

export async function torch(stream: MediaStream, on: boolean): Promise<void> {
  await stream.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] })
}

/** The present frame as JPEG. */
export async function grab(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.9))
  if (blob === null) throw new Error('the frame could not be encoded')
  return blob
}

/** What is wrong with a picture, before it is kept. A picture that cannot be decoded here says nothing. */
export async function warnings(blob: Blob): Promise<('dark' | 'blurry')[]> {
  try {
    const image = await createImageBitmap(blob)
    const scale = SIDE / Math.max(image.width, image.height)
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(3, Math.round(image.width * scale))
    canvas.height = Math.max(3, Math.round(image.height * scale))
    const pen = canvas.getContext('2d', { willReadFrequently: true })
    if (pen === null) return []
    pen.drawImage(image, 0, 0, canvas.width, canvas.height)
    image.close()
    return warningsOf(look(pen.getImageData(0, 0, canvas.width, canvas.height).data, canvas.width, canvas.height))
  } catch {
    return []
  }
}
