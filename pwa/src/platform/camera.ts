/**
 * The camera inside the page: no gallery in between, and no other app that makes the phone drop this page.
 *
 * Errors   `NoCamera` with why: refused, absent, busy. The caller falls back to a file input.
 * Effects  getUserMedia, canvas, the torch where there is one.
 */
import { fitted, LONG_SIDE, MEASURE_SIDE, told } from './picture'

export class NoCamera extends Error {
  readonly why: 'refused' | 'absent' | 'busy'

  constructor(why: 'refused' | 'absent' | 'busy') {
    super(why)
    this.name = 'NoCamera'
    this.why = why
  }
}

export interface Shot {
  readonly blob: Blob
  readonly width: number
  readonly height: number
  readonly takenAt: number
  /** `blurry`, `dark`, `black`, `finger`: told before the shot is kept. */
  readonly warnings: readonly string[]
}

export interface Camera {
  /** For the viewfinder: `video.srcObject = camera.stream`. */
  readonly stream: MediaStream
  shoot(video: HTMLVideoElement): Promise<Shot>
  readonly hasTorch: boolean
  torch(on: boolean): Promise<void>
  close(): void
}

export async function openCamera(): Promise<Camera> {
  const devices = globalThis.navigator?.mediaDevices
  if (!devices?.getUserMedia) throw new NoCamera('absent')
  const stream = await devices
    .getUserMedia({ audio: false, video: { facingMode: { ideal: 'environment' }, width: { ideal: 2560 }, height: { ideal: 1920 } } })
    .catch((error: unknown) => {
      throw new NoCamera(reason(error))
    })
  const track = stream.getVideoTracks()[0]
  const able = (track?.getCapabilities?.() ?? {}) as { torch?: boolean }
  return {
    stream,
    shoot,
    hasTorch: able.torch === true,
    async torch(on) {
      await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }).catch(() => undefined)
    },
    close() {
      for (const one of stream.getTracks()) one.stop()
    },
  }
}

function reason(error: unknown): NoCamera['why'] {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'absent'
}

async function shoot(video: HTMLVideoElement): Promise<Shot> {
  const takenAt = Date.now()
  const { width, height } = fitted(video.videoWidth, video.videoHeight, LONG_SIDE)
  const canvas = drawn(video, width, height)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.85))
  if (!blob) throw new NoCamera('busy')
  return { blob, width, height, takenAt, warnings: measured(canvas) }
}

/** The same measures for a picture that came from a file. */
export async function inspect(blob: Blob): Promise<readonly string[]> {
  const picture = await createImageBitmap(blob).catch(() => null)
  if (!picture) return []
  const { width, height } = fitted(picture.width, picture.height, MEASURE_SIDE)
  const found = measured(drawn(picture, width, height))
  picture.close()
  return found
}

function measured(source: HTMLCanvasElement): string[] {
  const { width, height } = fitted(source.width, source.height, MEASURE_SIDE)
  const pixels = drawn(source, width, height).getContext('2d')?.getImageData(0, 0, width, height)
  return pixels ? told(pixels.data, width, height) : []
}

function drawn(source: CanvasImageSource, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.drawImage(source, 0, 0, width, height)
  return canvas
}
